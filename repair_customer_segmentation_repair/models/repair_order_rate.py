from odoo import api, fields, models
from odoo.tools import SQL

from ..segmentation.sales import missing_rate


class RepairOrder(models.Model):
    """Whether what was sold is known: its currency may have no exchange rate on its day."""

    _inherit = "repair.order"

    is_sale_rate_missing = fields.Boolean(copy=False, readonly=True, groups=fields.NO_ACCESS)

    _sale_rate_missing_idx = models.Index("(company_id, partner_id) WHERE is_sale_rate_missing")

    @api.model
    def _follow_rates(self, sale_order_ids, repair_ids):
        """Say anew of the repair orders of these sales, and of these, whether a rate is missing."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_order AS repair
                   SET is_sale_rate_missing = now.is_missing
                  FROM (%s) AS now
                 WHERE repair.id = now.id
                   AND COALESCE(repair.is_sale_rate_missing, FALSE) <> now.is_missing
                RETURNING repair.id
                """,
                missing_rate(
                    SQL(
                        "(repair.sale_order_id = ANY(%s) OR repair.id = ANY(%s))",
                        sale_order_ids,
                        repair_ids,
                    )
                ),
            )
        )
        orders = self.browse([order_id for (order_id,) in self.env.cr.fetchall()])
        orders.invalidate_recordset(["is_sale_rate_missing"], flush=False)
        orders.modified(["is_sale_rate_missing"])
