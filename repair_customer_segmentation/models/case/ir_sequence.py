from odoo import api, models


class IrSequence(models.Model):
    """Clears the cache of which sequence numbers the cases of a company when sequences change."""

    _inherit = "ir.sequence"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"code", "company_id", "active"} & set(vals):
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
