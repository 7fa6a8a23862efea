"""A forecast in real processes: one is killed in the middle, and the next one goes on.

Whatever happens, each customer is foretold once, from what was frozen before the kill.
"""

import pytest
from survival import Desk

CUSTOMERS = 40_000

MAKE = f"""
stage = env.ref("repair_customer_segmentation.repair_case_stage_closed")
env.cr.execute(
    "INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, active, type)"
    " SELECT 1000000 + i, 'C' || i, 'C' || i, 1000000 + i, TRUE, 'contact'"
    "   FROM generate_series(1, {CUSTOMERS}) AS i"
)
env.cr.execute(
    "INSERT INTO repair_case (name, partner_id, commercial_partner_id, company_id, currency_id,"
    " stage_id, state, impact, urgency, priority, date_open, amount, amount_company)"
    " SELECT 'Repair', 1000000 + i, 1000000 + i, %(company)s, %(currency)s, %(stage)s, 'closed',"
    " '2', '2', '1', now()::timestamp - (i %% 1100 + 30 * visit) * interval '1 day', 100, 100"
    "   FROM generate_series(1, {CUSTOMERS}) AS i, generate_series(0, i %% 3) AS visit",
    {{
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "stage": stage.id,
    }},
)
env.cr.commit()
"""
BEGIN = """
env["repair.forecast.check"].search([]).unlink()
env.cr.execute("DELETE FROM repair_customer_forecast")
env.ref("repair_customer_segmentation.ir_cron_forecast")._trigger()
env.cr.commit()
"""
WORK = """
env["repair.forecast.check"]._cron_forecast()
env.cr.commit()
"""


class ForecastDesk(Desk):
    """A database of customers who are not foretold yet."""

    def states(self):
        rows = self.sql("SELECT state, as_of, customer_count FROM repair_forecast_check")
        return rows[0] if rows else [None, None, None]

    def foretold(self):
        [[rows, customers]] = self.sql(
            "SELECT count(*), count(DISTINCT partner_id) FROM repair_customer_forecast"
            " WHERE partner_id > 1000000"
        )
        return int(rows), int(customers)

    def tables(self):
        return self.sql("SELECT relname FROM pg_class WHERE relname LIKE 'repair_foresight_%\\_1'")


@pytest.fixture(scope="module")
def made():
    with ForecastDesk.made("forecast", MAKE) as desk:
        yield desk


@pytest.fixture
def desk(made):
    made.script(BEGIN)
    return made


def test_killed_while_it_foretells(desk):
    desk.kill_in(lambda: desk.states()[0] == "running", "the middle", desk.states)
    state, as_of, count = desk.states()
    assert (state, desk.foretold()) == ("running", (0, 0))
    desk.script(WORK)
    assert desk.states() == ["done", as_of, count]
    assert desk.foretold() == (CUSTOMERS, CUSTOMERS)
    assert desk.tables() == []


def test_killed_while_it_learns(desk):
    active = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%CREATE UNLOGGED TABLE%'"
    active += " AND state = 'active' AND pid <> pg_backend_pid()"
    desk.kill_in(lambda: desk.sql(active) != [["0"]], "learning", desk.states)
    assert desk.foretold() == (0, 0)
    desk.script(WORK)
    assert desk.states()[0] == "done"
    assert desk.foretold() == (CUSTOMERS, CUSTOMERS)
    assert desk.tables() == []
