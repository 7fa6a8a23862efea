"""What is missing of a customer, as one small number: a bit for each gap.

A list of a million customers filters, sorts and groups by a number that stands on their profile,
and by nothing else. Each bit is one of :data:`GAPS`; one more tells a company from a person, as
some of them are asked of companies alone. Whether a gap counts, how much, and what it is needed
for depend on the rules of the day: see :mod:`.completeness`.
"""

from odoo.tools import SQL

GAPS = ("contact", "kind", "industry", "country", "case_type", "exchange_rate", "employees")
BIT = {name: 1 << position for position, name in enumerate(GAPS)}
ENTERPRISE = 1 << len(GAPS)
# All numbers that there can be.
GAP_NUMBERS = range(2 * ENTERPRISE)


def gap_bits(partner, reached, named, repairs):
    """Return the number of one customer, never null.

    :param SQL partner: alias of its row of ``res_partner``
    :param SQL reached: condition that one of its contacts has an email address or a phone number
    :param SQL named: condition that an override names its industry
    :param SQL repairs: the bits of its repairs, put together; null without one
    """

    def column(name):
        return SQL("%s.%s", partner, SQL.identifier(name))

    def known(name):
        return SQL("COALESCE(%s <> '', FALSE)", column(name))

    enterprise = SQL("COALESCE(%s, FALSE)", column("is_company"))
    is_open = {
        "contact": SQL(
            "NOT (%s OR %s OR COALESCE(%s, FALSE))", known("email"), known("phone"), reached
        ),
        "kind": SQL(
            "%s <> %s AND COALESCE(%s <> '/', TRUE)", enterprise, known("vat"), column("vat")
        ),
        "industry": SQL(
            "%s AND %s IS NULL AND NOT COALESCE(%s, FALSE)",
            enterprise,
            column("industry_id"),
            named,
        ),
        "country": SQL("%s IS NULL", column("country_id")),
        "employees": SQL(
            "%s AND COALESCE(%s, 0) <= 0", enterprise, column("repair_employee_count")
        ),
    }
    return SQL(
        "(CASE WHEN %s THEN %s ELSE 0 END | %s | COALESCE(%s, 0))",
        enterprise,
        ENTERPRISE,
        SQL(" | ").join(
            SQL("CASE WHEN %s THEN %s ELSE 0 END", condition, BIT[name])
            for name, condition in is_open.items()
        ),
        repairs,
    )


def repair_bits(untyped, unrated):
    """Return the bits of one repair: without a type, or paid for in a currency without a rate.

    :param SQL untyped: condition that its type should be known and is not
    :param SQL unrated: condition that its amount is unknown for want of a rate
    """
    return SQL(
        "(CASE WHEN %s THEN %s ELSE 0 END | CASE WHEN %s THEN %s ELSE 0 END)",
        untyped,
        BIT["case_type"],
        unrated,
        BIT["exchange_rate"],
    )


def reached_customers(partner_ids=None):
    """Return the SELECT of ``partner_id`` of customers whom a contact of theirs can be reached for.

    :param partner_ids: commercial partner ids to restrict to; ``None``: everybody
    """
    return SQL(
        """
        SELECT DISTINCT commercial_partner_id AS partner_id
          FROM res_partner
         WHERE parent_id IS NOT NULL
           AND active
           AND (email <> '' OR phone <> '')
           %s
        """,
        SQL() if partner_ids is None else SQL("AND commercial_partner_id = ANY(%s)", partner_ids),
    )


def gaps_relation(company_id, history, partner_ids):
    """Return the SELECT of the numbers of some customers as they are now, with their ids.

    :param int company_id: whose customers they are
    :param SQL history: their repairs, see :mod:`..segmentation.history`
    :param list partner_ids: commercial partner ids
    """
    named = SQL(
        """EXISTS (
            SELECT FROM repair_segmentation_override AS named
             WHERE named.partner_id = partner.id
               AND named.company_id = %s
               AND named.active
               AND named.industry_id IS NOT NULL)""",
        company_id,
    )
    return SQL(
        """
        SELECT %(bits)s AS bits, array_agg(partner.id)
          FROM res_partner AS partner
          LEFT JOIN (%(reached)s) AS reached ON reached.partner_id = partner.id
          LEFT JOIN (SELECT partner_id, bit_or(gaps) AS gaps FROM (%(history)s) AS history
                      GROUP BY partner_id) AS repairs ON repairs.partner_id = partner.id
         WHERE partner.id = ANY(%(ids)s)
         GROUP BY 1
        """,
        bits=gap_bits(
            SQL("partner"), SQL("reached.partner_id IS NOT NULL"), named, SQL("repairs.gaps")
        ),
        reached=reached_customers(partner_ids),
        history=history,
        ids=partner_ids,
    )
