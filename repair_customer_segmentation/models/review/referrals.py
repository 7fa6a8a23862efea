"""Who brought whom: the customers that others named as the reason they came."""

from collections import namedtuple

from odoo.tools import SQL

Brought = namedtuple("Brought", "customers repairs amount")
NO_REFERRAL = Brought(0, 0, 0.0)


def brought(company, customer_ids):
    """Return commercial partner id -> what the customers whom they brought meant to a company.

    Whoever names a contact of a company was brought by that company. Repairs are all those ever,
    and the amount is theirs, as the profiles have them; archived customers count as well.

    :param company: record of ``res.company``
    :param customer_ids: ids of commercial partners
    :return: dict of :class:`Brought`; nothing for those who brought nobody
    """
    if not customer_ids:
        return {}
    rows = company.env.execute_query(
        SQL(
            """
            SELECT referrer.commercial_partner_id, count(*),
                   COALESCE(sum(profile.repair_count_total), 0),
                   COALESCE(sum(profile.amount_total), 0)
              FROM res_partner AS referrer
              JOIN res_partner AS customer ON customer.repair_referred_by_id = referrer.id
              LEFT JOIN repair_customer_profile AS profile
                ON profile.partner_id = customer.id AND profile.company_id = %(company)s
             WHERE referrer.commercial_partner_id = ANY(%(ids)s)
               AND customer.id = customer.commercial_partner_id
               AND customer.commercial_partner_id <> referrer.commercial_partner_id
               AND (customer.company_id IS NULL OR customer.company_id = %(company)s)
             GROUP BY 1
            """,
            company=company.id,
            ids=list(customer_ids),
        )
    )
    return {
        customer_id: Brought(customers, int(repairs), float(amount))
        for customer_id, customers, repairs, amount in rows
    }


def in_circle(env, customer_ids):
    """Return the ids of those customers who, by others, brought themselves.

    :param customer_ids: ids of commercial partners
    """
    rows = env.execute_query(
        SQL(
            """
            WITH RECURSIVE way (customer_id, current_id) AS (
                SELECT customer.id, referrer.commercial_partner_id
                  FROM res_partner AS customer
                  JOIN res_partner AS referrer ON referrer.id = customer.repair_referred_by_id
                 WHERE customer.id = ANY(%(ids)s)
                 UNION
                SELECT way.customer_id, referrer.commercial_partner_id
                  FROM way
                  JOIN res_partner AS step ON step.id = way.current_id
                  JOIN res_partner AS referrer ON referrer.id = step.repair_referred_by_id
                 WHERE way.current_id <> way.customer_id
            )
            SELECT DISTINCT customer_id FROM way WHERE current_id = customer_id
            """,
            ids=list(customer_ids),
        )
    )
    return {customer_id for (customer_id,) in rows}
