"""Writing the differences, and only these.

What is stored is compared with what was computed, and the writes work on the differences. Not
``ON CONFLICT DO UPDATE``: that locks, and so dirties, every row it meets, changed or not.

Many customers are compared into a table of their own, which PostgreSQL fills with all its
workers (a statement that writes gets none); a few in the same statement. Where nothing is stored
yet there is nothing to compare.
"""

from dataclasses import replace

from odoo.tools import SQL

from ..quality.gaps import BIT
from ..vocabulary import DIMENSIONS, RANKED
from .decide import effective_tier, falls_on, move, overrides_relation
from .history import partner_filter
from .metrics import PARTNER_COLUMNS, STORED_METRICS
from .planner import planner_settings
from .tiers import SCORES
from .work import within

COMPUTED = tuple(f"{dimension}_computed_tier_id" for dimension in DIMENSIONS)
EFFECTIVE = tuple(f"{dimension}_tier_id" for dimension in DIMENSIONS)
FALLS_ON = tuple(f"{dimension}_falls_on" for dimension in RANKED)
FIGURE_COLUMNS = (*STORED_METRICS, *SCORES, *PARTNER_COLUMNS, *COMPUTED)
STORED_COLUMNS = (*FIGURE_COLUMNS, *EFFECTIVE, *FALLS_ON)
DIFF = SQL.identifier("repair_segmentation_diff")


def store_profiles(cr, relation, run, rules, partner_ids=None, bounds=None):
    """Bring the profiles of a company in line with ``relation``.

    :param SQL relation: SELECT with the columns of ``tiers_relation``
    :param Run run: on whose account, see :mod:`.rules`
    :param Rules rules: that the tiers are of
    :param partner_ids: the customers that were asked for; ``None`` means everybody
    :param bounds: pair of partner ids, only customers above the first and up to the second
        (``None``: no end) are brought in line
    :return: tuple of the number of profiles written (created, changed or removed) and, where
        ``partner_ids`` are given, of the customers in ``relation``
    """
    scope = SQL(
        "company_id = %s %s %s",
        run.company_id,
        partner_filter(SQL("partner_id"), partner_ids),
        within(bounds),
    )
    if partner_ids is not None:
        return _store_some(cr, relation, run, rules, scope)
    with planner_settings(cr, jit="off"):
        if _is_empty(cr, scope):
            return _create_all(cr, relation, run, rules), None
        return _store_many(cr, relation, run, rules, scope), None


def _is_empty(cr, scope):
    cr.execute(SQL("SELECT NOT EXISTS (SELECT FROM repair_customer_profile WHERE %s)", scope))
    return cr.fetchone()[0]


def _create_all(cr, relation, run, rules):
    """Store customers of whom nothing is stored yet; return how many."""
    joined = _joined(relation, replace(run, grace_days=0), rules, scope=None)
    cr.execute(_creation(run, SQL("(%s) AS diff", joined)))
    return cr.rowcount


def _store_many(cr, relation, run, rules, scope):
    """Bring the profiles in ``scope`` in line by way of a table; return how many it took."""
    cr.execute(
        SQL(
            "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s",
            DIFF,
            _differences(_joined(relation, run, rules, scope)),
        )
    )
    cr.execute(
        SQL(
            "WITH %s %s",
            _writes(run, scope, customers=SQL("SELECT partner_id FROM (%s) AS new", relation)),
            _written(),
        )
    )
    written = cr.fetchone()[0]
    cr.execute(SQL("DROP TABLE %s", DIFF))
    return written


def _store_some(cr, relation, run, rules, scope):
    """Bring a few profiles in line; return how many it took, and how many customers there are."""
    cr.execute(
        SQL(
            """
            WITH joined AS (%(joined)s),
                 %(diff)s AS MATERIALIZED (%(differences)s),
                 %(writes)s
            %(written)s, (SELECT count(*) FROM joined)
            """,
            joined=_joined(relation, run, rules, scope),
            diff=DIFF,
            differences=_differences(SQL("SELECT * FROM joined")),
            writes=_writes(run, scope, customers=SQL("SELECT partner_id FROM joined")),
            written=_written(),
        )
    )
    return cr.fetchone()


def _joined(relation, run, rules, scope):
    """Return the SELECT of each computed row beside what is stored and overridden.

    :param scope: condition of the stored profiles to look at; ``None`` where there are none
    """
    return SQL(
        """
        SELECT new.partner_id,
               new.recency_days,
               %(figures)s,
               %(effective)s,
               %(falls_on)s,
               old.id AS old_id,
               %(old)s
          FROM (%(relation)s %(once)s) AS new
          LEFT JOIN (%(overrides)s) AS overrides ON overrides.partner_id = new.partner_id
          LEFT JOIN (SELECT * FROM repair_customer_profile WHERE %(scope)s) AS old
                 ON old.partner_id = new.partner_id
        """,
        figures=_figures(),
        effective=SQL(", ").join(effective_tier(d, run, rules) for d in DIMENSIONS),
        falls_on=SQL(", ").join(falls_on(d, run, rules) for d in RANKED),
        old=SQL(", ").join(
            SQL("%s AS %s", SQL.identifier("old", c), SQL.identifier(f"old_{c}"))
            for c in STORED_COLUMNS
        ),
        relation=relation,
        # Else PostgreSQL works each tier out twice, as computed and as in force; where it
        # compares, that costs less than the workers it would not take.
        once=SQL("OFFSET 0") if scope is None else SQL(),
        overrides=overrides_relation(run, rules),
        scope=SQL("FALSE") if scope is None else scope,
    )


