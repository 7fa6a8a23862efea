from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.tours import GROUPS


@tagged("post_install", "-at_install")
class TestToursAssignment(HttpCase):
    """A leader finds the case of a colleague on leave and gives it to who suits it best."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Assignment Company"})
        cls.leader, cls.away, cls.expert = (
            new_test_user(
                cls.env,
                login=f"assignment_{login}",
                name=name,
                groups=GROUPS[role],
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login, name, role in (
                ("leader", "Tour Leader", "user_all"),
                ("away", "Tour Away", "user"),
                ("expert", "Tour Expert", "user"),
            )
        )
        cls.manager = new_test_user(
            cls.env,
            login="assignment_manager",
            groups=GROUPS["manager"],
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        team = cls.env["repair.case.team"].create(
            {
                "name": "Tour Team",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": (cls.away | cls.expert).ids,
            }
        )
        resource = cls.env["resource.resource"].create(
            {"name": "Tour Away", "user_id": cls.away.id, "company_id": cls.company.id}
        )
        now = fields.Datetime.now()
        cls.env["resource.calendar.leaves"].create(
            {
                "resource_id": resource.id,
                "date_from": now - timedelta(days=1),
                "date_to": now + timedelta(days=2),
            }
        )
        team.membership_ids.filtered(lambda m: m.user_id == cls.expert).customer_capacity = 5
        cls.customer = cls.env["res.partner"].create(
            {"name": "Tour Customer", "user_id": cls.expert.id}
        )
        cls.case = cls.env["repair.case"].create(
            {
                "name": "Tour: left behind",
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "team_id": team.id,
                "user_id": cls.away.id,
            }
        )

    def test_assign_from_the_ranking(self):
        self.start_tour("/odoo", "repair_assignment_tour", login="assignment_leader")
        self.assertEqual(self.case.user_id, self.expert)

    def test_apply_suggested_managers(self):
        self.customer.user_id = False
        self.company.repair_policy_id.classify()
        self.start_tour("/odoo", "repair_manager_tour", login="assignment_manager")
        self.assertEqual(self.customer.user_id, self.expert)
