"""Maintenance plans in real processes: one is killed in the middle, and two work side by side.

Whatever happens, the visits and their cases are in the end those of a run that nobody disturbed.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from survival import Desk

DEVICES = 600
# Devices that were inspected lately, are busy, or are to be inspected; and those of two plans.
MAKE = f"""
from datetime import timedelta
from odoo import fields
today = fields.Date.today()
partners = env["res.partner"].create([{{"name": f"Survivor {{i}}"}} for i in range(100)])
devices = env["repair.device"].create([
    {{
        "name": f"Device {{i}}",
        "partner_id": partners[i % 100].id,
        "company_id": env.company.id,
        "purchase_date": today - timedelta(days=365 + i % 30),
    }}
    for i in range({DEVICES})
])
env["repair.case"].create([
    {{"name": "Repair", "partner_id": device.partner_id.id, "device_id": device.id}}
    for device in devices[::97]
])
env.company.repair_policy_id.classify()
level = {{"scope": "level", "service_level_id": env.company.repair_service_level_id.id}}
plans = env["repair.maintenance.plan"].create([
    {{"name": "Survive", "date_start": today - timedelta(days=60), **level}},
    {{"name": "Survive, too", "is_once": True, "interval_months": 13,
      "date_start": today - timedelta(days=60), **level}},
])
for plan in plans:
    plan.action_preview()
    plan.action_switch_on()
env.cr.commit()
"""
# Begins anew: the plans are on, and nothing was opened yet.
BEGIN = """
env["repair.case"].search([("planned_date", "!=", False)]).unlink()
env.cr.execute("DELETE FROM repair_maintenance_visit")
env.ref("repair_customer_segmentation.ir_cron_open_visits")._trigger()
env.cr.commit()
"""
WORK = """
env["repair.maintenance.visit"]._cron_open_visits()
env.cr.commit()
"""
# All there is to know of visits and of the cases that were opened for them.
VISITS = """
SELECT plan.name->>'en_US', visit.device_id, visit.partner_id, date_due, date_opening, visit.state,
       skip_reason, reason, count(cases.id), min(cases.name), min(cases.planned_date)
  FROM repair_maintenance_visit AS visit
  JOIN repair_maintenance_plan AS plan ON plan.id = visit.plan_id
  LEFT JOIN repair_case AS cases ON cases.id = visit.case_id
 GROUP BY visit.id, plan.id
 ORDER BY visit.device_id, plan.id, date_due"""
CASES = "SELECT count(*), count(DISTINCT device_id) FROM repair_case WHERE planned_date IS NOT NULL"
OPENED = "SELECT count(*) FROM repair_maintenance_visit WHERE state = 'opened'"


def opened(desk):
    [[count]] = desk.sql(OPENED)
    return int(count)


def cases(desk):
    """Return how many cases were opened, and for how many devices."""
    [row] = desk.sql(CASES)
    return [int(count) for count in row]


@pytest.fixture(scope="module")
def made():
    with Desk.made("plans", MAKE + BEGIN + WORK) as desk:
        yield desk, desk.sql(VISITS), opened(desk)


@pytest.fixture
def desk(made):
    made[0].script(BEGIN)
    return made[0]


def test_there_is_a_middle(made):
    """Of a run that nobody disturbed: opened, skipped and planned visits, each case one."""
    desk, visits, count = made
    assert DEVICES // 2 < count < DEVICES
    assert {row[5] for row in visits} == {"opened", "skipped", "planned"}
    assert cases(desk) == [count, count]


def test_a_killed_process_opens_nothing_twice_and_loses_nothing(made, desk):
    _desk, undisturbed, count = made
    desk.kill_in(lambda: opened(desk) > 0, "the middle", lambda: opened(desk))
    middle = opened(desk)
    assert 0 < middle < count
    assert cases(desk) == [middle, middle]
    desk.script(WORK)
    assert desk.sql(VISITS) == undisturbed
    assert cases(desk) == [count, count]


def test_two_workers_open_each_visit_once(made, desk):
    _desk, undisturbed, count = made
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(desk.script, [WORK, WORK]))
    assert desk.sql(VISITS) == undisturbed
    assert cases(desk) == [count, count]
