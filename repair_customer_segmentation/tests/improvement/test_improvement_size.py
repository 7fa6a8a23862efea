from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged, users, warmup

from ...models.improvement.judging_turn import JudgingTurn
from ..bases.improvement import GoalCase

FIGURES = (
    "satisfied_share",
    "mean_score",
    "complaint_rate",
    "reopening_rate",
    "response_attainment",
    "resolution_attainment",
    "first_time_fix",
    "answer_rate",
)


@tagged("post_install", "-at_install")
class TestImprovementSize(GoalCase):
    """Few statements, however many goals there are, and how much they are judged by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(datetime(2025, 1, 2, 9)))

    def setUp(self):
        super().setUp()
        self.goals = self.goal()
        for figure in FIGURES:
            target = 4 if figure == "mean_score" else 50
            self.goals |= self.goal(figure=figure, scope="all", tier_id=False, target=target)
        self.answers(date(2025, 1, 5), 5, 25)
        with freeze_time(datetime(2025, 2, 1, 9)):
            JudgingTurn(self.company).catch_up()
        self.env.flush_all()
        self.findings = self.goals.finding_ids
        self.assertEqual(len(self.findings), 3)
        self.env["repair.improvement.measure"].create(
            [
                {
                    "finding_id": finding.id,
                    "name": "Call back",
                    "user_id": self.leader.id,
                    "date_due": "2025-03-01",
                }
                for finding in self.findings
            ]
        )
        self.env.flush_all()

    def show(self, model, domain, *names):
        links = {"user_id", "finding_id", "goal_id"}
        specification = {
            name: {"fields": {"display_name": {}}} if name in links else {} for name in names
        }
        records = self.env[model].web_search_read(domain, specification)["records"]
        self.assertTrue(records)
        return records

    @users("rcs_manager")
    @warmup
    def test_list_of_goals(self):
        with self.assertQueryCount(7):
            self.show(
                "repair.improvement.goal",
                [("id", "in", self.goals.ids)],
                *("figure", "scope_name", "asked", "judged_text", "judged_n", "verdict"),
                *("open_finding_count", "user_id"),
            )

    @users("rcs_manager")
    @warmup
    def test_form_of_a_goal(self):
        with self.assertQueryCount(14):
            self.show(
                "repair.improvement.goal",
                [("id", "=", self.goals[0].id)],
                *("asked", "today", "promise", "chart", "tier_id", "open_finding_count"),
            )

    @users("rcs_manager")
    @warmup
    def test_list_of_findings(self):
        with self.assertQueryCount(11):
            self.show(
                "repair.improvement.finding",
                [("id", "in", self.findings.ids)],
                *("opened_on", "name", "value_text", "n", "interval_text", "target_text"),
                *("state", "user_id", "measure_count"),
            )

    @users("rcs_manager")
    @warmup
    def test_list_of_measures(self):
        with self.assertQueryCount(12):
            self.show(
                "repair.improvement.measure",
                [("finding_id", "in", self.findings.ids)],
                *("name", "finding_id", "user_id", "date_due", "state", "effect", "effect_text"),
            )

    def test_nine_goals_by_a_month(self):
        """All are counted together; what is written is a statement for all of them, too."""
        self.assertEqual(len(self.goals), 9)
        turn = JudgingTurn(self.company)
        with freeze_time(datetime(2025, 3, 1, 9)):
            self.env.invalidate_all()
            with self.assertQueryCount(30):
                turn.catch_up()
        self.assertEqual(len(self.goals.judgement_ids), 18)

    def test_who_comes_while_another_judges_leaves_at_once(self):
        with freeze_time(datetime(2025, 3, 1, 9)):
            turn = JudgingTurn(self.company)
            with self.registry.cursor() as other:
                other.execute(
                    "SELECT pg_advisory_xact_lock(hashtext(%s), %s)",
                    ["repair.improvement.goal", self.company.id],
                )
                self.assertTrue(turn.take())
            self.assertEqual(len(self.goals.judgement_ids), 9)
            turn.catch_up()
        self.assertEqual(len(self.goals.judgement_ids), 18)
