from odoo import models

from ...fields import MOST_MONTHS, Integer


class ProductTemplate(models.Model):
    _inherit = "product.template"

    repair_warranty_months = Integer(
        "Warranty (Months)",
        help="Months of warranty from the purchase, for customers' devices of this product (0 "
        "= enter the end of the warranty on the device).",
        bounds=(0, MOST_MONTHS),
    )

    _repair_warranty_months_positive = models.Constraint(
        "CHECK (repair_warranty_months >= 0)",
        "The warranty of a product must be 0 months or more.",
    )
