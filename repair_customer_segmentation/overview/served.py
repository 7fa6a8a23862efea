"""How cases were served and what customers said, day by day: what the overview counts.

The same as ``figures/tally.py`` counts of it, by one key at a time.
"""

from odoo.tools import SQL

from ..figures.tally import DAY_OF, FEEDBACK, OUTCOMES
from ..vocabulary import EARNED
from .customers import signed_rows

TYPE, CATEGORY = "type_id", "category_id"
OF_TABLE = {
    OUTCOMES: (
        (*(f"{dimension}_tier_id" for dimension in EARNED), TYPE, CATEGORY),
        ("closed", "resolution_met", "resolution_judged"),
    ),
    FEEDBACK: (
        tuple(f"{dimension}_tier_id" for dimension in EARNED),
        ("complaints", "satisfied", "scored"),
    ),
}
# A row counts cases or answers, never both: where it counts none of a table, it is not of it.
DAY_COLUMNS = (("company_id", "integer"), ("key", "text"), ("value", "integer"), ("day", "date"))
DAY_NAMES = tuple(name for _keys, names in OF_TABLE.values() for name in names)
DAY_COUNTS = tuple((name, "bigint") for name in DAY_NAMES)
# What one row adds to each count: those of ``figures/tally.py`` of a single row.
OF_ROW = {
    "closed": "1",
    "resolution_met": "(resolution_result = 'met')::int",
    "resolution_judged": "(resolution_result IS NOT NULL)::int",
    "complaints": "(way = 'complaint')::int",
    "satisfied": "(score >= 4)::int",
    "scored": "(score IS NOT NULL)::int",
}


def read(cr, company_id, key, period, before):
    """Return what was counted in a period, and in the one that it is compared with.

    :param str key: of those of a table, see :data:`OF_TABLE`
    :param tuple period: first and last day
    :param tuple before: likewise
    :return: two dicts: id, or ``None`` -> name of a count -> number; where nothing was counted
        of a value it is left out
    """
    names = SQL(", ").join(SQL("sum(%s)::bigint", SQL.identifier(name)) for name in DAY_NAMES)
    cr.execute(
        SQL(
            """
            SELECT day >= %(first)s, value, %(names)s
              FROM repair_overview_day
             WHERE company_id = %(company)s AND key = %(key)s
               AND (day BETWEEN %(first)s AND %(last)s OR day BETWEEN %(before)s AND %(until)s)
             GROUP BY 1, 2
            """,
            names=names,
            first=period[0],
            last=period[1],
            before=before[0],
            until=before[1],
            company=company_id,
            key=key,
        )
    )
    found = {True: {}, False: {}}
    for is_now, value, *counts in cr.fetchall():
        if any(counts):
            found[is_now][value] = dict(zip(DAY_NAMES, counts, strict=True))
    return found[True], found[False]


def outcomes_added(event):
    """Return the statement that adds what a change of closed cases comes to."""
    return _addition(OUTCOMES, signed_rows(event))


def feedback_added(event):
    """Return the statement that adds what a change of feedback comes to."""
    return _addition(FEEDBACK, signed_rows(event))


def fill(sign=1):
    """Return the statements that add all closed cases and feedback, or take them away (-1)."""
    return SQL("; ").join(
        _addition(table, SQL("SELECT %s AS sign, * FROM %s", sign, SQL.identifier(table)))
        for table in OF_TABLE
    )


def categories():
    """Return the statement that gives closed cases of before their device's category."""
    return SQL(
        """
        UPDATE repair_case_outcome AS outcome
           SET category_id = goods.categ_id
          FROM repair_device AS device
          JOIN product_product AS product ON product.id = device.product_id
          JOIN product_template AS goods ON goods.id = product.product_tmpl_id
         WHERE device.id = outcome.device_id AND outcome.category_id IS NULL
        """
    )


def _addition(table, rows):
    keys, names = OF_TABLE[table]
    sums = {
        name: SQL("COALESCE(sum(sign * %s), 0)", SQL(OF_ROW[name])) if name in names else SQL("0")
        for name in DAY_NAMES
    }
    return SQL(
        """
        INSERT INTO repair_overview_day
        SELECT company_id, own.key, own.value, %(day)s AS on_day, %(sums)s
          FROM (%(rows)s) AS signed
         CROSS JOIN LATERAL (VALUES %(keys)s) AS own (key, value)
         GROUP BY company_id, own.key, own.value, on_day
        HAVING %(any)s
        """,
        day=DAY_OF[table],
        sums=SQL(", ").join(sums.values()),
        rows=rows,
        keys=SQL(", ").join(SQL("(%s, %s)", key, SQL.identifier(key)) for key in keys),
        any=SQL(" OR ").join(SQL("%s <> 0", sums[name]) for name in names),
    )
