"""Learning in real processes: one is killed in the middle, and two work side by side.

Whatever happens, each case is encoded once, each training is whole, and cases are opened and
changed meanwhile.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from survival import Desk

from devtools import database, odoo, snapshot

ADDON = "repair_customer_segmentation_learn"
CASES = 1200

# Many texts, no two alike, of two types.
MAKE = f"""
closed = env.ref("repair_customer_segmentation.repair_case_stage_closed")
customer = env["res.partner"].create({{"name": "Survivor"}})
types = env["repair.case.type"].create([{{"name": "Screen"}}, {{"name": "Noise"}}])
words = ("cracked glass touch lines".split(), "fan rattles hums grinds".split())
env["repair.case"].create([
    {{
        "name": f"The {{words[number % 2][number % 4]}} of machine no {{number}}",
        "partner_id": customer.id, "stage_id": closed.id, "type_id": types[number % 2].id,
    }}
    for number in range({CASES})
])
env.cr.commit()
"""
BEGIN = """
env.cr.execute("DELETE FROM repair_case_vector")
env["repair.learned.model"].sudo().search([]).unlink()
env.ref("repair_customer_segmentation_learn.ir_cron_encode")._trigger()
env.cr.commit()
"""
LEARN = """
env["repair.learned.model"]._cron_learn()
env.cr.commit()
"""
# As a clerk does it while something is learned: no lock to wait for.
WORK = """
env.cr.execute("SET lock_timeout = '2s'")
case = env["repair.case"].search([], order="id desc", limit=1)
case.name = "Something else entirely"
case.copy({"name": "Another one"})
env.cr.commit()
"""


class LearningDesk(Desk):
    """A database with cases that nobody has learned from."""

    @classmethod
    def of_cases(cls):
        tools = odoo.prepare()
        name = database.passing_name("test", "learning")
        snapshot.clone(tools, name, ADDON)
        desk = cls(tools, name)
        desk.script(MAKE)
        return desk

    def encoded(self):
        """Return how many cases have a vector."""
        return int(self.sql("SELECT count(*) FROM repair_case_vector")[0][0])

    def cases(self):
        return int(self.sql("SELECT count(*) FROM repair_case")[0][0])

    def models(self):
        """Return the version and the number of cases of each training, and whether it is whole."""
        return self.sql(
            "SELECT version, case_count, digest IS NOT NULL AND EXISTS ("
            "  SELECT FROM ir_attachment WHERE res_model = 'repair.learned.model'"
            "     AND res_id = m.id AND res_field = 'content')"
            " FROM repair_learned_model AS m ORDER BY id"
        )


@pytest.fixture(scope="module")
def made():
    desk = LearningDesk.of_cases()
    yield desk
    database.drop(desk.tools, desk.name)


@pytest.fixture
def desk(made):
    made.script(BEGIN)
    assert made.encoded() == 0
    return made


def test_what_a_killed_process_encoded_is_kept_and_the_next_goes_on(desk):
    desk.kill_in(lambda: desk.encoded() >= 100, "a first piece", desk.encoded)
    kept = desk.encoded()
    assert 0 < kept < desk.cases()
    assert kept % 100 == 0, "a piece is kept whole or not at all"
    assert desk.models() == []
    desk.script(LEARN)
    assert desk.encoded() == desk.cases()
    assert desk.models() == [["1", str(CASES), "t"]]


def test_two_workers_learn_once_and_nobody_waits(desk):
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(desk.script, [LEARN, LEARN, WORK]))
    # Whoever came second left it to the first; the scheduled action comes again.
    desk.script(LEARN)
    assert desk.encoded() == desk.cases()
    versions = [version for version, _count, _whole in desk.models()]
    assert versions == sorted(set(versions))
    assert 1 <= len(versions) <= 2
    assert all(whole == "t" for _version, _count, whole in desk.models())
