"""In which tiers customers were at the ends of months, and in which they are now.

The past changes little, but what customers are now does: of a profile that is changed, what it
was is taken from the sums, and what it is added. A change of the record itself (a merge, a
deletion, a rebuild) marks the company; until its sums are made anew, they are counted when asked.

Whoever began to change a profile before the sums were made, and ends after it, adds to what was
kept before, if anything was. Each change therefore says which making of the sums it knew; one that
knew another than the one that stands marks the company, too. Nobody waits for anybody.
"""

from collections import defaultdict
from contextlib import nullcontext
from uuid import uuid4

from odoo.tools import SQL

from ..segmentation.planner import planner_settings
from ..vocabulary import EARNED
from . import spans
from .customers import TIERS, signed_rows

MOVE_COLUMNS = (
    ("company_id", "integer"), ("dimension", "text"), ("moment", "timestamp"),
    ("past_tier_id", "integer"), ("tier_id", "integer"),
)  # fmt: skip
MOVE_COUNTS = (("customers", "bigint"),)
# PostgreSQL cannot know how many spans there are, and would look through all for each customer.
JOINS = {"enable_nestloop": "off", "jit": "off"}
# What belongs to one making of the sums of a company.
OF_MAKING = (
    "repair_overview_dirty", "repair_overview_seen", "repair_overview_making",
    "repair_overview_move", "repair_overview_moment",
)  # fmt: skip
STATE_COLUMNS = ("company_id", "partner_id", "active", "known_since")


def read(cr, company_id, dimension, moments):
    """Return how many customers went from which tier at each moment to which now.

    Who was in no tier is left out.

    :param cr: database cursor; what it reads must be flushed
    :param list moments: month ends, as naive UTC, in order; changes at that very moment are
        included
    :return: moment -> ``{(tier then, tier now): customers}``; None is no tier any more
    """
    kept, settings = SQL("repair_overview_move"), nullcontext()
    if not is_kept(cr, company_id, moments):
        kept = SQL("(%s)", counted(company_id, dimension, moments))
        settings = planner_settings(cr, **JOINS)
    query = SQL(
        """
        SELECT moment, past_tier_id, tier_id, sum(customers)::bigint
          FROM %s AS kept
         WHERE company_id = %s AND dimension = %s
         GROUP BY 1, 2, 3
        HAVING sum(customers) <> 0
        """,
        kept,
        company_id,
        dimension,
    )
    with settings:
        cr.execute(query)
        rows = cr.fetchall()
    found = {moment: defaultdict(int) for moment in moments}
    for moment, past, now, customers in rows:
        if moment in found:
            found[moment][past, now] += customers
    return found


def counted(company_id, dimension, moments):
    """Return the SELECT of the same, counted from profiles and the record of their changes."""
    own = SQL("(VALUES (%s, %s::timestamp[])) AS own (company_id, moments)", company_id, moments)
    return spans.moves(
        spans.everybody(company_id, [dimension]), spans.spans_of_all(company_id, [dimension]), own
    )


def is_kept(cr, company_id, moments):
    """Return whether the sums of these moments are kept, and each change since is in them."""
    cr.execute(
        SQL(
            """
            SELECT (SELECT count(*) FROM repair_overview_moment
                     WHERE company_id = %(company)s AND moment = ANY(%(moments)s)) = %(count)s
               AND NOT EXISTS (SELECT FROM repair_overview_dirty WHERE company_id = %(company)s)
               AND NOT EXISTS (
                    SELECT FROM repair_overview_seen AS seen
                     WHERE company_id = %(company)s
                       AND making IS DISTINCT FROM (
                            SELECT making FROM repair_overview_making AS own
                             WHERE own.company_id = seen.company_id))
            """,
            company=company_id,
            moments=moments,
            count=len(moments),
        )
    )
    return cr.fetchone()[0]


