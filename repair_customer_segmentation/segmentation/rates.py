"""What a unit of a foreign currency is worth in a company's, on a day.

Odoo itself takes a rate of a later day, or 1 to 1, where there is none yet. Here such an amount is
unknown, and the rate is NULL, or ``None``. To be precise, a rate of a currency is one of the main
company or of all companies, on or before the day; the main company's own goes before. And:

- a currency without any rate at all is the one that the others are quoted in, and has rate 1, if
  it is the company's own, or if it is that of another company while the company's own is quoted
  at something else than 1;
- before its first rate a company's own currency is known where that is 1.
"""

from odoo.tools import SQL


def rate_expression(currency, company, day):
    """Return the SQL of how many units of a currency are one unit of the company's, or NULL.

    It looks at the rates only where the currency is a foreign one.

    :param SQL currency: id of the currency of the amount
    :param str company: alias of ``res_company`` in the query
    :param SQL day: day of the company on which the amount arose
    """
    names = {
        "currency": currency,
        "own": SQL.identifier(company, "currency_id"),
        "root": SQL("split_part(%s, '/', 1)::int", SQL.identifier(company, "parent_path")),
        "day": day,
    }
    return SQL(
        """
        CASE WHEN %(currency)s = %(own)s THEN 1
             ELSE (SELECT COALESCE(
                              given.rate,
                              CASE WHEN own.rate <> 1 AND NOT %(quoted)s AND %(first)s
                                   THEN 1 END
                          ) / COALESCE(own.rate, CASE WHEN %(own_first)s = 1 THEN 1 END)
                     FROM (SELECT %(given_rate)s AS rate) AS given,
                          (SELECT %(own_rate)s AS rate) AS own)
        END""",
        given_rate=_rate(currency, names),
        own_rate=_rate(names["own"], names),
        quoted=_is_quoted(currency, names),
        own_first=SQL("COALESCE(%s, 1)", _rate(names["own"], names, first=True)),
        first=SQL(
            "%s = (SELECT first.currency_id FROM res_company AS first ORDER BY id LIMIT 1)",
            currency,
        ),
        **names,
    )


def _rate(currency, names, first=False):
    """Return the SQL of the rate on a day, or of the first one that there is."""
    return SQL(
        """(
            SELECT quoted.rate
              FROM res_currency_rate AS quoted
             WHERE quoted.currency_id = %(quoted_currency)s
               AND (quoted.company_id = %(root)s OR quoted.company_id IS NULL)
               AND %(until)s
             ORDER BY quoted.company_id, quoted.name %(order)s
             LIMIT 1)""",
        quoted_currency=currency,
        until=SQL("TRUE") if first else SQL("quoted.name <= %s", names["day"]),
        order=SQL("ASC") if first else SQL("DESC"),
        **names,
    )


def _is_quoted(currency, names):
    return SQL(
        """EXISTS (
            SELECT FROM res_currency_rate AS quoted
             WHERE quoted.currency_id = %(quoted_currency)s
               AND (quoted.company_id = %(root)s OR quoted.company_id IS NULL))""",
        quoted_currency=currency,
        **names,
    )


def find_rates(cr, wanted):
    """Return what was asked for -> units of the currency a unit of the company's, or ``None``.

    :param wanted: triples of the ids of a currency and a company, and a day
    """
    wanted = sorted(set(wanted))
    if not wanted:
        return {}
    currencies, companies, days = map(list, zip(*wanted, strict=True))
    cr.execute(
        SQL(
            """
            SELECT asked.currency_id, asked.company_id, asked.day, (%(rate)s)::float8
              FROM unnest(%(currencies)s::int[], %(companies)s::int[], %(days)s::date[])
                AS asked (currency_id, company_id, day)
              JOIN res_company AS company ON company.id = asked.company_id
            """,
            rate=rate_expression(
                SQL.identifier("asked", "currency_id"), "company", SQL.identifier("asked", "day")
            ),
            currencies=currencies,
            companies=companies,
            days=days,
        )
    )
    return {tuple(key): rate for *key, rate in cr.fetchall()}
