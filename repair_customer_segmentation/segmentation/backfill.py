"""Classes of past month ends, written as transitions with the cause ``backfill``.

A rebuilt class is what the rules of today say of the history as it was: no grace, no
overrides. Rows end where real ones begin, so that what happened is never overwritten by
what would have happened.
"""

from odoo.tools import SQL

from ..vocabulary import EARNED


def clear(cr, company_id):
    """Remove what was rebuilt before."""
    cr.execute(
        SQL(
            "DELETE FROM repair_segmentation_transition"
            " WHERE company_id = %s AND cause = 'backfill'",
            company_id,
        )
    )


def real_since(cr, company_id):
    """Return when the real classification of a company began; None when it did not yet."""
    cr.execute(
        SQL(
            """
            SELECT LEAST(
                (SELECT min(date) FROM repair_segmentation_transition
                  WHERE company_id = %(company)s AND cause <> 'backfill'),
                (SELECT min(as_of) FROM repair_segmentation_run
                  WHERE company_id = %(company)s AND scope = 'all' AND state = 'done'))
            """,
            company=company_id,
        )
    )
    return cr.fetchone()[0]


def freeze(cr, relation):
    """Compute ``relation`` into a table that ends with the transaction, and return its name."""
    table = SQL.identifier("repair_segmentation_backfill")
    cr.execute(SQL("DROP TABLE IF EXISTS %s", table))
    cr.execute(SQL("CREATE TEMP TABLE %s ON COMMIT DROP AS %s", table, relation))
    cr.execute(SQL("ANALYZE %s", table))
    return table


def store_month(cr, relation, run):
    """Append the differences between ``relation`` and the month before.

    :param SQL relation: SELECT with the columns of ``tiers_relation``
    :param Run run: as of the month's end, see :mod:`.rules`
    :return: number of transitions written
    """
    cr.execute(
        SQL(
            """
            WITH new AS MATERIALIZED (%(relation)s), -- or each row works its tiers out four times
            before AS (
                SELECT DISTINCT ON (partner_id, dimension) partner_id, dimension, to_tier_id
                  FROM repair_segmentation_transition
                 WHERE company_id = %(company)s
                   AND cause = 'backfill'
                   AND date < %(as_of)s
                 ORDER BY partner_id, dimension, date DESC
            )
            INSERT INTO repair_segmentation_transition
                        (partner_id, company_id, dimension, from_tier_id, to_tier_id, date,
                         cause, run_id, policy_id, metrics)
            SELECT new.partner_id, %(company)s, moved.dimension, before.to_tier_id, moved.to_id,
                   %(as_of)s, 'backfill', %(run)s, %(policy)s,
                   jsonb_build_object(
                       'recency_days', new.recency_days,
                       'repair_count', new.repair_count,
                       'amount', new.amount)
              FROM new
             CROSS JOIN LATERAL (VALUES %(moves)s) AS moved (dimension, to_id)
              LEFT JOIN before
                     ON before.partner_id = new.partner_id
                    AND before.dimension = moved.dimension
             WHERE before.to_tier_id IS DISTINCT FROM moved.to_id
            """,
            company=run.company_id,
            as_of=run.as_of,
            run=run.id,
            policy=run.policy_id,
            relation=relation,
            moves=SQL(", ").join(
                SQL("(%s, %s)", dimension, SQL.identifier(f"{dimension}_computed_tier_id"))
                for dimension in EARNED
            ),
        )
    )
    return cr.rowcount
