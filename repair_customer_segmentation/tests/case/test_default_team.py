from odoo.tests import new_test_user, tagged

from ..bases.desk import DeskCase


@tagged("post_install", "-at_install")
class TestDefaultTeam(DeskCase):
    """A case whose type has no team goes to the default team, and everybody in it is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = [
            new_test_user(
                cls.env,
                login,
                groups="base.group_user,repair_customer_segmentation.group_user",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for login in ("member_one", "member_two")
        ]
        teams = cls.env["repair.case.team"].create(
            [
                {"name": "Desk", "company_id": cls.company.id},
                {"name": "Machines", "company_id": cls.company.id},
            ]
        )
        cls.desk, cls.machines = teams
        cls.desk.member_ids = cls.members[0] | cls.members[1]
        cls.company.repair_team_id = cls.desk
        cls.typed = cls.env["repair.case.type"].create(
            {"name": "Machine", "company_id": cls.company.id, "team_id": cls.machines.id}
        )

    def test_the_type_goes_before_the_default(self):
        self.assertEqual(self.case().team_id, self.desk)
        self.assertEqual(self.case(type_id=self.typed.id).team_id, self.machines)
        self.assertFalse(self.case(team_id=False).team_id)

    def test_a_team_that_is_archived_or_of_another_company_gets_nothing(self):
        self.desk.active = False
        self.assertFalse(self.case().team_id)
        self.desk.active = True
        self.assertEqual(self.case().team_id, self.desk)
        self.company.repair_team_id = self.env["repair.case.team"].create(
            {"name": "Elsewhere", "company_id": self.env["res.company"].create({"name": "B"}).id}
        )
        self.assertFalse(self.case().team_id)
        self.company.repair_team_id = self.env["repair.case.team"].create(
            {"name": "Shared", "company_id": False}
        )
        self.assertEqual(self.case().team_id.name, "Shared")

    def test_what_is_history_goes_to_nobody(self):
        self.assertFalse(self.case(stage_id=self.stage_closed.id).team_id)

    def test_everybody_in_a_team_without_a_leader_is_told(self):
        clerk = new_test_user(
            self.env,
            "clerk_outside",
            groups="base.group_user,repair_customer_segmentation.group_user_all",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        case = (
            self.env["repair.case"]
            .with_user(clerk)
            .create({"name": "Left", "partner_id": self.ann.id, "company_id": self.company.id})
        )
        told = case.sudo().activity_ids
        self.assertEqual(told.user_id, self.members[0] | self.members[1])
        self.assertEqual(set(told.mapped("summary")), {"New unassigned case"})
        case.sudo().user_id = self.members[0]
        self.assertFalse(case.sudo().activity_ids.filtered(lambda a: "nobody" in a.summary))

    def test_a_case_that_somebody_has_is_escalated_to_managers_not_to_colleagues(self):
        boss = new_test_user(
            self.env,
            "boss",
            groups="base.group_user,repair_customer_segmentation.group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        case = self.case()
        self.assertEqual(case._escalation_users("leader"), self.members[0] | self.members[1])
        case.user_id = self.members[0]
        told = case._escalation_users("leader")
        self.assertIn(boss, told)
        self.assertFalse(told & (self.members[0] | self.members[1]))

    def test_shipped(self):
        team = self.env.ref("repair_customer_segmentation.repair_case_team_default")
        self.assertEqual(self.env.ref("base.main_company").repair_team_id, team)
        self.assertEqual(team.member_ids, self.env.ref("base.user_admin"))
        action = self.env.ref("repair_customer_segmentation.repair_case_action_my")
        favorites = self.env["ir.filters"].search([("action_id", "=", action.id)])
        self.assertEqual(
            {(f.name, f.sort) for f in favorites},
            {
                ("Queue", '["queue_date", "id"]'),
                ("Due Next", '["next_deadline", "id"]'),
                ("Assignee Away", '["queue_date", "id"]'),
            },
        )
        self.assertFalse(favorites.user_ids)
