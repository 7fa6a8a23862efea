"""Care in real processes: one is killed in the middle, and two work side by side.

Whatever happens, each customer is contacted once; what cannot be known is left to a person.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from survival import Desk

CUSTOMERS = 400

MAKE = f"""
from datetime import datetime, timedelta
from odoo import fields
partners = env["res.partner"].create([
    {{"name": f"Survivor {{i}}", "email": f"survivor{{i}}@example.com"}} for i in range({CUSTOMERS})
])
env["repair.case"].create([
    {{"name": "Repair", "partner_id": partner.id, "date_open": datetime(2025, 6, 1)}}
    for partner in partners
])
env.company.repair_policy_id.classify()
today = fields.Date.today()
template = env["mail.template"].create({{
    "name": "Survive", "model_id": env["ir.model"]._get_id("res.partner"),
    "subject": "To a survivor", "body_html": "<p>Hello</p>",
}})
env["repair.care.rule"].create({{
    "name": "Survive", "occasion": "date", "month": str(today.month), "day_of_month": today.day,
    "template_id": template.id, "working_days_only": False, "hour_from": 0, "hour_to": 24,
}})
env.cr.commit()
"""
# Begins anew: the rule is on, and nobody has heard of it.
BEGIN = """
rule = env["repair.care.rule"].search([("name", "=", "Survive")])
rule.contact_ids.sudo().unlink()
env["mail.mail"].search([("subject", "=", "To a survivor")]).unlink()
env["mail.message"].search([("subject", "=", "To a survivor")]).unlink()
rule.action_switch_off()
rule.action_preview()
rule.action_switch_on()
rule.sudo().start_date = rule.company_id._repair_day()
env.ref("repair_customer_segmentation.ir_cron_care")._trigger()
env.cr.commit()
"""
WORK = """
env["repair.care.rule"]._cron_care()
env.cr.commit()
"""
DECIDE = """
env["repair.care.contact"].search([("state", "=", "uncertain")]).action_send_again()
env["repair.care.rule"]._cron_care()
env.cr.commit()
"""


class CareDesk(Desk):
    """A database with customers and a rule that concerns all of them today."""

    def states(self):
        rows = self.sql("SELECT state, count(*) FROM repair_care_contact GROUP BY 1")
        return {state: int(count) for state, count in rows}

    def messages(self):
        """Return how many messages each customer has got, of those who have any."""
        rows = self.sql(
            "SELECT count(*) FROM mail_message WHERE subject = 'To a survivor' GROUP BY res_id"
        )
        return [int(count) for (count,) in rows]


@pytest.fixture(scope="module")
def made():
    with CareDesk.made("care", MAKE) as desk:
        yield desk


@pytest.fixture
def desk(made):
    made.script(BEGIN)
    return made


def test_a_killed_process_contacts_nobody_twice(desk):
    desk.kill_in(lambda: desk.states().get("sent", 0) >= CUSTOMERS // 4, "the middle", desk.states)
    middle = desk.states()
    assert 0 < middle["sent"] < CUSTOMERS
    assert sum(middle.values()) == CUSTOMERS
    assert desk.messages() == [1] * middle["sent"], "sent is what left, and no more"
    # Nobody is waited for longer than a minute.
    desk.sql(
        "UPDATE repair_care_contact SET claimed_at = claimed_at - interval '2 minutes'"
        " WHERE state = 'claimed' RETURNING id"
    )
    desk.script(WORK)
    uncertain = middle.get("claimed", 0)
    expected = {"sent": CUSTOMERS - uncertain, "uncertain": uncertain}
    assert desk.states() == {state: count for state, count in expected.items() if count}
    assert desk.messages() == [1] * (CUSTOMERS - uncertain)
    desk.script(DECIDE)
    assert desk.states() == {"sent": CUSTOMERS}
    assert desk.messages() == [1] * CUSTOMERS


def test_two_workers_never_contact_the_same_customer(desk):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(desk.script, [WORK, WORK]))
    assert desk.states() == {"sent": CUSTOMERS}
    assert desk.messages() == [1] * CUSTOMERS
