from odoo import fields, models


class RepairServiceLevel(models.Model):
    """The account manager that comes with a level."""

    _inherit = "repair.service.level"

    dedicated_manager = fields.Boolean(
        "Account Manager for Each Customer",
        help="Customers of this level without an account manager are assigned one, as in "
        "“Suggest Account Managers”. It is taken back when they lose the level, unless somebody "
        "has changed it.",
    )
