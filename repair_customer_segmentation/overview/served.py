"""How cases were served and what customers said, day by day: what the overview counts.

The same as ``figures/tally.py`` counts of it, by one key at a time.
"""

from collections import defaultdict

from odoo.tools import SQL

from ..figures.tally import DAY_OF, FEEDBACK, OUTCOMES, TALLIED
from ..vocabulary import EARNED

TYPE, CATEGORY = "type_id", "category_id"
SERVED_KEYS = {
    OUTCOMES: (*(f"{dimension}_tier_id" for dimension in EARNED), TYPE, CATEGORY),
    FEEDBACK: tuple(f"{dimension}_tier_id" for dimension in EARNED),
}
SERVED_COUNTS = {
    OUTCOMES: ("closed", "resolution_met", "resolution_judged"),
    FEEDBACK: ("complaints", "satisfied", "scored"),
}


def read(cr, company_id, key, period, before):
    """Return what was counted in a period, and in the one that it is compared with.

    :param str key: of :data:`SERVED_KEYS`
    :param tuple period: first and last day
    :param tuple before: likewise
    :return: two dicts: id, or ``None`` -> name of a count -> number
    """
    found = {True: defaultdict(dict), False: defaultdict(dict)}
    for table in (table for table, keys in SERVED_KEYS.items() if key in keys):
        day, names = DAY_OF[table], SERVED_COUNTS[table]
        cr.execute(
            SQL(
                "SELECT %(day)s >= %(first)s, %(key)s, %(counts)s FROM %(table)s"
                " WHERE company_id = %(company)s"
                "   AND (%(day)s BETWEEN %(first)s AND %(last)s"
                "        OR %(day)s BETWEEN %(before)s AND %(until)s)"
                " GROUP BY 1, 2",
                day=day,
                first=period[0],
                last=period[1],
                before=before[0],
                until=before[1],
                key=SQL.identifier(key),
                counts=SQL(", ").join(SQL(TALLIED[name][1]) for name in names),
                table=SQL.identifier(table),
                company=company_id,
            )
        )
        for is_now, value, *counts in cr.fetchall():
            found[is_now][value].update(zip(names, counts, strict=True))
    return found[True], found[False]