def keep(cr, company_id, moments):
    """Make the sums of a company anew, at these moments.

    What is taken out is what this transaction sees, and so what it counts.

    :param cr: database cursor; what it reads must be flushed
    """
    for table in OF_MAKING:
        cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), company_id))
    cr.execute(
        SQL("INSERT INTO repair_overview_making VALUES (%s, %s::uuid)", company_id, str(uuid4()))
    )
    cr.execute(
        SQL(
            "INSERT INTO repair_overview_moment SELECT %s, unnest(%s::timestamp[])",
            company_id,
            moments,
        )
    )
    own = SQL("(%s) AS own", _kept_moments())
    moves = spans.moves(
        spans.everybody(company_id, EARNED), spans.spans_of_all(company_id, EARNED), own
    )
    with planner_settings(cr, **JOINS):
        cr.execute(SQL("INSERT INTO repair_overview_move %s", moves))


def added(event):
    """Return the statement that adds what a change of profiles comes to.

    :param str event: ``insert``, ``update`` or ``delete``; see :mod:`.tables`
    """
    columns = SQL(", ").join(map(SQL.identifier, (*STATE_COLUMNS, *TIERS)))
    nothing = SQL(", ").join([SQL("NULL")] * len(TIERS))
    states = SQL(
        """
        SELECT sum(sign) AS sign, company_id, partner_id, active, known_since,
               own.dimension, own.tier_id
          FROM (
            SELECT sign, %(columns)s FROM (%(rows)s) AS signed
             UNION ALL
            -- What is on record of it counts, with a profile or without one.
            SELECT -sign, company_id, partner_id, NULL, NULL, %(nothing)s
              FROM (%(rows)s) AS signed
          ) AS changed
          JOIN (SELECT DISTINCT company_id FROM repair_overview_moment) AS kept USING (company_id)
         CROSS JOIN LATERAL (VALUES %(tiers)s) AS own (dimension, tier_id)
         GROUP BY company_id, partner_id, active, known_since, own.dimension, own.tier_id
        HAVING sum(sign) <> 0
        """,
        columns=columns,
        rows=signed_rows(event),
        nothing=nothing,
        tiers=spans.by_dimension(EARNED),
    )
    moves = spans.moves(states, spans.spans_of_some(), SQL("(%s) AS own", _kept_moments()))
    return SQL(
        "IF EXISTS (SELECT FROM repair_overview_moment) THEN"
        " INSERT INTO repair_overview_move %s; END IF",
        moves,
    )


def seen(event):
    """Return the statement that says which making of the sums a change of rows knew.

    :param str event: see :func:`added`
    """
    return SQL(
        "INSERT INTO repair_overview_seen SELECT company_id, making"
        " FROM (SELECT DISTINCT company_id FROM (%s) AS signed) AS changed"
        " LEFT JOIN repair_overview_making USING (company_id)",
        signed_rows(event),
    )


def dirtied(event):
    """Return the statement that marks companies whose record of changes was changed.

    What a run appends is later than all moments that are kept, and changes none of them.

    :param str event: see :func:`added`
    """
    said = "partner_id", "dimension", "date", "cause", "merged_name", "from_tier_id", "to_tier_id"
    rows = {
        "insert": SQL(
            "new_rows AS changed LEFT JOIN (SELECT company_id, max(moment) AS last"
            " FROM repair_overview_moment GROUP BY company_id) AS kept USING (company_id)"
            " WHERE cause = 'backfill' OR date <= last"
        ),
        "update": SQL(
            "old_rows AS former JOIN new_rows AS changed USING (id)"
            " WHERE (%s) IS DISTINCT FROM (%s)",
            *(
                SQL(", ").join(SQL.identifier(alias, name) for name in said)
                for alias in ("former", "changed")
            ),
        ),
        "delete": SQL("old_rows AS changed"),
    }[event]
    return SQL("INSERT INTO repair_overview_dirty SELECT DISTINCT changed.company_id FROM %s", rows)


def _kept_moments():
    return SQL(
        "SELECT company_id, array_agg(moment ORDER BY moment) AS moments"
        " FROM repair_overview_moment GROUP BY company_id"
    )
