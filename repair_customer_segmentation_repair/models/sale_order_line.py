from odoo import models


class SaleOrderLine(models.Model):
    """What is sold for a repair is what the repair brings."""

    _inherit = "sale.order.line"

    def _compute_amount(self):
        res = super()._compute_amount()
        self.env["repair.customer.stale"]._mark_sales(self.order_id.filtered("id"))
        return res

    def unlink(self):
        self.env["repair.customer.stale"]._mark_sales(self.order_id)
        return super().unlink()
