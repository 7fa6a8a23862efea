from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_tours import GROUPS


@tagged("post_install", "-at_install")
class TestToursDesk(HttpCase):
    """Working the queue, in a company of its own."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Desk Company"})
        new_test_user(
            cls.env,
            login="desk_user",
            groups=GROUPS["user"],
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        customer = cls.env["res.partner"].create({"name": "Desk Customer"})
        common = {"partner_id": customer.id, "company_id": cls.company.id}
        cls.env["repair.case"].create(
            [
                {**common, "name": "Priority Tour: scratch", "impact": "3", "urgency": "3"},
                {**common, "name": "Priority Tour: stands still", "impact": "1", "urgency": "2"},
            ]
        )

    def test_priority(self):
        self.start_tour("/odoo", "repair_priority_tour", login="desk_user")
        case = self.env["repair.case"].search([("name", "=", "Priority Tour: scratch")])
        self.assertEqual(case.priority, "0")
        self.assertRecordValues(
            case.deviation_ids,
            [{"matrix_priority": "0", "priority": "3", "steps": 3}],
        )
