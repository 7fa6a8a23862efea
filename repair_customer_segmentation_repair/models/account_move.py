from odoo import models

from .changed_sales import note_invoices


class AccountMove(models.Model):
    """Invoices and credit notes of repairs change what these brought, once posted or taken back."""

    _inherit = "account.move"

    def write(self, vals):
        res = super().write(vals)
        if "state" in vals:
            sold = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
            note_invoices(sold)
        return res
