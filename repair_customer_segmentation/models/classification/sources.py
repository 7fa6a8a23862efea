from odoo import fields, models
from odoo.tools import SQL

from ...segmentation import history
from ...segmentation.days import day_sql
from ...segmentation.history import union_all
from ...segmentation.metrics import FORECAST, metrics_relation
from ..policy.rules import run_of


class RepairSegmentationSources(models.AbstractModel):
    """What counts as the history of a company's customers: bridges add theirs here."""

    _name = "repair.segmentation.sources"
    _description = "History That Customers Are Classified by"

    def _history_sources(self, as_of, partner_ids=None, period=None):
        """Return the SELECTs that make up the history; other addons append theirs.

        See :mod:`.segmentation.history` for what they give.
        """
        self.ensure_one()
        return [history.case_source(self.company_id.id, as_of, partner_ids, period)]

    def _known_sources(self, as_of, partner_ids=None):
        """Return the SELECTs of customers known without a repair; others append theirs."""
        self.ensure_one()
        company_id = self.company_id.id
        return [
            history.case_known(company_id, as_of, partner_ids),
            history.override_known(company_id, as_of, partner_ids),
            history.device_known(company_id, as_of, partner_ids),
        ]

    def _device_sources(self, as_of):
        """Return the SELECTs of the repairs of devices whose customers still have them.

        They give ``partner_id device_id occurred_at``; other addons append theirs.
        """
        self.ensure_one()
        return [history.case_devices(self.company_id.id, as_of)]

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

    def _metrics_relation(self, as_of, partner_ids=None):
        """Return the SELECT of the metrics of the company's customers, as of a moment (UTC).

        :param partner_ids: commercial partner ids; ``None`` means everybody
        """
        return metrics_relation(
            self._history_sources(as_of, partner_ids),
            self._known_sources(as_of, partner_ids),
            run_of(self, as_of),
            partner_ids,
            foretold=self._asks_for_forecasts(),
        )

    def _past_metrics_relation(self, as_of):
        """Return the SELECT of the metrics as of a past moment, of customers with a repair."""
        return metrics_relation(
            self._history_sources(as_of),
            [history.NOBODY],
            run_of(self, as_of),
            foretold=self._asks_for_forecasts(),
        )

    def _asks_for_forecasts(self):
        """Return whether a tier asks for what is foretold of customers."""
        return not set(FORECAST).isdisjoint(self.tier_ids.criterion_ids.mapped("metric"))

    def _missing_rates(self, as_of):
        """Return what is not known for want of a rate: ``[currency id, repairs, first day]``."""
        self.ensure_one()
        self.env.flush_all()
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
                    day_sql(SQL("occurred_at"), self.company_id._repair_tz()),
                    union_all(self._unrated_sources(as_of)),
                )
            )
        ]
