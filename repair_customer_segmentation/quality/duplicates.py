"""Customers of a company who may be one and the same: equal e-mail, phone number or tax id.

A key is comparable text or null. Groups of customers with an equal key are found for all
customers in one statement, and what is stored is brought in line with them.
"""

from odoo.tools import SQL

# A shorter number is an extension or a slip: half the customers would share it.
MIN_PHONE_DIGITS = 6
TABLE = SQL.identifier("repair_customer_duplicate_found")


def email_key(normalized):
    """Return the key of an e-mail address that Odoo has normalized."""
    return SQL("NULLIF(%s, '')", normalized)


def vat_key(vat):
    """Return the key of a tax id: upper case, letters and digits only."""
    return SQL("NULLIF(upper(regexp_replace(%s, '[^A-Za-z0-9]', '', 'g')), '')", vat)


def phone_key(phone, calling_code, sanitized=None):
    """Return the key of a phone number, like E.164: ``+``, calling code, number.

    :param SQL calling_code: of the country that a national number is dialled in; null where
        that is not known, the digits are compared then
    :param sanitized: the number in E.164 by Odoo's phone validation, null where it is no
        number to it; ``None`` where that is not installed
    """
    # An extension is no part of the number, nor is the zero that is not dialled from abroad.
    digits = SQL(
        "regexp_replace(regexp_replace(%s, '(ext|x|#|;).*$', '', 'i'), '\\(0\\)|[^0-9]', '', 'g')",
        phone,
    )
    key = SQL(
        """
        CASE WHEN length(%(digits)s) < %(least)s THEN NULL
             WHEN ltrim(%(phone)s, ' (') LIKE '+%%' THEN '+' || %(digits)s
             WHEN %(digits)s LIKE '00%%' THEN '+' || substr(%(digits)s, 3)
             WHEN %(dialled)s > 0 THEN '+' || %(dialled)s || ltrim(%(digits)s, '0')
             ELSE %(digits)s
        END
        """,
        digits=digits,
        phone=phone,
        dialled=calling_code,
        least=MIN_PHONE_DIGITS,
    )
    return key if sanitized is None else SQL("COALESCE(NULLIF(%s, ''), %s)", sanitized, key)


def refresh(cr, company_id, owner_ids, calling_code, with_sanitized):
    """Bring the stored groups of a company in line with its customers.

    Groups that people have dismissed stay so, whoever joins or leaves them.

    :param owner_ids: companies that a partner may belong to, to be seen in this one
    :param calling_code: of the company's country, for partners without a country; or ``None``
    :param bool with_sanitized: whether partners have a ``phone_sanitized``
    """
    cr.execute(SQL("DROP TABLE IF EXISTS %s", TABLE))
    cr.execute(
        SQL(
            "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s",
            TABLE,
            _found(company_id, owner_ids, calling_code, with_sanitized),
        )
    )
    cr.execute(SQL("ANALYZE %s", TABLE))
    cr.execute(
        SQL(
            """
            INSERT INTO repair_customer_duplicate
                        (company_id, kind, key, partner_count, repair_count, is_dismissed)
            SELECT %(company)s, kind, key, cardinality(partner_ids), repair_count, FALSE
              FROM %(found)s
                ON CONFLICT (company_id, kind, key) DO UPDATE
               SET partner_count = EXCLUDED.partner_count, repair_count = EXCLUDED.repair_count
             WHERE (repair_customer_duplicate.partner_count,
                    repair_customer_duplicate.repair_count)
                   IS DISTINCT FROM (EXCLUDED.partner_count, EXCLUDED.repair_count)
            """,
            company=company_id,
            found=TABLE,
        )
    )
    cr.execute(
        SQL(
            """
            DELETE FROM repair_customer_duplicate AS stored
             WHERE company_id = %(company)s
               AND NOT is_dismissed
               AND NOT EXISTS (
                    SELECT FROM %(found)s AS found
                     WHERE found.kind = stored.kind AND found.key = stored.key)
            """,
            company=company_id,
            found=TABLE,
        )
    )
    _refresh_members(cr, company_id)
    cr.execute(SQL("DROP TABLE %s", TABLE))


def _refresh_members(cr, company_id):
    members = SQL(
        """
        SELECT stored.id AS duplicate_id, unnest(found.partner_ids) AS partner_id
          FROM %s AS found
          JOIN repair_customer_duplicate AS stored
            ON stored.company_id = %s AND stored.kind = found.kind AND stored.key = found.key
        """,
        TABLE,
        company_id,
    )
    cr.execute(
        SQL(
            """
            WITH members AS MATERIALIZED (%s),
            gone AS (
                DELETE FROM repair_customer_duplicate_partner_rel AS rel
                 USING repair_customer_duplicate AS stored
                 WHERE stored.id = rel.duplicate_id
                   AND stored.company_id = %s
                   AND NOT EXISTS (
                        SELECT FROM members
                         WHERE members.duplicate_id = rel.duplicate_id
                           AND members.partner_id = rel.partner_id)
            )
            INSERT INTO repair_customer_duplicate_partner_rel (duplicate_id, partner_id)
            SELECT duplicate_id, partner_id FROM members
                ON CONFLICT DO NOTHING
            """,
            members,
            company_id,
        )
    )


def _found(company_id, owner_ids, calling_code, with_sanitized):
    """Return the SELECT of ``kind``, ``key``, ``partner_ids`` and ``repair_count``."""
    sanitized = SQL("p.phone_sanitized") if with_sanitized else None
    code = SQL("COALESCE(country.phone_code, %s::int)", calling_code)
    return SQL(
        """
        SELECT keys.kind, keys.key, array_agg(c.partner_id) AS partner_ids,
               sum(c.repair_count_total)::int AS repair_count
          FROM repair_customer_profile AS c
          JOIN res_partner AS p ON p.id = c.partner_id
          LEFT JOIN res_country AS country ON country.id = p.country_id
         CROSS JOIN LATERAL (VALUES
               ('email', %(email)s), ('phone', %(phone)s), ('vat', %(vat)s)) AS keys (kind, key)
         WHERE c.company_id = %(company)s
           AND p.active
           AND (p.company_id IS NULL OR p.company_id = ANY(%(owners)s))
           AND keys.key IS NOT NULL
         GROUP BY keys.kind, keys.key
        HAVING count(*) > 1
        """,
        email=email_key(SQL("p.email_normalized")),
        phone=phone_key(SQL("p.phone"), code, sanitized),
        vat=vat_key(SQL("p.vat")),
        company=company_id,
        owners=list(owner_ids),
    )
