from odoo import api, models

from .changed_sales import note_parts

# A change of one of these changes what the parts of a repair order cost.
PARTS_FIELDS = {
    "repair_id", "repair_line_type", "product_id", "product_uom_qty", "product_uom",
    "quantity", "state", "value", "sale_line_id",
}  # fmt: skip


class StockMove(models.Model):
    """The parts of a repair order are what it costs."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        note_parts(moves.repair_id)
        return moves

    def write(self, vals):
        if not PARTS_FIELDS & set(vals):
            return super().write(vals)
        note_parts(self.repair_id)
        res = super().write(vals)
        note_parts(self.repair_id)
        return res

    def unlink(self):
        note_parts(self.repair_id)
        return super().unlink()
