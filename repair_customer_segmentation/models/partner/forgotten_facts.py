"""Facts that profiles refer to without a foreign key: who deletes one empties the column."""

from odoo import models


class ResCountry(models.Model):
    _inherit = "res.country"

    def unlink(self):
        """Empty the column of the profiles, which has no foreign key."""
        ids = self.ids
        res = super().unlink()
        self.env["repair.customer.profile"]._forget("country_id", ids)
        return res


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
