from odoo import fields, models

from .profile import profile_field, tier_field


class ResPartner(models.Model):
    """What a customer is, rather than how good: kind, size, location, need and industry.

    They read the profile as ``res_partner_profile.py`` says.
    """

    _inherit = "res.partner"

    repair_kind_tier_id = tier_field("kind", "Repair Kind")
    repair_size_tier_id = tier_field("size", "Repair Size")
    repair_location_tier_id = tier_field("location", "Repair Location")
    repair_need_tier_id = tier_field("need", "Repair Need")
    repair_industry_id = profile_field(
        fields.Many2one,
        "repair_industry_id",
        "res.partner.industry",
        help="The contact's industry, unless somebody knew better.",
    )
