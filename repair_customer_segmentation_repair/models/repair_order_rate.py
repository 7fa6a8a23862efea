from odoo import api, fields, models
from odoo.tools import SQL

from ..segmentation import orders as order_sql


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
                order_sql.missing_rate(
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


class RepairCase(models.Model):
    _inherit = "repair.case"

    @api.depends("linked_order_ids.is_sale_rate_missing")
    def _compute_amount_company(self):
        """An amount that is what was sold is known when that is."""
        res = super()._compute_amount_company()
        # sudo: only whether a rate is missing is taken from the orders.
        for case in self.sudo():
            if any(case.linked_order_ids.mapped("is_sale_rate_missing")):
                case.is_rate_missing = True
        return res
