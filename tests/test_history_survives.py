"""A history in a real server: killed in the middle, it goes on and brings nothing twice.

Two thousand repairs, ten at a time, so that there is a middle to be met in.
"""

import pytest
from survival import Desk

from devtools import database, odoo, snapshot

REPAIRS = 2000
CUSTOMERS = 700

MAKE = f"""
import base64
from datetime import date, timedelta
from random import Random
env["ir.config_parameter"].set_param("repair_customer_segmentation.history_piece", 10)
rnd = Random(5)
lines = ["客户,电话,日期,金额,机型,序列号"]
for i in range({REPAIRS}):
    who = rnd.randrange({CUSTOMERS})
    day = date(2025, 6, 1) - timedelta(days=rnd.randrange(700))
    lines.append(f"客户{{who}},139{{who:08}},{{day}},{{rnd.randrange(900)}},冰箱,S{{who}}")
history = env["repair.history.import"].create({{
    "file": base64.b64encode("\\n".join(lines).encode("gb18030")), "file_name": "ledger.csv",
}})
history.action_read()
history.action_start()
assert history.state == "running"
env.cr.commit()
"""
AGAIN = """
first = env["repair.history.import"].search([], limit=1)
history = env["repair.history.import"].create({"file": first.file, "file_name": "again.csv"})
history.action_read()
assert history.facts["repairs"] == 0, history.facts
"""
PROGRESS = (
    "SELECT state, COALESCE(place, 0), COALESCE(case_count, 0) FROM repair_history_import"
    " ORDER BY id LIMIT 1"
)
BROUGHT = """
SELECT count(*), count(DISTINCT partner_id), count(DISTINCT device_id), sum(amount)
  FROM repair_case"""


class HistoryDesk(Desk):
    """A database into which a history is being brought."""

    def progress(self):
        [[state, place, count]] = self.sql(PROGRESS)
        return state, int(place), int(count)

    def is_in_the_middle(self):
        return self.progress()[1] >= REPAIRS // 5


@pytest.fixture(scope="module")
def desk():
    tools = odoo.prepare()
    name = database.passing_name("test", "history")
    try:
        snapshot.clone(tools, name)
        desk = HistoryDesk(tools, name)
        desk.script(MAKE)
        yield desk
    finally:
        database.drop(tools, name)


def test_a_killed_import_goes_on_and_brings_nothing_twice(desk):
    desk.kill_in(desk.is_in_the_middle, "the middle of the import", desk.progress)
    state, place, count = desk.progress()
    assert state == "running"
    assert 0 < place == count < REPAIRS
    assert desk.sql("SELECT count(*) FROM repair_case") == [[str(count)]], "and no more"
    with desk.serving():
        desk.wait(lambda: desk.progress()[0] != "running", "the end of the import", desk.progress)
    assert desk.progress() == ("done", REPAIRS, REPAIRS)
    [[cases, customers, devices, _amount]] = desk.sql(BROUGHT)
    assert int(cases) == REPAIRS
    [[names]] = desk.sql("SELECT count(*) FROM res_partner WHERE name LIKE '客户%'")
    assert names == customers == devices
    assert desk.sql("SELECT count(*) FROM repair_customer_profile") == [[customers]]
    desk.script(AGAIN)
