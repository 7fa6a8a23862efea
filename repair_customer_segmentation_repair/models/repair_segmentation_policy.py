from odoo import models
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.vocabulary import BACKGROUND_FROM

from ..segmentation.orders import counted_orders, order_known, order_source


class RepairSegmentationPolicy(models.Model):
    """Repair orders are part of the history that customers are classified by."""

    _inherit = "repair.segmentation.policy"

    def _history_sources(self, as_of, partner_ids=None, period=None):
        company, parts = self.company_id, None
        # sudo: what an hour costs decides what is known, whoever has customers classified.
        if not company.sudo().repair_hour_cost:
            counted = counted_orders(company.id, partner_ids, period)
            parts = self.env["repair.order"]._parts_costs(counted)
        return [
            *super()._history_sources(as_of, partner_ids, period),
            order_source(company.id, as_of, partner_ids, period, parts),
        ]

    def _known_sources(self, as_of, partner_ids=None):
        return [
            *super()._known_sources(as_of, partner_ids),
            order_known(self.company_id.id, as_of, partner_ids),
        ]

    def _unrated_sources(self, as_of):
        unrated = SQL(
            """
            SELECT sale.currency_id, sale.date_order AS occurred_at
              FROM repair_order AS repair
              JOIN sale_order AS sale ON sale.id = repair.sale_order_id
             WHERE repair.company_id = %s
               AND repair.is_sale_rate_missing
               AND repair.state <> 'cancel'
               AND repair.schedule_date < %s
            """,
            self.company_id.id,
            as_of,
        )
        return [*super()._unrated_sources(as_of), unrated]

    def _has_many_cases(self):
        """Repair orders take as long as cases do."""
        if super()._has_many_cases():
            return True
        # sudo: a count of all orders, whichever of them the user may see.
        repairs = self.env["repair.order"].sudo()
        company = [("company_id", "=", self.company_id.id)]
        return repairs.search_count(company, limit=BACKGROUND_FROM) >= BACKGROUND_FROM
