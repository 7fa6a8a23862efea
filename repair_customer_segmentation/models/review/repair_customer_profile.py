from odoo import fields, models


class RepairCustomerProfile(models.Model):
    """Who brought a customer, for the list of customers to filter and group by."""

    _inherit = "repair.customer.profile"

    referred_by_id = fields.Many2one(
        related="partner_id.repair_referred_by_id", string="Referred by"
    )
