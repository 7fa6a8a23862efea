"""What tests of goals begin with: a company, and answers whose days and classes are given."""

from datetime import datetime, time

from freezegun import freeze_time

from odoo.tools import SQL

from .cron import CronCase

JUDGE = "repair_customer_segmentation.ir_cron_judge_goals"


class GoalCase(CronCase):
    """Answers and closed cases are written as they are counted, so that each number is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["repair.improvement.goal"].search([]).unlink()
        cls.high, cls.rest = cls.policy.value_tier_ids.sorted()
        cls.manager = cls.user("rcs_manager", "manager")
        cls.leader = cls.user("rcs_leader", "user")
        cls.agent = cls.user("rcs_agent", "user")
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Bench", "company_id": cls.company.id, "leader_id": cls.leader.id}
        )

    def goal(self, start="2025-01-02", **values):
        goal = self.env["repair.improvement.goal"].create(
            {
                "company_id": self.company.id,
                "scope": "tier",
                "tier_id": self.high.id,
                "user_id": self.manager.id,
                "start_date": start,
                **values,
            }
        )
        # The value tiers of the company have a goal each, so that none is added to them.
        self.env["repair.improvement.goal"].with_context(active_test=False).create(
            {
                "company_id": self.company.id,
                "scope": "tier",
                "tier_id": self.rest.id,
                "active": False,
            }
        )
        return goal

    def answers(self, day, good, bad, tier=None, **columns):
        """Let customers of a tier give good (5) and bad (1) answers on a day."""
        tier = self.high if tier is None else tier
        values = [
            {
                "way": "phone",
                "company_id": self.company.id,
                "date": datetime.combine(day, time(12)),
                "score": score,
                **columns,
            }
            for score in [5] * good + [1] * bad
        ]
        said = self.env["repair.feedback"]._record(values)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE repair_feedback SET value_tier_id = %s WHERE id = ANY(%s)",
                tier.id,
                said.ids,
            )
        )
        self.env.invalidate_all()
        return said

    def judge_at(self, moment):
        """Do what the scheduled action does at a moment (UTC)."""
        with freeze_time(moment):
            self.run_cron(JUDGE)
        self.env.invalidate_all()
