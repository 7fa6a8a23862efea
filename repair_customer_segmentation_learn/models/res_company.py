from odoo import fields, models

from odoo.addons.repair_customer_segmentation.fields import Integer
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER


class ResCompany(models.Model):
    _inherit = "res.company"

    repair_suggests_fill = fields.Boolean(
        "Fill In What Is Certain",
        default=True,
        groups=GROUP_USER,
        help="Fill in type, urgency and tags of new cases where suggestions are right as often as "
        "you ask for. Otherwise they are only offered.",
    )
    repair_suggests_right = Integer(
        "Right in (%)",
        default=95,
        bounds=(50, 99),
        groups=GROUP_USER,
        help="So many of 100 values that are filled in have to be right, on cases that were not "
        "learned from.",
    )
