"""The overview's sums beside transactions that began before they were made, and end after it.

Whatever the order, the page is right: from the sums, or counted anew until they are made again.
"""

import pytest
from survival import Desk

CUSTOMERS = 12

MAKE = f"""
from datetime import datetime
partners = env["res.partner"].create([
    {{"name": f"Survivor {{i}}"}} for i in range({CUSTOMERS})
])
env["repair.case"].create([
    {{"name": "Repair", "partner_id": partner.id, "date_open": datetime(2025, 6, 1)}}
    for partner in partners
])
env.company.repair_policy_id.classify()
env.cr.execute("UPDATE repair_customer_profile SET known_since = now() - interval '2 years'")
env.cr.commit()
"""
# Both are real connections: ``env`` makes the sums, ``other`` is the cursor of a writer.
BEGIN = """
from odoo.sql_db import db_connect
from odoo.addons.repair_customer_segmentation.models.overview import month_ends
from odoo.addons.repair_customer_segmentation.overview import past, tables
from odoo.addons.repair_customer_segmentation.vocabulary import EARNED
company, moments = env.company, month_ends.moments(env.company)
other = db_connect(env.cr.dbname).cursor()

def is_kept():
    return past.is_kept(env.cr, company.id, moments)

def make():
    env["repair.overview"]._keep_past(company)
    env.cr.commit()

def fold():
    tables.fold(env.cr)
    env.cr.commit()

def begin():
    other.execute("SELECT count(*) FROM repair_customer_profile")

def change():
    other.execute(
        "UPDATE repair_customer_profile SET active = NOT active"
        " WHERE id = (SELECT min(id) FROM repair_customer_profile)"
    )

def forget():
    env.cr.execute("DELETE FROM repair_overview_moment")
    env.cr.commit()

def check():
    for dimension in EARNED:
        found = past.read(env.cr, company.id, dimension, moments)
        counted = {moment: {} for moment in moments}
        env.cr.execute(past.counted(company.id, dimension, moments))
        for _company, _dimension, moment, then, now, number in env.cr.fetchall():
            counted[moment][then, now] = number
        assert found == counted, (dimension, found, counted)
        assert any(found.values()) or dimension == "abc", dimension

"""
# What happens, and whether the sums still stand; afterwards they are right in any case.
ORDERS = {
    "change, commit, make": ("begin(); change(); other.commit(); make()", True),
    "change, make, commit": ("begin(); change(); make(); other.commit()", False),
    "begin, make, change": ("begin(); make(); change(); other.commit()", False),
    "and the rows are put together": (
        "begin(); make(); change(); other.commit(); fold(); fold()",
        False,
    ),
    "begin, forget, make again, change": (
        "make(); begin(); forget(); make(); change(); other.commit()",
        False,
    ),
    "make, change": ("make(); begin(); change(); other.commit(); fold()", True),
    "make, change and take back": ("make(); begin(); change(); other.rollback()", True),
}


@pytest.fixture(scope="module")
def desk():
    with Desk.made("overview", MAKE) as desk:
        yield desk


@pytest.mark.parametrize("order", ORDERS)
def test_sums_and_writers_in_any_order(desk, order):
    happening, stands = ORDERS[order]
    desk.script(
        BEGIN
        + f"forget(); {happening}; assert is_kept() is {stands}\n"
        + "check(); env.cr.commit(); make(); assert is_kept(); check()\n"
    )
