from odoo import models


class ResCountry(models.Model):
    _inherit = "res.country"

    def unlink(self):
        """Empty the column of the profiles, which has no foreign key."""
        ids = self.ids
        res = super().unlink()
        self.env["repair.customer.profile"]._forget("country_id", ids)
        return res
