from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL


class ResCurrencyRate(models.Model):
    """A rate that is entered, corrected or removed changes what cases in its currency brought."""

    _inherit = "res.currency.rate"

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        self._revalue_repairs(rates._repair_scope())
        return rates

    def write(self, vals):
        before = self._repair_scope()
        res = super().write(vals)
        self._revalue_repairs(before | self._repair_scope())
        return res

    def unlink(self):
        before = self._repair_scope()
        res = super().unlink()
        self._revalue_repairs(before)
        return res

    def _repair_scope(self):
        """Return what these rates may count for: (currency id, main company id or None, day)."""
        return {(rate.currency_id.id, rate.company_id.id or None, rate.name) for rate in self}

    @api.model
    def _revalue_repairs(self, scope):
        """Recompute the company amounts of repairs that these rates apply to, or applied to.

        :param set scope: see :meth:`_repair_scope`
        """
        if not scope:
            return
        # sudo: the amount of a case follows the rates, whoever enters them; nothing is returned.
        self.env["repair.case"].sudo()._revalue(
            self._repair_condition(SQL("date_open"), SQL("repair_case.currency_id"), scope)
        )

    @api.model
    def _repair_condition(self, moment, currency, scope):
        """Return the condition that a rate of a scope counts for an amount of a company.

        A rate counts from its day on, the first one of a currency for earlier days, too: it says
        what the currency is quoted in.

        :param SQL moment: when the amount arose (UTC)
        :param SQL currency: id of its currency; ``company`` is the alias of ``res_company``
        """
        self.flush_model()
        currencies, companies, days = map(list, zip(*scope, strict=True))
        firsts = self.env.execute_query(
            SQL(
                """
                SELECT bool_or(NOT EXISTS (
                    SELECT FROM res_currency_rate AS earlier
                     WHERE earlier.currency_id = rate.currency_id
                       AND earlier.company_id IS NOT DISTINCT FROM rate.company_id
                       AND earlier.name < rate.day))
                  FROM unnest(%s::int[], %s::int[], %s::date[])
                    AS rate (currency_id, company_id, day)
                """,
                currencies,
                companies,
                days,
            )
        )
        # A day begins in some time zone before it does in UTC.
        since = min(days) - timedelta(days=1)
        return SQL(
            """
            %(since)s
            AND EXISTS (
                SELECT FROM unnest(%(currencies)s::int[], %(companies)s::int[])
                         AS rate (currency_id, company_id)
                 WHERE rate.currency_id IN (%(currency)s, company.currency_id)
                   AND COALESCE(
                        rate.company_id = split_part(company.parent_path, '/', 1)::int, TRUE))
            """,
            currency=currency,
            since=SQL("TRUE") if firsts[0][0] else SQL("%s >= %s", moment, since),
            currencies=currencies,
            companies=companies,
        )
