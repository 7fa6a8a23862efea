"""A classification run in a real server: killed, cut off from its database, and worked beside.

Twelve hundred customers, classified five at a time, so that there is a middle to be met in.
"""

import time

import pytest
from conftest import MAKE_KEY, Running
from survival import Desk

CUSTOMERS = 1200

MAKE_HISTORY = f"""
from datetime import datetime, timedelta
from random import Random
env["ir.config_parameter"].set_param("repair_customer_segmentation.piece_size", 5)
rnd = Random(5)
partners = env["res.partner"].create([{{"name": f"Survivor {{i}}"}} for i in range({CUSTOMERS})])
env["repair.case"].create([
    {{
        "name": "Repair",
        "partner_id": partner.id,
        "date_open": datetime(2025, 6, 30) - timedelta(days=rnd.randrange(500)),
        "amount": rnd.randrange(1, 1000),
    }}
    for partner in partners
    for _ in range(rnd.randrange(1, 4))
])
env.company.repair_policy_id.classify(as_of=datetime(2025, 7, 1))
env.cr.commit()
"""

QUEUE_RUN = """
from datetime import datetime
for table in ("profile", "stale"):
    env.cr.execute(f"DELETE FROM repair_customer_{table}")
env["repair.segmentation.run"].search([]).unlink()
run = env.company.repair_policy_id._create_run(
    datetime(2025, 7, 1), state="queued", is_nightly=True)
env.ref("repair_customer_segmentation.ir_cron_classify_all")._trigger()
env.cr.commit()
"""

TABLE = """
SELECT to_jsonb(profile) - 'id' - 'run_id' FROM repair_customer_profile profile
 ORDER BY partner_id"""
PROGRESS = """
SELECT state, COALESCE(customer_count, 0) FROM repair_segmentation_run WHERE scope = 'all'
 ORDER BY id DESC LIMIT 1"""


class RunDesk(Desk):
    """A database with customers, and how far their classification has come."""

    def table(self):
        return self.sql(TABLE)

    def progress(self):
        [[state, count]] = self.sql(PROGRESS)
        return state, int(count)

    def is_in_the_middle(self):
        return self.progress()[1] >= CUSTOMERS // 10

    def wait_for_the_middle(self):
        self.wait(self.is_in_the_middle, "the middle of the run", self.progress)

    def wait_for_the_end(self):
        self.wait(
            lambda: self.progress()[0] not in ("queued", "running"),
            "the end of the run",
            self.progress,
        )


@pytest.fixture(scope="module")
def made():
    with RunDesk.made("survival", MAKE_HISTORY) as desk:
        yield desk, desk.table()


@pytest.fixture
def desk(made):
    """Nobody is classified; a run waits."""
    desk, _expected = made
    desk.script(QUEUE_RUN)
    return desk


@pytest.fixture
def undisturbed(made):
    _desk, expected = made
    assert len(expected) == CUSTOMERS
    return expected


def test_a_killed_server_finishes_its_run_with_the_next_start(desk, undisturbed):
    desk.kill_in(desk.is_in_the_middle, "the middle of the run", desk.progress)
    state, count = desk.progress()
    assert state == "running"
    assert 0 < count < CUSTOMERS
    assert len(desk.table()) == count, "what was committed is there, and no more"
    with desk.serving():
        desk.wait_for_the_end()
    assert desk.progress() == ("done", CUSTOMERS)
    assert desk.table() == undisturbed


def test_a_run_goes_on_after_its_database_connection_was_cut(desk, undisturbed):
    with desk.serving():
        desk.wait_for_the_middle()
        cut = desk.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON database = oid "
            f"WHERE locktype = 'advisory' AND datname = '{desk.name}'"
        )
        assert cut == [["t"]]
        time.sleep(0.5)
        assert desk.progress()[0] == "running"
        desk.wait_for_the_end()
    assert desk.progress() == ("done", CUSTOMERS)
    assert desk.table() == undisturbed


def test_people_work_on_while_a_run_is_going(desk, undisturbed, tmp_path):
    """They meet no error, and nothing that they wrote is lost."""
    desk.script(MAKE_KEY.format(path=str(tmp_path / "key")))
    ids = [int(row[0]) for row in desk.sql("SELECT partner_id FROM repair_case ORDER BY 1 DESC")]
    people = sorted(set(ids))
    renamed, gave_work, left = [], [], []
    with desk.serving() as (_process, port):
        person = Running(desk.tools, desk.name, port, (tmp_path / "key").read_text())
        desk.wait_for_the_middle()
        while desk.progress()[0] == "running" and len(left) < 30:
            # From both ends: customers whom the run has passed, and such as are yet to come.
            for partner in (people[len(renamed)], people[-len(renamed) - 1]):
                values = {"name": f"Renamed {partner}"}
                assert person.call("res.partner", "write", ids=[partner], vals=values)
                renamed.append(partner)
                case = {"name": "New", "partner_id": partner, "amount": 1_000_000}
                assert person.call("repair.case", "create", vals_list=[case])
                gave_work.append(partner)
            gone = people[CUSTOMERS // 2 + len(left)]
            cases = person.call("repair.case", "search", domain=[["partner_id", "=", gone]])
            assert person.call("repair.case", "unlink", ids=cases)
            assert person.call("res.partner", "unlink", ids=[gone])
            left.append(gone)
        beside = desk.progress()
        desk.wait_for_the_end()
        desk.wait(lambda: desk.sql("SELECT count(*) FROM repair_customer_stale") == [["0"]], "news")
    assert renamed and left, beside
    assert desk.progress()[0] == "done"
    [[names]] = desk.sql("SELECT count(*) FROM res_partner WHERE name LIKE 'Renamed %'")
    assert int(names) == len(set(renamed))
    rich = desk.sql(
        "SELECT partner_id FROM repair_customer_profile WHERE amount >= 1000000 ORDER BY 1"
    )
    assert [int(row[0]) for row in rich] == sorted(set(gave_work))
    profiles = desk.sql("SELECT partner_id FROM repair_customer_profile ORDER BY 1")
    assert [int(row[0]) for row in profiles] == sorted(set(people) - set(left))
