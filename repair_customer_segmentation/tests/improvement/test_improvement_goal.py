from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.improvement.shipped_goals import give_tiers, report_targets, targets
from ..bases.improvement import GoalCase


@tagged("post_install", "-at_install")
class TestImprovementGoal(GoalCase):
    """What goals are, who may set them, and what companies start with."""

    def goals_of(self, company):
        goals = self.env["repair.improvement.goal"].search([("company_id", "=", company.id)])
        return sorted((g.tier_id.name, g.figure, g.target) for g in goals)

    def test_every_company_starts_with_goals_for_every_value_tier(self):
        company = self.env["res.company"].create({"name": "Goal Company"})
        shipped = [
            (tier, figure, target)
            for tier in company.repair_policy_id.value_tier_ids.mapped("name")
            for figure, target in (
                ("satisfied_share", 85),
                ("response_attainment", 90),
                ("resolution_attainment", 90),
            )
        ]
        self.assertEqual(self.goals_of(company), sorted(shipped))
        give_tiers(company.repair_policy_id.value_tier_ids)
        self.assertEqual(self.goals_of(company), sorted(shipped))

    def test_what_a_report_is_held_against(self):
        self.goal()
        self.goal(scope="all", tier_id=False, figure="complaint_rate", target=5)
        self.goal(scope="all", tier_id=False, target=80)
        none = self.env["repair.segmentation.tier"]
        self.assertEqual(
            targets(self.env, self.company),
            {
                "satisfied_share": {("value_tier_id", self.high.id): 0.85, (None, None): 0.8},
                "complaint_rate": {(None, None): 0.05},
            },
        )
        self.assertEqual(
            report_targets(self.env, self.company, "value_tier_id", none),
            {"satisfied_share": 0.85, "complaint_rate": 0.05},
        )
        self.assertEqual(
            report_targets(self.env, self.company, "team_id", none),
            {"satisfied_share": 0.8, "complaint_rate": 0.05},
        )
        self.assertEqual(
            report_targets(self.env, self.company, "month", self.high), {"satisfied_share": 0.85}
        )

    def test_a_goal_says_for_whom_and_what(self):
        with self.assertRaisesRegex(ValidationError, "Choose whom the goal is for"):
            self.goal(tier_id=False)
        for figure, target in (("satisfied_share", 0), ("satisfied_share", 101), ("mean_score", 6)):
            with self.assertRaisesRegex(ValidationError, "“Target Figure”"):
                self.goal(figure=figure, target=target)

    def test_agents_read_goals_and_write_none(self):
        goal = self.goal().with_user(self.agent)
        self.assertIn("at least 85%", goal.asked)
        with self.assertRaises(AccessError):
            goal.target = 10

    def opened(self, **values):
        goal = self.goal(**values)
        return self.env["repair.improvement.finding"].create(
            {
                "goal_id": goal.id,
                "company_id": self.company.id,
                "user_id": self.manager.id,
                "opened_on": "2025-02-01",
                "first": "2025-01-01",
                "last": "2025-01-31",
                "figure": goal.figure,
                "kind": "share",
                "n": 30,
                "count": 10,
                "value": 1 / 3,
                "target": 0.85,
            }
        )

    def test_findings_are_for_managers_and_the_leader_of_the_team(self):
        finding = self.opened()
        of_team = self.opened(scope="team", team_id=self.team.id, tier_id=False)
        for user, seen in (
            (self.manager, finding | of_team),
            (self.leader, of_team),
            (self.agent, finding.browse()),
        ):
            found = self.env["repair.improvement.finding"].with_user(user).search([])
            self.assertEqual(found & (finding | of_team), seen)
        with self.assertRaises(AccessError):
            finding.with_user(self.leader).close("Mine.")
        of_team.with_user(self.leader).close("Mine.")
        self.assertEqual(of_team.state, "closed")
        with self.assertRaises(AccessError):
            of_team.with_user(self.leader).write({"state": "open"})

    def test_no_measure_is_planned_on_what_is_closed(self):
        finding = self.opened()
        finding.with_user(self.manager).close("Over.")
        with self.assertRaisesRegex(UserError, "is closed"):
            self.env["repair.improvement.measure"].with_user(self.manager).create(
                {"finding_id": finding.id, "name": "Late", "date_due": "2025-03-01"}
            )
