"""In which tiers customers were at the ends of months, and in which they are now.

A customer's tier at a moment is what ``segmentation/states.py`` says. There two moments are looked
at; here any number, and so the record of changes is read as spans: from which moment until which
a customer was in a tier.

1. A real change leads to a tier, until the next real one.
2. Before the first, and after the customer became known, it was in the tier which the first change
   came from; without any change in that of today.
3. Before that it was in what was rebuilt (cause ``backfill``), until the next month that was.

The past changes little, but what customers are now does: of a profile that is changed, what it
was is taken from the sums, and what it is added. A change of the record itself (a merge, a
deletion, a rebuild) marks the company; until its sums are made anew, they are counted when asked.
"""

from collections import defaultdict

from odoo.tools import SQL

from ..vocabulary import EARNED
from .customers import TIERS, signed_rows

MOVE_COLUMNS = (
    ("company_id", "integer"), ("dimension", "text"), ("moment", "timestamp"),
    ("past_tier_id", "integer"), ("tier_id", "integer"),
)  # fmt: skip
MOVE_COUNTS = (("customers", "bigint"),)
STATE_COLUMNS = ("company_id", "partner_id", "active", "known_since")


def read(cr, company_id, dimension, moments):
    """Return how many customers went from which tier at each moment to which now.

    Who was in no tier is left out.

    :param cr: database cursor; what it reads must be flushed
    :param list moments: month ends, as naive UTC, in order; changes at that very moment are
        included
    :return: moment -> ``{(tier then, tier now): customers}``; None is no tier any more
    """
    kept = SQL("repair_overview_move")
    if not is_kept(cr, company_id, moments):
        kept = SQL("(%s)", counted(company_id, dimension, moments))
    cr.execute(
        SQL(
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
    )
    found = {moment: defaultdict(int) for moment in moments}
    for moment, past, now, customers in cr.fetchall():
        if moment in found:
            found[moment][past, now] += customers
    return found


def counted(company_id, dimension, moments):
    """Return the SELECT of the same, counted from profiles and the record of their changes."""
    own = SQL("(VALUES (%s, %s::timestamp[])) AS own (company_id, moments)", company_id, moments)
    return _moves(_everybody(company_id, [dimension]), own)


def is_kept(cr, company_id, moments):
    """Return whether the sums of these moments are kept and nothing changed their past since."""
    cr.execute(
        SQL(
            "SELECT (SELECT count(*) FROM repair_overview_moment"
            " WHERE company_id = %(company)s AND moment = ANY(%(moments)s)) = %(count)s"
            " AND NOT EXISTS (SELECT FROM repair_overview_dirty WHERE company_id = %(company)s)",
            company=company_id,
            moments=moments,
            count=len(moments),
        )
    )
    return cr.fetchone()[0]


def keep(cr, company_id, moments):
    """Make the sums of a company anew, at these moments.

    :param cr: database cursor; what it reads must be flushed
    """
    for table in ("repair_overview_dirty", "repair_overview_move", "repair_overview_moment"):
        cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), company_id))
    cr.execute(
        SQL(
            "INSERT INTO repair_overview_moment SELECT %s, unnest(%s::timestamp[])",
            company_id,
            moments,
        )
    )
    own = SQL("(%s) AS own", _kept_moments())
    cr.execute(
        SQL("INSERT INTO repair_overview_move %s", _moves(_everybody(company_id, EARNED), own))
    )


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
        tiers=_by_dimension(EARNED),
    )
    moves = _moves(states, SQL("(%s) AS own", _kept_moments()))
    return SQL("INSERT INTO repair_overview_move %s", moves)


