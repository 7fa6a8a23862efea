"""In which tiers customers were at the ends of months, and in which they are now.

A customer's tier at a moment is what ``segmentation/states.py`` says. There two moments are looked
at; here any number, and so the record of changes is read as spans: from which moment until which
a customer was in a tier.

1. A real change leads to a tier, until the next real one.
2. Before the first, and after the customer became known, it was in the tier which the first change
   came from; without any change in that of today.
3. Before that it was in what was rebuilt (cause ``backfill``), until the next month that was.
"""

from odoo.tools import SQL

from ..vocabulary import EARNED


def moves(company_id, moments, dimensions=EARNED):
    """Return the SELECT of how many customers went from which tier to which.

    Its columns are ``dimension``, ``first`` and ``last`` (places in ``moments``, from 0, the last
    excluded: at all of these they were in the tier), ``past_tier_id``, ``tier_id`` (now; NULL:
    none any more), and ``customers``. Who was in no tier is left out.

    :param list moments: naive UTC, in order; changes at that very moment are included
    """
    return SQL(
        """
        WITH real AS (%(real)s),
        rebuilt AS (%(rebuilt)s),
        firsts AS (SELECT * FROM real WHERE number = 1),
        present AS (
            SELECT partner_id, active, known_since, own.dimension, own.tier_id
              FROM repair_customer_profile
             CROSS JOIN LATERAL (VALUES %(tiers)s) AS own (dimension, tier_id)
             WHERE company_id = %(company)s
        ),
        spans AS (
            SELECT partner_id, dimension, to_tier_id AS tier_id, date AS since, until FROM real
             UNION ALL
            SELECT partner_id, dimension,
                   CASE WHEN firsts.number = 1 THEN firsts.from_tier_id ELSE present.tier_id END,
                   known_since, firsts.date
              FROM present
              LEFT JOIN firsts USING (partner_id, dimension)
             WHERE known_since <= %(last)s
             UNION ALL
            SELECT partner_id, dimension, rebuilt.to_tier_id, rebuilt.date,
                   LEAST(rebuilt.until, firsts.date, present.known_since)
              FROM rebuilt
              LEFT JOIN firsts USING (partner_id, dimension)
              LEFT JOIN present USING (partner_id, dimension)
        )
        SELECT dimension, first, last, past_tier_id, tier_id, count(*) AS customers
          FROM (
            SELECT spans.dimension, spans.tier_id AS past_tier_id, present.tier_id,
                   %(first)s AS first, COALESCE(%(until)s, %(count)s) AS last
              FROM spans
              LEFT JOIN present USING (partner_id, dimension)
             WHERE present.active IS NOT FALSE AND spans.tier_id IS NOT NULL
          ) AS moved
         WHERE first < last
         GROUP BY dimension, first, last, past_tier_id, tier_id
        """,
        real=_changes(company_id, dimensions, SQL("cause <> 'backfill'")),
        rebuilt=_changes(company_id, dimensions, SQL("cause = 'backfill'")),
        tiers=SQL(", ").join(
            SQL("(%s, %s)", dimension, SQL.identifier(f"{dimension}_tier_id"))
            for dimension in dimensions
        ),
        company=company_id,
        last=moments[-1],
        first=_place(SQL("spans.since"), moments),
        until=_place(SQL("spans.until"), moments),
        count=len(moments),
    )


def read(cr, company_id, dimension, moments):
    """Return ``{place in moments: {(tier then, tier now): customers}}`` of one dimension.

    :param cr: database cursor; what it reads must be flushed
    """
    cr.execute(moves(company_id, moments, [dimension]))
    found = {place: {} for place in range(len(moments))}
    for _dimension, first, last, past, now, customers in cr.fetchall():
        for place in range(first, last):
            found[place][past, now] = found[place].get((past, now), 0) + customers
    return found


def _changes(company_id, dimensions, kind):
    """Return the SELECT of changes of tier, in order, each with when the next one was."""
    return SQL(
        """
        SELECT partner_id, dimension, date, from_tier_id, to_tier_id,
               lead(date) OVER changes AS until, row_number() OVER changes AS number
          FROM repair_segmentation_transition
         WHERE company_id = %s AND dimension = ANY(%s) AND merged_name IS NULL AND %s
        WINDOW changes AS (PARTITION BY partner_id, dimension ORDER BY date, id)
        """,
        company_id,
        list(dimensions),
        kind,
    )


def _place(date, moments):
    """Return the SQL of how many of the moments are before a date."""
    return SQL("width_bucket(%s - interval '1 microsecond', %s::timestamp[])", date, moments)
