"""Writing the differences, and only these.

One pass compares what is stored with what was computed (a full join, so that new, changed
and vanished customers come out of it together); the writes work on the differences. Not
``ON CONFLICT DO UPDATE``: that locks, and so dirties, every row it meets, changed or not.

Between the computed tier and the one in force stand, in this order: an active override,
which wins; and in the ranked dimensions the grace, which lets a customer who falls keep
the tier for a while. Recovering in time ends a grace, rising is immediate.
"""

from odoo.tools import SQL

from .history import partner_filter
from .metrics import PARTNER_COLUMNS, STORED_METRICS
from .tiers import DIMENSIONS, RANKED, SCORES

COMPUTED = tuple(f"{dimension}_computed_tier_id" for dimension in DIMENSIONS)
EFFECTIVE = tuple(f"{dimension}_tier_id" for dimension in DIMENSIONS)
FALLS_ON = tuple(f"{dimension}_falls_on" for dimension in RANKED)
STORED_COLUMNS = (*STORED_METRICS, *SCORES, *PARTNER_COLUMNS, *COMPUTED, *EFFECTIVE, *FALLS_ON)


def store_profiles(cr, relation, run, spec, partner_ids=None, bounds=None):
    """Bring the profiles of a company in line with ``relation``, in one statement.

    :param SQL relation: SELECT with the columns of ``tiers_relation``
    :param dict run: ``id`` and ``full_run_id`` (whose cuts were used), ``company_id``,
        ``as_of``, ``grace_days``, ``policy_id`` and ``policy_changed`` (True: the rules are
        not those of the last run, so nobody is given a grace)
    :param dict spec: see ``repair.segmentation.policy._classification_spec()``
    :param partner_ids: the customers that were asked for; ``None`` means everybody
    :param bounds: pair of partner ids, only customers above the first and up to the second
        (``None``: no end) are brought in line
    :return: tuple of the number of profiles written (created, changed or removed) and, where
        ``partner_ids`` are given, of the customers in ``relation``
    """
    scope = SQL(
        "company_id = %s %s %s",
        run["company_id"],
        partner_filter(SQL("partner_id"), partner_ids),
        _bounds_filter(bounds),
    )
    cr.execute(
        SQL(
            """
            WITH overrides AS (%(overrides)s),
            joined AS (
                SELECT new.partner_id AS new_partner_id,
                       old.id AS old_id,
                       new.recency_days,
                       %(new_columns)s,
                       %(effective)s,
                       %(falls_on)s,
                       %(old_columns)s
                  FROM (%(relation)s) AS new
                  LEFT JOIN overrides ON overrides.partner_id = new.partner_id
                  FULL JOIN (SELECT * FROM repair_customer_profile WHERE %(scope)s) AS old
                         ON old.partner_id = new.partner_id
            ),
            diff AS MATERIALIZED (
                SELECT *
                  FROM joined
                 WHERE old_id IS NULL
                    OR new_partner_id IS NULL
                    OR (%(columns)s) IS DISTINCT FROM (%(old_names)s)
            ),
            changed AS (
                UPDATE repair_customer_profile AS profile
                   SET %(assign)s, run_id = %(full_run)s, classified_at = %(as_of)s
                  FROM diff
                 WHERE profile.id = diff.old_id AND new_partner_id IS NOT NULL
                RETURNING 1
            ),
            created AS (
                INSERT INTO repair_customer_profile
                            (partner_id, company_id, run_id, classified_at, known_since,
                             %(columns)s)
                SELECT new_partner_id, %(company)s, %(full_run)s, %(as_of)s, %(as_of)s,
                       %(columns)s
                  FROM diff
                 WHERE old_id IS NULL
                 ORDER BY value_tier_id, amount DESC
                RETURNING 1
            ),
            removed AS (
                DELETE FROM repair_customer_profile AS profile
                 USING diff
                 WHERE profile.id = diff.old_id AND new_partner_id IS NULL
                RETURNING 1
            ),
            logged AS (
                INSERT INTO repair_segmentation_transition
                            (partner_id, company_id, dimension, from_tier_id, to_tier_id, date,
                             cause, run_id, policy_id, metrics)
                SELECT diff.new_partner_id, %(company)s, moved.dimension, moved.from_id,
                       moved.to_id, %(as_of)s, moved.cause, %(run)s, %(policy)s,
                       jsonb_build_object(
                           'recency_days', diff.recency_days,
                           'repair_count', diff.repair_count,
                           'amount', diff.amount)
                  FROM diff
                 CROSS JOIN LATERAL (VALUES %(moves)s)
                    AS moved (dimension, from_id, to_id, cause)
                 WHERE old_id IS NOT NULL
                   AND new_partner_id IS NOT NULL
                   AND moved.from_id IS DISTINCT FROM moved.to_id
            )
            SELECT (SELECT count(*) FROM changed)
                 + (SELECT count(*) FROM created)
                 + (SELECT count(*) FROM removed),
                   %(customers)s
            """,
            # Read twice, a relation is written aside first: not where it has a million rows.
            customers=SQL("NULL::int")
            if partner_ids is None
            else SQL("(SELECT count(new_partner_id) FROM joined)"),
            overrides=overrides_relation(run, spec),
            new_columns=_list("new", (*STORED_METRICS, *SCORES, *PARTNER_COLUMNS, *COMPUTED)),
            effective=SQL(", ").join(_effective(d, run, spec) for d in DIMENSIONS),
            falls_on=SQL(", ").join(_falls_on(d, run, spec) for d in RANKED),
            old_columns=SQL(", ").join(
                SQL("%s AS %s", SQL.identifier("old", c), SQL.identifier(f"old_{c}"))
                for c in STORED_COLUMNS
            ),
            old_names=SQL(", ").join(SQL.identifier(f"old_{c}") for c in STORED_COLUMNS),
            relation=relation,
            scope=scope,
            columns=SQL(", ").join(map(SQL.identifier, STORED_COLUMNS)),
            assign=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(c), SQL.identifier("diff", c)) for c in STORED_COLUMNS
            ),
            full_run=run["full_run_id"],
            run=run["id"],
            policy=run["policy_id"],
            as_of=run["as_of"],
            company=run["company_id"],
            moves=SQL(", ").join(_move(d, run) for d in DIMENSIONS),
        )
    )
    return cr.fetchone()


