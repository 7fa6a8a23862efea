from odoo import api, models
from odoo.tools import SQL, formatLang

from ...fields import Answer
from ...foresight.predictions import LAST_YEAR
from ...vocabulary import GROUP_AMOUNT


class RepairContractOffer(models.Model):
    """Whether a contract would pay in the next 12 months, too: who is gone needs none."""

    _inherit = "repair.contract.offer"
    # Who is not foretold yet comes after those who are, by the year that is over.
    _order = "expected_saving desc nulls last, saving desc, id"

    expected_repairs = Answer(
        "Expected Repairs in 12 Months",
        digits=(16, 1),
        readonly=True,
        help="As the last forecast says; empty where the customer is not in it yet.",
    )
    expected_saving = Answer(
        "Expected Saving",
        digits=(16, 2),
        readonly=True,
        groups=GROUP_AMOUNT,
        help="What the customer is expected to pay for repairs in the next 12 months, less the "
        "price of the contract.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT offer.*, forecast.expected_repairs,
                   forecast.expected_amount - offer.price_year AS expected_saving
              FROM (%s) AS offer
              LEFT JOIN repair_customer_forecast AS forecast
                     ON forecast.partner_id = offer.partner_id
                    AND forecast.company_id = offer.company_id
            """,
            super()._table_query,
        )

    @api.depends("expected_repairs", "expected_saving")
    def _compute_reason(self):
        """Add what is expected to what was, and why if no model says so."""
        res = super()._compute_reason()
        expected = self.filtered(lambda o: o.expected_saving is not False)
        without_model = expected._without_model()
        for offer in expected:
            amount = offer.expected_saving + offer.price_year
            offer.reason = self.env._(
                "%(reason)s Expected in the next 12 months: %(count)s for %(amount)s.",
                reason=offer.reason,
                count=f"{offer.expected_repairs:.1f}",
                amount=formatLang(self.env, amount, currency_obj=offer.currency_id),
            )
            if basis := without_model.get((offer.partner_id.id, offer.company_id.id)):
                offer.reason += f" ({basis})"
        return res

    def _without_model(self):
        """Return (partner id, company id) -> why, of those who are expected as last year."""
        forecasts = self.env["repair.customer.forecast"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("method", "=", LAST_YEAR),
            ]
        )
        return {(each.partner_id.id, each.company_id.id): each.basis for each in forecasts}
