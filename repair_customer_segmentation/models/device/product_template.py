from odoo import models

from ...fields import MOST_MONTHS, Integer


class ProductTemplate(models.Model):
    _inherit = "product.template"

    repair_warranty_months = Integer(
        "Warranty (Months)",
        help="Devices of customers that are this product are under warranty for so many months "
        "from their purchase. 0: the end of the warranty is typed in on the device.",
        bounds=(0, MOST_MONTHS),
    )

    _repair_warranty_months_positive = models.Constraint(
        "CHECK (repair_warranty_months >= 0)",
        "The warranty of a product is 0 months or more.",
    )
