from odoo import models

from .changed_sales import note_sales


class SaleOrderLine(models.Model):
    """What is sold for a repair is what the repair brings."""

    _inherit = "sale.order.line"

    def _compute_amount(self):
        res = super()._compute_amount()
        note_sales(self.order_id.filtered("id"))
        return res

    def unlink(self):
        note_sales(self.order_id)
        return super().unlink()
