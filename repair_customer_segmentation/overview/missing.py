"""Customers by what is missing of them (see ``quality/gaps.py``) and by tier: what reports count.

Archived customers are left out. Who was changed since the last run is counted by what was stored
then: of these few, the report takes it away and adds what is missing now.
"""

from odoo.tools import SQL

from .customers import signed_rows

GAP_KEYS = ("gap_bits", "value_tier_id", "frequency_tier_id", "rfm_tier_id", "kind_tier_id")
GAP_COLUMNS = tuple((name, "integer") for name in ("company_id", *GAP_KEYS))
GAP_COUNTS = (("customers", "bigint"), ("repairs", "bigint"))


def added(event):
    """Return the statement that adds what a change of profiles comes to.

    :param str event: ``insert``, ``update`` or ``delete``; see :mod:`.tables`
    """
    return _addition(signed_rows(event))


def fill(sign=1):
    """Return the statement that adds all profiles, or takes them away (-1)."""
    return _addition(SQL("SELECT %s AS sign, * FROM repair_customer_profile", sign))


def counted(company_id, numbers_now):
    """Return the SELECT of a company's sums: its columns are those of the table.

    :param dict numbers_now: number -> ids of customers who changed since it was stored
    """
    keys = SQL(", ").join(map(SQL.identifier, GAP_KEYS))
    kept = SQL(
        "SELECT company_id, %s, customers, repairs FROM repair_overview_gap WHERE company_id = %s",
        keys,
        company_id,
    )
    if not numbers_now:
        return kept
    pairs = [(partner, bits) for bits, partners in numbers_now.items() for partner in partners]
    partners, bits = map(list, zip(*pairs, strict=True))
    return SQL(
        """
        %(kept)s
         UNION ALL
        SELECT company_id, own.bits, %(tiers)s, own.sign, own.sign * COALESCE(repair_count, 0)
          FROM unnest(%(partners)s::int[], %(bits)s::int[]) AS now (partner_id, bits)
          JOIN repair_customer_profile USING (partner_id)
         CROSS JOIN LATERAL (VALUES (-1, gap_bits), (1, now.bits)) AS own (sign, bits)
         WHERE company_id = %(company)s AND active
        """,
        kept=kept,
        tiers=SQL(", ").join(map(SQL.identifier, GAP_KEYS[1:])),
        partners=partners,
        bits=bits,
        company=company_id,
    )


def counted_by_salesperson(company_id, bits):
    """Return the SELECT of the same by salesperson (``user_id``), too, from all customers.

    :param SQL bits: the number of a profile ``c``
    """
    return SQL(
        """
        SELECT c.company_id, %(bits)s AS gap_bits, %(tiers)s, p.user_id, count(*) AS customers,
               sum(COALESCE(c.repair_count, 0)) AS repairs
          FROM repair_customer_profile AS c
          LEFT JOIN res_partner AS p ON p.id = c.partner_id
         WHERE c.company_id = %(company)s AND c.active
         GROUP BY c.company_id, 2, %(tiers)s, p.user_id
        """,
        bits=bits,
        tiers=SQL(", ").join(SQL.identifier("c", name) for name in GAP_KEYS[1:]),
        company=company_id,
    )


def _addition(rows):
    keys = SQL(", ").join(map(SQL.identifier, ("company_id", *GAP_KEYS)))
    return SQL(
        """
        INSERT INTO repair_overview_gap
        SELECT %(keys)s, sum(sign), sum(sign * COALESCE(repair_count, 0))
          FROM (%(rows)s) AS signed
         WHERE active AND gap_bits IS NOT NULL
         GROUP BY %(keys)s
        HAVING sum(sign) <> 0 OR sum(sign * COALESCE(repair_count, 0)) <> 0
        """,
        keys=keys,
        rows=rows,
    )
