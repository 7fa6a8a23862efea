from odoo import api, fields, models
from odoo.tools import SQL

from ...fields import Answer
from ...vocabulary import GROUP_AMOUNT
from ..customer.derived_mixin import search_derived


class RepairCustomerProfile(models.Model):
    """What is expected of the customer, as the last forecast says."""

    _inherit = "repair.customer.profile"

    expected_repairs = Answer(
        "Expected Repairs in 12 Months",
        digits=(16, 2),
        compute="_compute_forecast",
        search=search_derived("expected_repairs"),
        help="In the next 12 months. Repairs on the same day count as one.",
    )
    active_probability = Answer(
        "Still a Customer (%)",
        digits=(16, 0),
        compute="_compute_forecast",
        search=search_derived("active_probability"),
        help="How likely the customer is to come again at all. Unknown after a single repair.",
    )
    expected_amount = fields.Monetary(
        "Expected Amount in 12 Months",
        compute="_compute_expected_amount",
        groups=GROUP_AMOUNT,
        help="Expected repairs at what a repair of this customer usually brings.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_forecast(self):
        found = self._forecasts()
        for profile in self:
            own = found.get((profile.partner_id, profile.company_id))
            profile.expected_repairs = own.expected_repairs if own else False
            profile.active_probability = own.active_probability if own else False

    @api.depends("partner_id", "company_id")
    def _compute_expected_amount(self):
        found = self._forecasts()
        for profile in self:
            own = found.get((profile.partner_id, profile.company_id))
            profile.expected_amount = own.expected_amount if own else 0

    def _forecasts(self):
        """Return (customer, company) -> forecast."""
        forecasts = self.env["repair.customer.forecast"].with_context(active_test=False)
        rows = forecasts.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        return {(row.partner_id, row.company_id): row for row in rows}

    def _sql_expected_repairs(self, alias, _query):
        return self._forecast_sql(alias, "expected_repairs")

    def _sql_active_probability(self, alias, _query):
        return self._forecast_sql(alias, "active_probability")

    def _sql_expected_amount(self, alias, _query):
        return self._forecast_sql(alias, "expected_amount")

    @api.model
    def _forecast_sql(self, alias, name):
        """Return the SQL of a figure of the customer's forecast, ``NULL`` without one."""
        return SQL(
            "(SELECT %s FROM repair_customer_forecast AS forecast"
            " WHERE forecast.partner_id = %s AND forecast.company_id = %s)",
            SQL.identifier("forecast", name),
            SQL.identifier(alias, "partner_id"),
            SQL.identifier(alias, "company_id"),
        )
