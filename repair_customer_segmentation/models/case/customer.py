from odoo import fields, models


class RepairCase(models.Model):
    """What is known of the customer of a case: its profile, and the tiers of that."""

    _name = "repair.case"
    _inherit = ["repair.case", "repair.customer.profiled"]

    profile_id = fields.Many2one(
        "repair.customer.profile",
        compute="_compute_customer_profile",
        search="_search_customer_profile",
        string="Customer Profile",
    )
    value_tier_id = fields.Many2one(related="profile_id.value_tier_id")
    frequency_tier_id = fields.Many2one(related="profile_id.frequency_tier_id")
    rfm_tier_id = fields.Many2one(related="profile_id.rfm_tier_id")
    kind_tier_id = fields.Many2one(related="profile_id.kind_tier_id", string="Customer Kind")
    size_tier_id = fields.Many2one(related="profile_id.size_tier_id", string="Customer Size")
    location_tier_id = fields.Many2one(
        related="profile_id.location_tier_id", string="Customer Location"
    )
    need_tier_id = fields.Many2one(related="profile_id.need_tier_id", string="Customer Need")
    customer_industry_id = fields.Many2one(
        related="profile_id.industry_id", string="Customer Industry"
    )
    value_tier_color = fields.Integer("Value Color", related="value_tier_id.color")
    frequency_tier_color = fields.Integer("Frequency Color", related="frequency_tier_id.color")
    rfm_tier_color = fields.Integer("RFM Color", related="rfm_tier_id.color")
