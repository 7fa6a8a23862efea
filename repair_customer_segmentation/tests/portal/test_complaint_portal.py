from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...models.portal.complaint import complain
from ..bases.portal_pages import PortalHttpCase


@tagged("post_install", "-at_install")
class TestComplaintPortal(PortalHttpCase):
    """Customers complain about a closed repair on its page, if the company lets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls.env["repair.case.type"].create(
            {
                "name": "Complaint",
                "company_id": cls.company.id,
                "is_complaint": True,
                "sequence": -5,
                "team_id": cls.team.id,
            }
        )

    def page(self, login="rcs_ann", url=None):
        return self.get(url or self.url, login).text

    def complaints(self):
        return self.env["repair.case"].search([("about_case_id", "=", self.case.id)])

    def test_about_a_closed_repair(self):
        self.assertNotIn("I am not satisfied", self.page())
        self.case.action_close()
        self.assertIn("I am not satisfied with this repair", self.page())
        answer = self.post(f"{self.url}/complain", text=" It leaks <b>again</b>. ")
        complaint = self.complaints()
        self.assertIn(f"/my/cases/{complaint.id}", answer.headers["Location"])
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": "Complaint: Dishwasher leaks",
                    "type_id": self.claim.id,
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "complained_user_id": self.agent.id,
                    "device_id": self.device.id,
                    "team_id": self.team.id,
                    "user_id": False,
                    "state": "open",
                }
            ],
        )
        self.assertIn("It leaks &lt;b&gt;again&lt;/b&gt;.", complaint.description)
        self.assertIn("&lt;b&gt;again", complaint.message_ids[0].body)
        said = self.env["repair.feedback"].search([("case_id", "=", complaint.id)])
        self.assertEqual((said.way, said.user_id), ("complaint", self.agent))
        # There is one already: what is to be added is written there.
        page = self.page()
        self.assertNotIn("I am not satisfied", page)
        self.assertIn("We are looking into your complaint", page)
        self.post(f"{self.url}/complain", text="Twice")
        self.assertEqual(self.complaints(), complaint)
        # Nothing of the desk is told there.
        page = self.page(url=f"/my/cases/{complaint.id}")
        self.assertIn("Complaint: Dishwasher leaks", page)
        for secret in ("Remedy", "Cause", "complained", self.agent.name):
            self.assertNotIn(secret, page)

    def test_not_of_others(self):
        self.case.action_close()
        self.post(f"{self.url}/complain", login="rcs_carl", text="Mine?")
        self.assertFalse(self.complaints())
        self.assertIn("I am not satisfied", self.page("rcs_bob"))

    def test_not_where_it_is_not_offered(self):
        self.post(f"{self.url}/complain", text="Still open")
        self.assertFalse(self.complaints())
        self.case.action_close()
        self.company.repair_portal_complaints = False
        self.assertNotIn("I am not satisfied", self.page())
        self.post(f"{self.url}/complain", text="Switched off")
        self.assertFalse(self.complaints())
        self.company.repair_portal_complaints = True
        self.post(f"{self.url}/complain", text="   ")
        self.assertFalse(self.complaints())

    def test_bounded(self):
        self.case.action_close()
        with self.assertRaisesRegex(ValidationError, "“What are you not satisfied with.*10,?000"):
            complain(self.case.sudo(), "x" * 10_001)

    def test_a_confidential_complaint_is_not_told_of_to_colleagues(self):
        self.case.message_subscribe(self.ann.ids)
        self.case.is_confidential = True
        self.case.action_close()
        self.post(f"{self.url}/complain", text="Between us")
        complaint = self.complaints()
        self.assertTrue(complaint.is_confidential)
        self.assertIn("We are looking into your complaint", self.page())
