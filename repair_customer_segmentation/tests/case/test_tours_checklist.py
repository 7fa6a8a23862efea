from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.tours import GROUPS


@tagged("post_install", "-at_install")
class TestToursChecklist(HttpCase):
    """A checklist stops the closing of a case, and lets it pass."""

    def test_a_checklist_stops_closing(self):
        company = self.env["res.company"].create({"name": "Checklist Company"})
        user = new_test_user(
            self.env,
            login="checklist_tour",
            groups=GROUPS["user"],
            name="checklist_tour",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        checklist = self.env["repair.checklist"].create(
            {"name": "Tightness", "line_ids": [Command.create({"name": "Tight"})]}
        )
        case_type = self.env["repair.case.type"].create(
            {"name": "Tour Leak", "checklist_id": checklist.id}
        )
        case = self.env["repair.case"].create(
            {
                "name": "Checklist Tour: leak",
                "partner_id": self.env["res.partner"].create({"name": "Wet"}).id,
                "company_id": company.id,
                "type_id": case_type.id,
                "user_id": user.id,
            }
        )
        self.start_tour(f"/odoo/repair-cases/{case.id}", "repair_checklist_tour", login=user.login)
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.check_ids.done_by_id, user)
