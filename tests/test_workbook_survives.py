"""Workbooks made in real processes: one is killed in the middle, and two work side by side.

Whatever happens, each recipient gets one mail with a whole file.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from survival import Desk

CUSTOMERS = 20_000
PEOPLE = 3

MAKE = f"""
from odoo.fields import Command
env.cr.execute('''
    WITH made AS (
        INSERT INTO res_partner (name, complete_name, active, type)
        SELECT 'Many ' || i, 'Many ' || i, TRUE, 'contact' FROM generate_series(1, {CUSTOMERS}) AS i
        RETURNING id)
    INSERT INTO repair_customer_profile
           (partner_id, company_id, active, repair_count, repair_count_total, amount, amount_total)
    SELECT id, %s, TRUE, 1, 1, 10, 10 FROM made
''', [env.company.id])
env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE name LIKE 'Many %'")
people = env["res.users"].create([
    {{
        "name": f"Reader {{number}}", "login": f"reader{{number}}",
        "email": f"reader{{number}}@example.com", "company_id": env.company.id,
        "company_ids": [Command.set(env.company.ids)],
        "group_ids": [Command.link(env.ref("repair_customer_segmentation.group_manager").id)],
    }}
    for number in range({PEOPLE})
])
# Nothing else is at work: a classification would take away customers who had no repair.
workbooks = env.ref("repair_customer_segmentation.ir_cron_workbooks")
env["ir.cron"].search([("id", "!=", workbooks.id)]).active = False
env["repair.workbook.mailing"].create({{
    "name": "Survives", "recipient_ids": [Command.set(people.ids)],
    "start_date": env.company._repair_day(),
}})
env.cr.commit()
"""
BEGIN = """
env["repair.workbook.mailing"].search([]).action_send_now()
env.cr.commit()
"""
WORK = """
env["repair.workbook"]._cron_make()
env.cr.commit()
"""


class WorkbookDesk(Desk):
    """A database with a mailing that is due."""

    def states(self):
        return [state for [state] in self.sql("SELECT state FROM repair_workbook ORDER BY id")]

    def underway(self):
        """Whether somebody is in the middle of a workbook."""
        rows = self.sql("SELECT 1 FROM repair_workbook WHERE state = 'running' AND progress > 0")
        return bool(rows)

    def told(self):
        return str(self.sql("SELECT state, progress, tries, message FROM repair_workbook"))

    def mails(self):
        """Return how many mails each workbook has, and whether each has a whole file."""
        return self.sql(
            """
            SELECT book.id, count(DISTINCT message.id), count(DISTINCT file.id)
              FROM repair_workbook AS book
              LEFT JOIN mail_message AS message
                     ON message.model = 'repair.workbook' AND message.res_id = book.id
              LEFT JOIN ir_attachment AS file
                     ON file.res_model = 'repair.workbook' AND file.res_id = book.id
                    AND file.file_size > 100000
             GROUP BY book.id ORDER BY book.id
            """
        )

    def assert_each_has_one(self, workbooks):
        assert self.states() == ["done"] * workbooks
        assert [row[1:] for row in self.mails()] == [["1", "1"]] * workbooks


@pytest.fixture(scope="module")
def desk():
    with WorkbookDesk.made("workbooks", MAKE) as made:
        yield made


def test_a_killed_mailing_is_made_anew_and_sent_once(desk):
    desk.kill_in(desk.underway, "no workbook was begun", desk.told)
    assert "running" in desk.states()
    assert all(row[1] == row[2] for row in desk.mails()), "a mail without its file, or a file alone"
    with desk.serving():
        desk.wait(lambda: desk.states() == ["done"] * PEOPLE, "not made", desk.told)
    desk.assert_each_has_one(PEOPLE)


def test_two_workers_send_each_once(desk):
    desk.script(BEGIN)
    with ThreadPoolExecutor() as pool:
        list(pool.map(desk.script, [WORK, WORK]))
    desk.assert_each_has_one(2 * PEOPLE)
