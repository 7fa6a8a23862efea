"""Which tier is in force: the computed one, an override, or one held by grace.

Between the computed tier and the one in force stand, in this order: an active override,
which wins; and in the ranked dimensions the grace, which lets a customer who falls keep
the tier for a while. Recovering in time ends a grace, rising is immediate.

Expressions read three relations by these names: ``new`` (the computed row), ``old`` (the
stored profile, if any) and ``overrides``. ``run`` and ``rules`` are those of :mod:`.rules`.
"""

from odoo.tools import SQL

from ..vocabulary import DIMENSIONS, RANKED


def overrides_relation(run, rules):
    """Return the active overrides, one row a customer, a column a dimension."""
    return SQL(
        """
        SELECT partner_id, %(columns)s, max(industry_id) AS industry_override
          FROM repair_segmentation_override
         WHERE company_id = %(company)s
           AND active
           AND (tier_id = ANY(%(tiers)s) OR industry_id IS NOT NULL)
           AND date_start <= %(as_of)s
           AND (date_end IS NULL OR date_end > %(as_of)s)
         GROUP BY partner_id
        """,
        columns=SQL(", ").join(
            SQL(
                "max(tier_id) FILTER (WHERE dimension = %s) AS %s",
                dimension,
                SQL.identifier(f"{dimension}_override"),
            )
            for dimension in DIMENSIONS
        ),
        company=run.company_id,
        as_of=run.as_of,
        tiers=[tier.id for tier in rules.tiers],
    )


def _names(dimension):
    """Return the columns that decide a dimension: override, computed, old, old's grace end."""
    return {
        "override": SQL.identifier("overrides", f"{dimension}_override"),
        "computed": SQL.identifier("new", f"{dimension}_computed_tier_id"),
        "old": SQL.identifier("old", f"{dimension}_tier_id"),
        "old_computed": SQL.identifier("old", f"{dimension}_computed_tier_id"),
        "old_falls_on": SQL.identifier("old", f"{dimension}_falls_on"),
    }


def _fell(dimension, run, rules):
    """Return whether the computed tier is below the one in force, both of today's policy.

    Whoever was held up by an override falls at once when it ends: an override is no merit.
    """
    tiers = [tier.id for tier in rules.of(dimension)]
    if dimension in run.changed_dimensions or not run.grace_days:
        return SQL("FALSE")
    return SQL(
        """(
            %(override)s IS NULL
            AND array_position(%(tiers)s::int[], %(computed)s)
                > array_position(%(tiers)s::int[], %(old)s)
            AND (%(old)s = %(old_computed)s OR %(old_falls_on)s IS NOT NULL)
        )""",
        tiers=tiers,
        **_names(dimension),
    )


def effective_tier(dimension, run, rules):
    """Return the column of the tier in force."""
    names = _names(dimension)
    column = SQL.identifier(f"{dimension}_tier_id")
    if dimension not in RANKED:
        return SQL("COALESCE(%(override)s, %(computed)s) AS %(column)s", column=column, **names)
    return SQL(
        """CASE WHEN %(fell)s AND (%(old_falls_on)s IS NULL OR %(old_falls_on)s > %(today)s)
                THEN %(old)s
                ELSE COALESCE(%(override)s, %(computed)s)
            END AS %(column)s""",
        fell=_fell(dimension, run, rules),
        today=run.today,
        column=column,
        **names,
    )


def falls_on(dimension, run, rules):
    """Return the column of the day on which a grace ends."""
    names = _names(dimension)
    return SQL(
        """CASE WHEN %(fell)s AND %(old_falls_on)s IS NULL THEN %(today)s + %(grace)s::int
                WHEN %(fell)s AND %(old_falls_on)s > %(today)s THEN %(old_falls_on)s
            END AS %(column)s""",
        fell=_fell(dimension, run, rules),
        today=SQL("%s::date", run.today),
        grace=run.grace_days,
        column=SQL.identifier(f"{dimension}_falls_on"),
        **names,
    )


def move(dimension, run):
    """Return one row of the transitions: dimension, from, to, cause."""
    computed = SQL.identifier(f"{dimension}_computed_tier_id")
    effective = SQL.identifier(f"{dimension}_tier_id")
    old = SQL.identifier(f"old_{dimension}_tier_id")
    old_computed = SQL.identifier(f"old_{dimension}_computed_tier_id")
    old_graced = (
        SQL("%s IS NOT NULL", SQL.identifier(f"old_{dimension}_falls_on"))
        if dimension in RANKED
        else SQL("FALSE")
    )
    graced = (
        SQL("%s IS NOT NULL", SQL.identifier(f"{dimension}_falls_on"))
        if dimension in RANKED
        else SQL("FALSE")
    )
    return SQL(
        """(%(dimension)s, %(old)s, %(effective)s,
            CASE WHEN diff.partner_id IN (
                        SELECT partner_id FROM repair_customer_stale
                         WHERE is_merge AND company_id = %(company)s)
                 THEN 'merge'
                 WHEN %(effective)s IS DISTINCT FROM %(computed)s AND NOT %(graced)s
                 THEN 'override'
                 WHEN %(old)s IS DISTINCT FROM %(old_computed)s AND NOT %(old_graced)s
                 THEN 'expiry'
                 WHEN %(policy_changed)s THEN 'policy'
                 ELSE 'rule' END)""",
        dimension=dimension,
        old=old,
        effective=effective,
        computed=computed,
        graced=graced,
        old_computed=old_computed,
        old_graced=old_graced,
        policy_changed=dimension in run.changed_dimensions,
        company=run.company_id,
    )