def dirtied(event):
    """Return the statement that marks companies whose record of changes was changed.

    What a run appends is later than all moments that are kept, and changes none of them.

    :param str event: see :func:`added`
    """
    said = "partner_id", "dimension", "date", "cause", "merged_name", "from_tier_id", "to_tier_id"
    rows = {
        "insert": SQL(
            "new_rows AS changed WHERE cause = 'backfill' OR date <= ("
            "SELECT max(moment) FROM repair_overview_moment AS own"
            " WHERE own.company_id = changed.company_id)"
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


def _everybody(company_id, dimensions):
    """Return the SELECT of the states of all customers, and of those who were and are no more."""
    return SQL(
        """
        SELECT 1 AS sign, company_id, partner_id, active, known_since, own.dimension, own.tier_id
          FROM repair_customer_profile
         CROSS JOIN LATERAL (VALUES %(tiers)s) AS own (dimension, tier_id)
         WHERE company_id = %(company)s
         UNION ALL
        SELECT DISTINCT 1, company_id, partner_id, NULL::boolean, NULL::timestamp, dimension,
               NULL::integer
          FROM repair_segmentation_transition AS t
         WHERE company_id = %(company)s AND dimension = ANY(%(dimensions)s)
           AND NOT EXISTS (
                SELECT FROM repair_customer_profile AS own
                 WHERE own.partner_id = t.partner_id AND own.company_id = t.company_id)
        """,
        tiers=_by_dimension(dimensions),
        company=company_id,
        dimensions=list(dimensions),
    )


def _by_dimension(dimensions):
    return SQL(", ").join(
        SQL("(%s::text, %s)", dimension, SQL.identifier(f"{dimension}_tier_id"))
        for dimension in dimensions
    )


def _moves(states, moments):
    """Return the SELECT of :data:`MOVE_COLUMNS` and :data:`MOVE_COUNTS`.

    :param SQL states: SELECT of what customers are: ``sign`` (how much each counts),
        ``company_id``, ``partner_id``, ``active``, ``known_since``, ``dimension``, ``tier_id``;
        where the last four but one are NULL, there is no profile
    :param SQL moments: a FROM item ``own`` of ``company_id`` and its ``moments``, in order
    """
    return SQL(
        """
        WITH states AS MATERIALIZED (%(states)s),
        people AS (SELECT DISTINCT company_id, partner_id FROM states),
        real AS (%(real)s),
        rebuilt AS (%(rebuilt)s),
        firsts AS (SELECT * FROM real WHERE number = 1),
        spans AS (
            SELECT company_id, dimension, sign, active, states.tier_id,
                   real.to_tier_id AS past_tier_id, real.date AS since, real.until
              FROM states JOIN real USING (company_id, partner_id, dimension)
             UNION ALL
            SELECT company_id, dimension, sign, active, states.tier_id,
                   CASE WHEN firsts.number = 1 THEN firsts.from_tier_id ELSE states.tier_id END,
                   known_since, firsts.date
              FROM states LEFT JOIN firsts USING (company_id, partner_id, dimension)
             WHERE known_since IS NOT NULL
             UNION ALL
            SELECT company_id, dimension, sign, active, states.tier_id, rebuilt.to_tier_id,
                   rebuilt.date, LEAST(rebuilt.until, firsts.date, known_since)
              FROM states
              JOIN rebuilt USING (company_id, partner_id, dimension)
              LEFT JOIN firsts USING (company_id, partner_id, dimension)
        ),
        placed AS (
            SELECT company_id, dimension, %(since)s AS first,
                   CASE WHEN until IS NULL THEN cardinality(moments) ELSE %(until)s END AS last,
                   past_tier_id, tier_id, sum(sign) AS customers
              FROM spans JOIN %(moments)s USING (company_id)
             WHERE active IS NOT FALSE AND past_tier_id IS NOT NULL
             GROUP BY company_id, dimension, first, last, past_tier_id, tier_id
        )
        SELECT company_id, dimension, moments[place] AS moment, past_tier_id, tier_id,
               sum(customers) AS customers
          FROM placed JOIN %(moments)s USING (company_id)
         CROSS JOIN LATERAL generate_series(first + 1, last) AS place
         GROUP BY company_id, dimension, moment, past_tier_id, tier_id
        """,
        states=states,
        real=_changes(SQL("cause <> 'backfill'")),
        rebuilt=_changes(SQL("cause = 'backfill'")),
        moments=moments,
        since=_place(SQL("since")),
        until=_place(SQL("until")),
    )


def _changes(kind):
    """Return the SELECT of changes of tier, in order, each with when the next one was."""
    return SQL(
        """
        SELECT company_id, partner_id, dimension, date, from_tier_id, to_tier_id,
               lead(date) OVER changes AS until, row_number() OVER changes AS number
          FROM repair_segmentation_transition JOIN people USING (company_id, partner_id)
         WHERE merged_name IS NULL AND %s
        WINDOW changes AS (PARTITION BY company_id, partner_id, dimension ORDER BY date, id)
        """,
        kind,
    )


def _place(date):
    """Return the SQL of how many of the moments are before a date."""
    return SQL("width_bucket(%s - interval '1 microsecond', moments)", date)
