"""A company's goals judged by the months that have begun, in pieces that survive anything."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from psycopg2.errors import SerializationFailure  # pylint: disable=no-name-in-module

from odoo.tools import SQL

from ...desk.contract_terms import DAY
from ...figures.measure import Measured, Scope, measure
from .shipped_goals import give_tiers


def measure_goals(goals, first_day_after):
    """Return goal id -> what was measured over its period, in a few statements for all of them.

    Goals of the same company, period and dimension are counted together.

    :param goals: records of ``repair.improvement.goal``
    :param first_day_after: function of a company that returns the day after the period
    """
    goals.env.flush_all()
    groups = {}
    for goal in goals:
        groups.setdefault((goal.company_id, goal.window_days, goal._column()[0]), []).append(goal)
    found = {}
    for (company, days, column), same in groups.items():
        end = first_day_after(company)
        scope = Scope(company.id, end - timedelta(days=days), end - DAY)
        figures = sorted({goal.figure for goal in same})
        by = [column] if column else []
        measured = measure(goals.env.cr, scope, figures, by)
        for goal in same:
            key = (goal._column()[1],) if column else ()
            found[goal.id] = measured.get(key, {}).get(goal.figure, Measured(0, successes=0))
    return found


class JudgingTurn:
    """What is to be judged now in one company.

    :param company: record of ``res.company``
    """

    def __init__(self, company):
        self.env = company.env(context={**company.env.context, "allowed_company_ids": company.ids})
        self.company = company.with_env(self.env)
        self.goals = self.env["repair.improvement.goal"]

    def take(self):
        """Judge every month that was missed, the oldest first; return whether time is left."""
        cron = self.env["ir.cron"]
        give_tiers(self.company.repair_policy_id.value_tier_ids)
        while month := self._month_due():
            try:
                if not self._take_turn():
                    return True
                self._judge(month)
            except SerializationFailure:
                # Another worker judged at the same moment.
                self.env.cr.rollback()
                self.env.invalidate_all()
                return True
            if not cron._commit_progress(1):
                return False
        return True

    def catch_up(self):
        """Judge every month that was missed, in one piece: the caller commits."""
        while month := self._month_due():
            self._judge(month)

    def _due(self):
        """Return goal -> the first month that it was not judged by, and the month of today."""
        today = self.company._repair_day().replace(day=1)
        next_month = relativedelta(months=1)
        goals = self.goals.search([("company_id", "=", self.company.id)])
        # A goal whose tier, type or team is gone asks for nothing any more.
        goals.filtered(lambda goal: not goal._is_whole()).active = False
        due = {}
        for goal in goals.filtered("active"):
            after = goal.judged_month or goal.start_date - DAY
            month = after.replace(day=1) + next_month
            if month <= today:
                due[goal] = month
        return due

    def _month_due(self):
        return min(self._due().values(), default=None)

    def _take_turn(self):
        """Return whether nobody else judges in this company at this moment."""
        [(taken,)] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                self.goals._name,
                self.company.id,
            )
        )
        return taken

    def _judge(self, month):
        """Judge the goals that are due by a month, and open findings where they are missed."""
        due = self._due().items()
        goals = self.goals.browse(goal.id for goal, its_month in due if its_month == month)
        found = measure_goals(goals, lambda _company: month)
        judged = [(goal, *goal._judge(found[goal.id])) for goal in goals]
        rows = self._insert(month, judged)
        self.env.invalidate_all()
        for goal, sample, judgement in judged:
            # sudo: what was judged is recorded.
            goal.sudo().write(
                {
                    "judged_month": month,
                    "judged_value": judgement.value,
                    "judged_n": judgement.n,
                    "verdict": judgement.verdict,
                }
            )
            if judgement.verdict == "missed" and goal.id in rows:
                findings = self.env["repair.improvement.finding"]
                findings._open(goal, rows[goal.id], sample, judgement)

    def _insert(self, month, judged):
        """Write judgements down, each once; return goal id -> id of the judgement."""
        values = [
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                goal.id,
                self.company.id,
                month,
                month - timedelta(days=goal.window_days),
                month - DAY,
                judgement.n,
                goal._target(),
                judgement.value,
                judgement.low,
                judgement.high,
                judgement.verdict,
            )
            for goal, _sample, judgement in judged
        ]
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO repair_improvement_judgement
                       (goal_id, company_id, month, first, last, n, target, value, low, high,
                        verdict)
                VALUES %s
                    ON CONFLICT (goal_id, month) DO NOTHING
                RETURNING goal_id, id
                """,
                SQL(", ").join(values),
            )
        )
        return dict(rows)
