from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.tours import GROUPS


@tagged("post_install", "-at_install")
class TestToursOutlook(HttpCase):
    """From the list of who falls and rises to a call that is planned, in a company of its own."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Outlook Company"})
        cls.user = new_test_user(
            cls.env,
            login="outlook_user",
            groups=GROUPS["user_all"],
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
        )
        cls.near, cls.far = cls.env["res.partner"].create(
            [{"name": "Outlook Near", "phone": "+1 555 0100"}, {"name": "Outlook Far"}]
        )
        opened = fields.Datetime.now() - timedelta(days=20)
        cls.env["repair.case"].create(
            [
                {
                    "name": f"Repair for {partner.name}",
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "date_open": opened,
                }
                for partner in (cls.near, cls.near, cls.near, cls.far)
            ]
        )
        cls.company.repair_policy_id.classify()

    def test_schedule_a_call(self):
        self.start_tour("/odoo", "repair_outlook_tour", login="outlook_user")
        self.assertRecordValues(
            self.near.activity_ids,
            [{"summary": "Call about the next repair", "user_id": self.user.id}],
        )
