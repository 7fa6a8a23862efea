from odoo import models

from .changed_sales import note_prices


class ProductProduct(models.Model):
    """What a product costs is the cost of the parts that are not used up yet."""

    _inherit = "product.product"

    def write(self, vals):
        res = super().write(vals)
        if "standard_price" in vals:
            note_prices(self)
        return res
