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
        cls.user, cls.colleague, _manager = (
            new_test_user(
                cls.env,
                login=f"desk_{login}",
                groups=GROUPS[role],
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login, role in (("user", "user"), ("colleague", "user"), ("manager", "manager"))
        )
        cls.customer = customer = cls.env["res.partner"].create({"name": "Desk Customer"})
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

    def open_cases(self, *names, **values):
        return self.env["repair.case"].create(
            [
                {
                    "name": name,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    **values,
                }
                for name in names
            ]
        )

    def test_confidential(self):
        team = self.env["repair.case.team"].create(
            {
                "name": "Desk Team",
                "company_id": self.company.id,
                "member_ids": (self.user | self.colleague).ids,
            }
        )
        secret, _lamp = self.open_cases(
            "Secret Tour: prototype", "Secret Tour: lamp", team_id=team.id
        )
        secret.user_id = self.user
        self.start_tour("/odoo", "repair_confidential_mark_tour", login="desk_user")
        self.assertTrue(secret.is_confidential)
        self.start_tour("/odoo", "repair_confidential_colleague_tour", login="desk_colleague")

    def test_types_and_their_merge(self):
        many, few = self.env["repair.case.type"].create(
            [
                {"name": name, "company_id": self.company.id, "sequence": 1}
                for name in ("Tour Leak", "Tour Leaks")
            ]
        )
        self.open_cases("One", "Two", type_id=many.id)
        moved = self.open_cases("Three", type_id=few.id)
        self.start_tour("/odoo", "repair_type_tour", login="desk_manager")
        self.assertEqual(moved.type_id, many)
        self.assertFalse(few.active)
