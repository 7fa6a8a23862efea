from datetime import date

from odoo import api, fields, models

from ..access.day_text import day_text


class RepairSegmentationRun(models.Model):
    """Which amounts a run could not count, as their currency had no exchange rate yet."""

    _inherit = "repair.segmentation.run"

    missing_rates = fields.Json(
        readonly=True,
        help="Currency, number of repairs with an unknown amount, and the date of the first one.",
    )
    missing_rate_text = fields.Text(
        "Exchange Rates Missing", compute="_compute_missing_rate_text", compute_sudo=True
    )

    @api.depends("missing_rates")
    @api.depends_context("lang")
    def _compute_missing_rate_text(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        for run in self:
            run.missing_rate_text = "\n".join(
                self.env._(
                    "Repairs whose amount in %(currency)s is not counted: %(count)s. There is "
                    "no exchange rate on or before %(date)s. Enter it under Currencies.",
                    currency=currencies.browse(currency_id).exists().name or "?",
                    count=f"{count:,}",
                    date=day_text(self.env, date.fromisoformat(day)),
                )
                for currency_id, count, day in run.missing_rates or []
            )
