"""Writing the differences, and only these.

Not ``ON CONFLICT DO UPDATE``: that locks, and so dirties, every row it meets, changed or not.
"""

from odoo.tools import SQL

from .history import partner_filter
from .tiers import COLUMNS

# Copied from the partner, so that lists of a million customers filter without a join.
PARTNER_COLUMNS = ("customer_kind", "industry_id", "country_id")
STORED_COLUMNS = (*COLUMNS, *PARTNER_COLUMNS)


def store_profiles(cr, relation, company_id, run_id, classified_at, partner_ids=None):
    """Bring the profiles of a company in line with ``relation``, in one statement.

    :param SQL relation: SELECT with the columns of ``tiers_relation``
    :param partner_ids: the customers that were asked for; ``None`` means everybody
    :return: tuple of the number of customers in ``relation`` and of the profiles written
        (created, changed or removed)
    """
    cr.execute(
        SQL(
            """
            WITH new AS MATERIALIZED (
                SELECT tiers.*,
                       CASE WHEN partner.is_company THEN 'enterprise' ELSE 'individual'
                        END AS customer_kind,
                       partner.industry_id,
                       partner.country_id
                  FROM (%(relation)s) AS tiers
                  JOIN res_partner AS partner ON partner.id = tiers.partner_id
            ),
            changed AS (
                UPDATE repair_customer_profile AS old
                   SET %(assign)s, run_id = %(run)s, classified_at = %(at)s
                  FROM new
                 WHERE old.company_id = %(company)s
                   AND old.partner_id = new.partner_id
                   AND (%(old)s) IS DISTINCT FROM (%(new)s)
                RETURNING 1
            ),
            created AS (
                INSERT INTO repair_customer_profile
                            (partner_id, company_id, run_id, classified_at, %(columns)s)
                SELECT partner_id, %(company)s, %(run)s, %(at)s, %(columns)s
                  FROM new
                 WHERE NOT EXISTS (
                        SELECT FROM repair_customer_profile AS old
                         WHERE old.company_id = %(company)s
                           AND old.partner_id = new.partner_id)
                RETURNING 1
            ),
            removed AS (
                DELETE FROM repair_customer_profile AS old
                 WHERE company_id = %(company)s
                   %(partners)s
                   AND NOT EXISTS (SELECT FROM new WHERE new.partner_id = old.partner_id)
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM new),
                   (SELECT count(*) FROM changed)
                 + (SELECT count(*) FROM created)
                 + (SELECT count(*) FROM removed)
            """,
            relation=relation,
            assign=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(c), SQL.identifier("new", c))
                for c in STORED_COLUMNS
            ),
            run=run_id,
            at=classified_at,
            company=company_id,
            old=SQL(", ").join(SQL.identifier("old", c) for c in STORED_COLUMNS),
            new=SQL(", ").join(SQL.identifier("new", c) for c in STORED_COLUMNS),
            columns=SQL(", ").join(map(SQL.identifier, STORED_COLUMNS)),
            partners=partner_filter(SQL("partner_id"), partner_ids),
        )
    )
    return cr.fetchone()
