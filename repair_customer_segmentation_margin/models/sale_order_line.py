from odoo import models

from odoo.addons.repair_customer_segmentation_repair.models.changed_sales import note_sales


class SaleOrderLine(models.Model):
    """Another cost on the line changes what the parts of a repair cost."""

    _inherit = "sale.order.line"

    def _compute_purchase_price(self):
        res = super()._compute_purchase_price()
        note_sales(self.order_id.filtered("id"))
        return res

    def write(self, vals):
        res = super().write(vals)
        if "purchase_price" in vals:
            note_sales(self.order_id)
        return res