def _list(alias, names):
    return SQL(", ").join(SQL.identifier(alias, name) for name in names)


def _bounds_filter(bounds):
    if bounds is None:
        return SQL()
    low, high = bounds
    if high is None:
        return SQL("AND partner_id > %s", low)
    return SQL("AND partner_id > %s AND partner_id <= %s", low, high)


def overrides_relation(run, spec):
    """Return the active overrides, one row a customer, a column a dimension."""
    return SQL(
        """
        SELECT partner_id, %(columns)s
          FROM repair_segmentation_override
         WHERE company_id = %(company)s
           AND active
           AND tier_id = ANY(%(tiers)s)
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
        company=run["company_id"],
        as_of=run["as_of"],
        tiers=[tier["id"] for tier in spec["tiers"]],
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


def _fell(dimension, run, spec):
    """Return whether the computed tier is below the one in force, both of today's policy.

    Whoever was held up by an override falls at once when it ends: an override is no merit.
    """
    tiers = [tier["id"] for tier in spec["tiers"] if tier["dimension"] == dimension]
    if run["policy_changed"] or not run["grace_days"]:
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


def _effective(dimension, run, spec):
    names = _names(dimension)
    column = SQL.identifier(f"{dimension}_tier_id")
    if dimension not in RANKED:
        return SQL("COALESCE(%(override)s, %(computed)s) AS %(column)s", column=column, **names)
    return SQL(
        """CASE WHEN %(fell)s AND (%(old_falls_on)s IS NULL OR %(old_falls_on)s > %(today)s)
                THEN %(old)s
                ELSE COALESCE(%(override)s, %(computed)s)
            END AS %(column)s""",
        fell=_fell(dimension, run, spec),
        today=run["as_of"].date(),
        column=column,
        **names,
    )


def _falls_on(dimension, run, spec):
    names = _names(dimension)
    return SQL(
        """CASE WHEN %(fell)s AND %(old_falls_on)s IS NULL THEN %(today)s + %(grace)s::int
                WHEN %(fell)s AND %(old_falls_on)s > %(today)s THEN %(old_falls_on)s
            END AS %(column)s""",
        fell=_fell(dimension, run, spec),
        today=SQL("%s::date", run["as_of"].date()),
        grace=run["grace_days"],
        column=SQL.identifier(f"{dimension}_falls_on"),
        **names,
    )


def _move(dimension, run):
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
            CASE WHEN %(effective)s IS DISTINCT FROM %(computed)s AND NOT %(graced)s
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
        policy_changed=run["policy_changed"],
    )
