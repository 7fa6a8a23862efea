from odoo import models


class ResPartnerIndustry(models.Model):
    _inherit = "res.partner.industry"

    def unlink(self):
        """Empty the column of the profiles, which has no foreign key."""
        ids = self.ids
        res = super().unlink()
        self.env["repair.customer.profile"]._forget("industry_id", ids)
        return res
