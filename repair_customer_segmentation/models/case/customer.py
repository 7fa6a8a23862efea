from odoo import fields, models
from odoo.exceptions import ValidationError


class RepairCase(models.Model):
    """The customer of a case, and what is known of it: its profile, and the tiers of that."""

    _name = "repair.case"
    _inherit = ["repair.case", "repair.customer.profiled"]

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, tracking=True,
        ondelete="restrict", check_company=True,
    )  # fmt: skip
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Customer Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        help="The customer's company, or the person if there is none. Repairs are counted here.",
    )
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    partner_email = fields.Char(related="partner_id.email", string="Email")
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

    def _refuse_missing_customer(self, name):
        raise ValidationError(
            self.env._(
                "Case “%(case)s”: the customer is missing. Fill in the field “Customer”.", case=name
            )
        )
