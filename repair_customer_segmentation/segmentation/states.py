"""Which tier every customer had at two past moments, from what is on record of changes.

The tier at a moment is, in this order:

1. where the last real change up to that moment led;
2. for customers classified by then: what the first real change after it came from, or,
   where nothing ever changed, today's tier;
3. what was rebuilt for the last month end up to that moment (cause ``backfill``);
4. unknown: not a customer yet.

What happened to a customer before it was merged into another one is on record of that other
one, by name; it is no change of the other one's tier, and does not count here.

Customers who have no profile any more, and of whom nothing is on record after the second
moment, are gone by then. Archived customers are left out, as they are out of every list.
"""

from odoo.tools import SQL


def states_relation(company_id, dimension, moments):
    """Return the SELECT of ``partner_id``, ``amount`` (today's), ``state_1`` and ``state_2``.

    :param int company_id: whose customers
    :param str dimension: one of ``DIMENSIONS``
    :param moments: two datetimes (UTC); changes at that very moment are included
    """
    return SQL(
        """
        WITH past AS (
            SELECT partner_id, %(columns)s
              FROM repair_segmentation_transition
             WHERE company_id = %(company)s AND dimension = %(dimension)s
               AND merged_name IS NULL
             GROUP BY partner_id
        ),
        present AS (
            SELECT partner_id, known_since, amount, active, %(tier)s AS tier_id
              FROM repair_customer_profile
             WHERE company_id = %(company)s
        ),
        states AS (
            SELECT partner_id, amount, %(state_1)s AS state_1,
                   CASE WHEN present.partner_id IS NULL AND NOT COALESCE(later_2, FALSE)
                        THEN NULL ELSE %(state_2)s END AS state_2
              FROM past
              FULL JOIN present USING (partner_id)
             WHERE present.active IS NOT FALSE
        )
        SELECT partner_id, amount, state_1, state_2
          FROM states
         WHERE state_1 IS NOT NULL OR state_2 IS NOT NULL
        """,
        columns=SQL(", ").join(_columns(n, moment) for n, moment in enumerate(moments, 1)),
        company=company_id,
        dimension=dimension,
        tier=SQL.identifier(f"{dimension}_tier_id"),
        state_1=_state(1, moments[0]),
        state_2=_state(2, moments[1]),
    )


def _columns(number, moment):
    """Return what the record says of one moment."""
    real = SQL("cause <> 'backfill'")
    return SQL(
        """
        bool_or(%(real)s AND date <= %(moment)s) AS %(earlier)s,
        bool_or(%(real)s AND date > %(moment)s) AS %(later)s,
        (array_agg(to_tier_id ORDER BY date DESC, id DESC)
            FILTER (WHERE %(real)s AND date <= %(moment)s))[1] AS %(led_to)s,
        (array_agg(from_tier_id ORDER BY date, id)
            FILTER (WHERE %(real)s AND date > %(moment)s))[1] AS %(came_from)s,
        (array_agg(to_tier_id ORDER BY date DESC, id DESC)
            FILTER (WHERE NOT %(real)s AND date <= %(moment)s))[1] AS %(rebuilt)s
        """,
        real=real,
        moment=moment,
        **_names(number),
    )


def _state(number, moment):
    return SQL(
        """
        CASE WHEN %(earlier)s THEN %(led_to)s
             WHEN known_since <= %(moment)s AND %(later)s THEN %(came_from)s
             WHEN known_since <= %(moment)s THEN tier_id
             ELSE %(rebuilt)s END
        """,
        moment=moment,
        **_names(number),
    )


def _names(number):
    names = ("earlier", "later", "led_to", "came_from", "rebuilt")
    return {name: SQL.identifier(f"{name}_{number}") for name in names}
