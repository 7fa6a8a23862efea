from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..bases.improvement import GoalCase

# What customers of high value said in each month of 2025: answers of 5, answers of 1. From March
# on they are served worse; a measure is done in July.
MONTHS = {
    1: (28, 2), 2: (27, 3), 3: (20, 10), 4: (18, 12), 5: (19, 11), 6: (18, 12),
    7: (18, 12), 8: (28, 2), 9: (28, 2), 10: (28, 2), 11: (27, 3), 12: (27, 3),
}  # fmt: skip
# Judged on the first of each month over the 90 days before: answers, good ones, judgement. The
# days of the answers are the 5th to the 24th, so that each is in the periods of three months.
# Exact (Clopper and Pearson): 75 of 90 has 71 % to 91 %, 65 of 90 has 59 % to 84 %.
JUDGED = {
    2: (30, 28, "open"), 3: (60, 55, "open"), 4: (90, 75, "open"), 5: (90, 65, "missed"),
    6: (90, 57, "missed"), 7: (90, 55, "missed"), 8: (90, 55, "missed"), 9: (90, 64, "missed"),
    10: (90, 74, "open"), 11: (90, 84, "open"), 12: (90, 83, "open"),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestImprovementYear(GoalCase):
    """A class is served worse from March on: the finding, its evidence, the measure, the effect."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(datetime(2025, 1, 1, 9)))

    def live(self, month):
        """Give the answers of a month, two thirds of them of another type of case."""
        good, bad = MONTHS[month]
        return self.answers(date(2025, month, 5), good - 5, bad) | self.answers(
            date(2025, month, 24), 5, 0
        )

    def test_a_year(self):
        goal = self.goal()
        findings = self.env["repair.improvement.finding"]
        said, measure = {}, self.env["repair.improvement.measure"]
        for month in range(1, 13):
            if month > 1:
                self.judge_at(datetime(2025, month, 1, 3))
            if month == 5:
                finding = findings.search([("goal_id", "=", goal.id)])
                self.check_finding(finding, said[2] | said[3] | said[4])
                measure = self.plan(finding)
            if month == 7:
                with freeze_time(datetime(2025, 7, 31, 9)):
                    measure.with_user(self.manager).action_done()
            with freeze_time(datetime(2025, month, 28)):
                said[month] = self.live(month)
        self.assertEqual(
            {j.month.month: (j.n, round(j.value * j.n), j.verdict) for j in goal.judgement_ids},
            JUDGED,
        )
        self.assertEqual(findings.search([("goal_id", "=", goal.id)]), finding)
        self.assertEqual(finding.state, "working")
        self.check_effect(measure)
        self.check_closing(goal, finding)

    def check_finding(self, finding, said):
        self.assertRecordValues(
            finding,
            [
                {
                    "opened_on": date(2025, 5, 1),
                    "first": date(2025, 1, 31),
                    "last": date(2025, 4, 30),
                    "n": 90,
                    "count": 65,
                    "state": "open",
                    "user_id": self.manager.id,
                    "value_text": "72.2%",
                    "interval_text": "58.5% to 83.5%",
                    "target_text": "85%",
                    "name": "Satisfied: Value “High Value”",
                }
            ],
        )
        self.assertEqual(finding.feedback_ids, said)
        self.assertEqual(
            [(part["key"], part["n"]) for part in finding.breakdown["month"]],
            [("2025-02-01", 30), ("2025-03-01", 30), ("2025-04-01", 30)],
        )
        self.assertIn("Feb 2025", finding.breakdown_html)
        self.assertIn("fewer than one of", finding.chance)
        activity = finding.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.summary, "Decide what to do: Satisfied: Value “High Value”")
        # What changes later changes nothing of the evidence.
        said[0].sudo().write({"score": 5})
        self.assertEqual((finding.n, finding.count, finding.feedback_ids), (90, 65, said))

    def plan(self, finding):
        measure = (
            self.env["repair.improvement.measure"]
            .with_user(self.manager)
            .create(
                {
                    "finding_id": finding.id,
                    "name": "A technician for them alone",
                    "user_id": self.leader.id,
                    "date_due": "2025-07-31",
                    "expected": 90,
                }
            )
        )
        self.assertEqual(finding.state, "working")
        self.assertEqual(measure.activity_ids.user_id, self.leader)
        self.assertEqual(measure.activity_ids.date_deadline, date(2025, 7, 31))
        return measure

    def check_effect(self, measure):
        """Twelve weeks after the 31st of July: the answers of August, September and October."""
        self.assertRecordValues(
            measure,
            [
                {
                    "state": "done",
                    "done_on": date(2025, 7, 31),
                    "measured_on": date(2025, 11, 1),
                    "after_n": 85,
                    "effect": "helped",
                }
            ],
        )
        self.assertAlmostEqual(measure.after_value, 79 / 85, 6)
        self.assertAlmostEqual(measure.difference, 79 / 85 - 65 / 90, 6)
        # Newcombe's interval, method 10, of 79/85 less 65/90.
        self.assertAlmostEqual(measure.difference_low, 0.0961, 4)
        self.assertAlmostEqual(measure.difference_high, 0.3143, 4)
        self.assertIn(
            "Before: 72.2% of 90. After: 92.9% of 85. Expected: 90%.", measure.effect_text
        )
        self.assertIn("It got better, and chance does not explain it.", measure.effect_text)

    def check_closing(self, goal, finding):
        with self.assertRaisesRegex(UserError, "Say why"):
            finding.with_user(self.manager).close("  ")
        with freeze_time(datetime(2025, 12, 2, 9)):
            finding.with_user(self.manager).close("They have a technician of their own now.")
        self.assertRecordValues(
            finding,
            [
                {
                    "state": "closed",
                    "closed_on": date(2025, 12, 2),
                    "closed_by_id": self.manager.id,
                    "reason": "They have a technician of their own now.",
                }
            ],
        )
        self.assertFalse(finding.activity_ids)

    def test_a_new_finding_opens_next_month_if_it_is_still_so(self):
        goal = self.goal()
        for month in (1, 2, 3):
            self.answers(date(2025, month, 5), 10, 20)
        self.judge_at(datetime(2025, 2, 1, 3))
        first = goal.finding_ids
        self.assertEqual(len(first), 1)
        self.judge_at(datetime(2025, 3, 1, 3))
        self.assertEqual(goal.finding_ids, first)
        first.close("Known.")
        self.judge_at(datetime(2025, 3, 2, 3))
        self.assertEqual(goal.finding_ids, first)
        self.judge_at(datetime(2025, 4, 1, 3))
        self.assertEqual(goal.finding_ids.mapped("state"), ["open", "closed"])

    def test_months_that_were_missed_are_caught_up_each_once(self):
        goal = self.goal()
        for month in (1, 2, 3):
            self.answers(date(2025, month, 5), 30, 0)
        self.judge_at(datetime(2025, 4, 15, 3))
        self.judge_at(datetime(2025, 4, 15, 4))
        self.assertEqual(
            [(j.month, j.n) for j in goal.judgement_ids],
            [(date(2025, 4, 1), 90), (date(2025, 3, 1), 60), (date(2025, 2, 1), 30)],
        )

    def test_the_first_of_the_month_is_that_of_the_company(self):
        for tz, before, at in (
            ("Asia/Shanghai", datetime(2025, 1, 31, 15, 59), datetime(2025, 1, 31, 16, 0)),
            ("America/Los_Angeles", datetime(2025, 2, 1, 7, 59), datetime(2025, 2, 1, 8, 0)),
        ):
            with self.subTest(tz=tz):
                goal = self.goal()
                self.company.resource_calendar_id.tz = tz
                self.judge_at(before)
                self.assertFalse(goal.judgement_ids)
                self.judge_at(at)
                self.assertEqual(goal.judgement_ids.month, date(2025, 2, 1))
                self.assertEqual(goal.judgement_ids.last, date(2025, 1, 31))

    def test_with_fewer_than_needed_nothing_is_said(self):
        goal = self.goal()
        self.answers(date(2025, 1, 5), 0, 19)
        self.judge_at(datetime(2025, 2, 1, 3))
        self.assertEqual(goal.verdict, "few")
        self.assertFalse(goal.finding_ids)
        with freeze_time(datetime(2025, 1, 20)):
            goal.invalidate_recordset()
            self.assertEqual(goal.today.split(";")[0], "Today: 0% of 19")
            self.assertIn("at least 20 are needed", goal.today)

    def test_a_goal_whose_team_is_gone_is_judged_no_more(self):
        goal = self.goal(scope="team", team_id=self.team.id, tier_id=False)
        self.team.unlink()
        self.judge_at(datetime(2025, 2, 1, 3))
        self.assertFalse(goal.active)
        self.assertFalse(goal.judgement_ids)

    def test_all_goals_in_a_bounded_number_of_statements(self):
        goals = self.goal()
        for figure in ("mean_score", "complaint_rate", "reopening_rate", "first_time_fix"):
            for tier in (self.high, self.rest):
                target = 4 if figure == "mean_score" else 50
                goals |= self.goal(figure=figure, tier_id=tier.id, target=target)
        self.answers(date(2025, 1, 5), 30, 0)
        self.assertEqual(len(goals), 9)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            goals.mapped("today")
