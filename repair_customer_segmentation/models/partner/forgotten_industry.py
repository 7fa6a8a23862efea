from odoo import models


class ResPartnerIndustry(models.Model):
    _inherit = "res.partner.industry"

    def unlink(self):
        """Take back what put customers into these industries, and empty their profiles.

        The column of the profiles has no foreign key; the customers of the overrides get the
        industry of their contact back within minutes.
        """
        ids = self.ids
        # sudo: overrides of every company, whichever of them the user may see.
        overrides = self.env["repair.segmentation.override"].sudo().with_context(active_test=False)
        overrides.search([("industry_id", "in", ids)]).unlink()
        res = super().unlink()
        self.env["repair.customer.profile"]._forget("industry_id", ids)
        return res
