"""Goals judged in real processes: one is killed in the middle, and two work side by side.

Whatever happens, each goal is judged once by each month, and one finding of it is open.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from survival import Desk

GOALS = 60
MONTHS = 48

# Customers are as dissatisfied in every month; each goal looks at a period of its own.
MAKE = f"""
from datetime import datetime
from dateutil.relativedelta import relativedelta
from odoo import fields
today = env.company._repair_day()
env["repair.feedback"]._record([
    {{
        "way": "phone", "company_id": env.company.id, "score": 1,
        "date": datetime.combine(today, datetime.min.time()) - relativedelta(weeks=weeks),
    }}
    for weeks in range(1, {MONTHS} * 5) for _each in range(20)
])
env["repair.improvement.goal"].search([]).unlink()
env["repair.improvement.goal"].create([
    {{
        "company_id": env.company.id, "scope": "all", "window_days": 30 + number,
        "start_date": today.replace(day=1) - relativedelta(months={MONTHS} - 1, days=-1),
    }}
    for number in range({GOALS} - len(env.company.repair_policy_id.value_tier_ids))
])
# The tiers have a goal each, so that none is added to them.
env["repair.improvement.goal"].create([
    {{
        "company_id": env.company.id, "scope": "tier", "tier_id": tier.id, "window_days": 90,
        "start_date": today.replace(day=1) - relativedelta(months={MONTHS} - 1, days=-1),
    }}
    for tier in env.company.repair_policy_id.value_tier_ids
])
env.cr.commit()
"""
BEGIN = """
goals = env["repair.improvement.goal"].search([])
goals.finding_ids.sudo().unlink()
goals.judgement_ids.sudo().unlink()
goals.sudo().write({"judged_month": False, "judged_n": 0, "verdict": False})
env.ref("repair_customer_segmentation.ir_cron_judge_goals")._trigger()
env.cr.commit()
"""
WORK = """
env["repair.improvement.goal"]._cron_judge()
env.cr.commit()
"""


class GoalDesk(Desk):
    """A database with goals that have not been judged for years."""

    def judged(self):
        """Return how often each goal was judged."""
        rows = self.sql("SELECT count(*) FROM repair_improvement_judgement GROUP BY goal_id")
        return [int(count) for (count,) in rows]

    def findings(self):
        rows = self.sql(
            "SELECT count(*), count(DISTINCT goal_id), min(opened_on) = max(opened_on)"
            " FROM repair_improvement_finding"
        )
        return rows[0]


@pytest.fixture(scope="module")
def made():
    with GoalDesk.made("goals", MAKE) as desk:
        yield desk


@pytest.fixture
def desk(made):
    made.script(BEGIN)
    return made


def check_all(desk):
    assert desk.judged() == [MONTHS - 1] * GOALS
    count, goals, same_day = desk.findings()
    assert count == goals
    assert int(goals) >= GOALS - 5
    assert same_day == "t"


def test_a_killed_process_is_followed_by_one_that_goes_on(desk):
    desk.kill_in(lambda: len(desk.judged()) == GOALS, "the middle", desk.judged)
    middle = desk.judged()
    assert len(set(middle)) == 1, "a month is judged whole or not at all"
    assert 0 < middle[0] < MONTHS - 1
    desk.script(WORK)
    check_all(desk)


def test_two_workers_judge_each_month_once(desk):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(desk.script, [WORK, WORK]))
    check_all(desk)
