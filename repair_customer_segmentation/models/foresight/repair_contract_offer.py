from odoo import api, models
from odoo.tools import SQL, formatLang

from ...fields import Answer
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
        """Add what is expected to what was."""
        res = super()._compute_reason()
        for offer in self.filtered(lambda o: o.expected_saving is not False):
            amount = offer.expected_saving + offer.price_year
            offer.reason = self.env._(
                "%(reason)s Expected in the next 12 months: %(count)s for %(amount)s.",
                reason=offer.reason,
                count=f"{offer.expected_repairs:.1f}",
                amount=formatLang(self.env, amount, currency_obj=offer.currency_id),
            )
        return res
