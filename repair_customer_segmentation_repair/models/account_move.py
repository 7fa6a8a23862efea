from odoo import models


class AccountMove(models.Model):
    """Credit notes deduct from what repairs brought, invoices set off what is beyond the order."""

    _inherit = "account.move"

    def write(self, vals):
        res = super().write(vals)
        if "state" in vals:
            sold = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
            self.env["repair.customer.stale"]._mark_invoices(sold)
        return res
