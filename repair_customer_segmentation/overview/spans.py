"""From which moment until which customers were in a tier, in SQL.

A customer's tier at a moment is what ``segmentation/states.py`` says. There two moments are looked
at; here any number, and so the record of changes is read as spans:

1. A real change leads to a tier, until the next real one.
2. Before the first, and after the customer became known, it was in the tier which the first change
   came from; without any change in that of today.
3. Before that it was in what was rebuilt (cause ``backfill``), until the next month that was.
"""

from odoo.tools import SQL


def everybody(company_id, dimensions):
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
        tiers=by_dimension(dimensions),
        company=company_id,
        dimensions=list(dimensions),
    )


def by_dimension(dimensions):
    return SQL(", ").join(
        SQL("(%s::text, %s)", dimension, SQL.identifier(f"{dimension}_tier_id"))
        for dimension in dimensions
    )


def moves(states, spans, moments):
    """Return the SELECT of the columns of ``repair_overview_move``.

    :param SQL states: SELECT of what customers are: ``sign`` (how much each counts),
        ``company_id``, ``partner_id``, ``active``, ``known_since``, ``dimension``, ``tier_id``;
        ``active`` and ``known_since`` are NULL where there is no profile
    :param SQL spans: SELECT of ``company_id``, ``dimension``, ``sign``, ``active``, ``tier_id``
        of ``states``, and of ``past_tier_id``, ``since`` and ``until``
    :param SQL moments: a FROM item ``own`` of ``company_id`` and its ``moments``, in order
    """
    return SQL(
        """
        WITH states AS MATERIALIZED (%(states)s),
        placed AS (
            SELECT company_id, dimension, %(since)s AS first,
                   CASE WHEN until IS NULL THEN cardinality(moments) ELSE %(until)s END AS last,
                   past_tier_id, tier_id, sum(sign) AS customers
              FROM (%(spans)s) AS spans JOIN %(moments)s USING (company_id)
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
        spans=spans,
        moments=moments,
        since=_place(SQL("since")),
        until=_place(SQL("until")),
    )


def spans_of_all(company_id, dimensions):
    """Return the spans of all customers of a company: all changes are read once, and joined."""
    return _spans(
        SQL("company_id = %s AND dimension = ANY(%s)", company_id, list(dimensions)),
        head=SQL("states.company_id, dimension, sign, active, states.tier_id,"),
        base=SQL("states"),
        on=SQL("USING (partner_id, dimension)"),
    )


def spans_of_some():
    """Return the spans of a few customers, each by its own changes, which an index finds."""
    own = _spans(
        SQL(
            "t.partner_id = states.partner_id AND t.company_id = states.company_id"
            " AND t.dimension = states.dimension"
        ),
        head=SQL(),
        base=SQL("(SELECT) AS one"),
        on=SQL("ON TRUE"),
    )
    return SQL(
        "SELECT company_id, dimension, sign, active, tier_id, past_tier_id, since, until"
        " FROM states CROSS JOIN LATERAL (%s) AS own",
        own,
    )


def _spans(whose, head, base, on):
    """Return the SELECT of the spans, see the top.

    :param SQL whose: condition on the record of changes ``t``
    :param SQL head: columns that come first
    :param SQL base: FROM item of one row a state; ``on``: how what is on record is joined to it
    """
    return SQL(
        """
        WITH real AS (%(real)s),
        rebuilt AS (%(rebuilt)s),
        firsts AS (SELECT * FROM real WHERE number = 1)
        SELECT %(head)s real.to_tier_id AS past_tier_id, real.date AS since, real.until
          FROM %(base)s JOIN real %(on)s
         UNION ALL
        SELECT %(head)s
               CASE WHEN firsts.number = 1 THEN firsts.from_tier_id ELSE states.tier_id END,
               states.known_since, firsts.date
          FROM %(base)s LEFT JOIN firsts %(on)s
         WHERE states.known_since IS NOT NULL
         UNION ALL
        SELECT %(head)s rebuilt.to_tier_id, rebuilt.date,
               LEAST(rebuilt.until, firsts.date, states.known_since)
          FROM %(base)s JOIN rebuilt %(on)s LEFT JOIN firsts %(on)s
        """,
        real=_changes(whose, SQL("cause <> 'backfill'")),
        rebuilt=_changes(whose, SQL("cause = 'backfill'")),
        head=head,
        base=base,
        on=on,
    )


def _changes(whose, kind):
    """Return the SELECT of changes of tier, in order, each with when the next one was."""
    return SQL(
        """
        SELECT partner_id, dimension, date, from_tier_id, to_tier_id,
               lead(date) OVER changes AS until, row_number() OVER changes AS number
          FROM repair_segmentation_transition AS t
         WHERE merged_name IS NULL AND %s AND %s
        WINDOW changes AS (PARTITION BY partner_id, dimension ORDER BY date, id)
        """,
        kind,
        whose,
    )


def _place(date):
    """Return the SQL of how many of the moments are before a date."""
    return SQL("width_bucket(%s - interval '1 microsecond', moments)", date)
