from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...segmentation.days import day_sql
from ...segmentation.history import union_all


class RepairSegmentationRun(models.Model):
    """Which amounts a run could not count, as their currency had no exchange rate yet."""

    _inherit = "repair.segmentation.run"

    missing_rates = fields.Json(
        readonly=True, help="Currency, repairs whose amount is unknown, and the first day of one."
    )
    missing_rate_text = fields.Text(
        "Exchange Rates Missing", compute="_compute_missing_rate_text", compute_sudo=True
    )

    def _start(self):
        res = super()._start()
        self.missing_rates = self.policy_id._missing_rates(self.as_of)
        return res

    @api.depends("missing_rates")
    @api.depends_context("lang")
    def _compute_missing_rate_text(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        for run in self:
            run.missing_rate_text = "\n".join(
                self.env._(
                    "Repairs whose amount in %(currency)s does not count: %(count)s. There is no "
                    "exchange rate of %(date)s or before. Enter it under Currencies.",
                    currency=currencies.browse(currency_id).exists().name or "?",
                    count=f"{count:,}",
                    date=format_date(self.env, date.fromisoformat(day)),
                )
                for currency_id, count, day in run.missing_rates or []
            )


class RepairSegmentationPolicy(models.Model):
    _inherit = "repair.segmentation.policy"

    def _missing_rates(self, as_of):
        """Return what is not known for want of a rate: ``[currency id, repairs, first day]``."""
        self.ensure_one()
        self.env.flush_all()
        tz = self.company_id._repair_tz()
        return [
            [currency_id, count, fields.Date.to_string(day)]
            for currency_id, count, day in self.env.execute_query(
                SQL(
                    """
                    SELECT currency_id, count(*), min(%s)
                      FROM (%s) AS unrated
                     GROUP BY currency_id
                     ORDER BY currency_id
                    """,
                    day_sql(SQL("occurred_at"), tz),
                    union_all(self._unrated_sources(as_of)),
                )
            )
        ]

    def _unrated_sources(self, as_of):
        """Return the SELECTs of ``currency_id`` and ``occurred_at`` of repairs whose amount is
        unknown; other addons append theirs."""
        return [
            SQL(
                """
                SELECT currency_id, date_open AS occurred_at
                  FROM repair_case
                 WHERE company_id = %s
                   AND is_rate_missing
                   AND amount <> 0
                   AND state <> 'cancelled'
                   AND date_open < %s
                """,
                self.company_id.id,
                as_of,
            )
        ]