def _figures():
    """Return the columns of the figures; an industry that a person named goes before."""
    named = {
        "industry_id": SQL("COALESCE(overrides.industry_override, new.industry_id) AS industry_id"),
        "gap_bits": SQL(
            "CASE WHEN overrides.industry_override IS NULL THEN new.gap_bits"
            " ELSE new.gap_bits & ~%s END AS gap_bits",
            BIT["industry"],
        ),
    }
    return SQL(", ").join(
        named.get(column, SQL.identifier("new", column)) for column in FIGURE_COLUMNS
    )


def _differences(joined):
    """Return the SELECT of the joined rows that are new or not as stored."""
    return SQL(
        """
        SELECT partner_id, recency_days, %(columns)s, old_id, %(old_tiers)s
          FROM (%(joined)s) AS joined
         WHERE old_id IS NULL OR (%(columns)s) IS DISTINCT FROM (%(old)s)
        """,
        joined=joined,
        columns=_identifiers(STORED_COLUMNS),
        old=_identifiers(f"old_{c}" for c in STORED_COLUMNS),
        # A transition is recorded from the old tiers and the new ones.
        old_tiers=_identifiers(f"old_{c}" for c in (*COMPUTED, *EFFECTIVE, *FALLS_ON)),
    )


def _creation(run, source):
    """Return the INSERT of the rows of ``source``."""
    return SQL(
        """
        INSERT INTO repair_customer_profile
                    (partner_id, company_id, run_id, classified_at, known_since, %(columns)s)
        SELECT partner_id, %(company)s, %(full_run)s, %(as_of)s, %(as_of)s, %(columns)s
          FROM %(source)s
        """,
        source=source,
        columns=_identifiers(STORED_COLUMNS),
        company=run.company_id,
        full_run=run.full_run_id,
        as_of=run.as_of,
    )


def _writes(run, scope, customers):
    """Return the statements, for a WITH, that write the differences.

    :param SQL customers: SELECT of ``partner_id`` of all customers there are in ``scope``
    """
    return SQL(
        """
        changed AS (
            UPDATE repair_customer_profile AS profile
               SET %(assign)s, run_id = %(full_run)s, classified_at = %(as_of)s
              FROM %(diff)s AS diff
             WHERE profile.id = diff.old_id
            RETURNING 1
        ),
        created AS (%(creation)s RETURNING 1),
        removed AS (
            DELETE FROM repair_customer_profile AS profile
             WHERE %(scope)s
               AND NOT EXISTS (
                    SELECT FROM (%(customers)s) AS customers
                     WHERE customers.partner_id = profile.partner_id)
            RETURNING 1
        ),
        logged AS (
            INSERT INTO repair_segmentation_transition
                        (partner_id, company_id, dimension, from_tier_id, to_tier_id, date,
                         cause, run_id, policy_id, metrics)
            SELECT diff.partner_id, %(company)s, moved.dimension, moved.from_id,
                   moved.to_id, %(as_of)s, moved.cause, %(run)s, %(policy)s,
                   jsonb_build_object(
                       'recency_days', diff.recency_days,
                       'repair_count', diff.repair_count,
                       'amount', diff.amount)
              FROM %(diff)s AS diff
             CROSS JOIN LATERAL (VALUES %(moves)s)
                AS moved (dimension, from_id, to_id, cause)
             WHERE old_id IS NOT NULL
               AND moved.from_id IS DISTINCT FROM moved.to_id
        )
        """,
        diff=DIFF,
        creation=_creation(run, SQL("%s WHERE old_id IS NULL", DIFF)),
        assign=SQL(", ").join(
            SQL("%s = %s", SQL.identifier(c), SQL.identifier("diff", c)) for c in STORED_COLUMNS
        ),
        scope=scope,
        customers=customers,
        full_run=run.full_run_id,
        run=run.id,
        policy=run.policy_id,
        as_of=run.as_of,
        company=run.company_id,
        moves=SQL(", ").join(move(d, run) for d in DIMENSIONS),
    )


def _written():
    """Return the SELECT of how many profiles :func:`_writes` wrote."""
    return SQL(
        "SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM created)"
        " + (SELECT count(*) FROM removed)"
    )


def _identifiers(names):
    return SQL(", ").join(map(SQL.identifier, names))
