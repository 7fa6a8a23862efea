from odoo import fields, models

from .res_partner_profile import GROUP_USER


class ResPartner(models.Model):
    """What a customer is, rather than how good: kind, size, location, need and industry.

    They read the profile as ``res_partner_profile.py`` says.
    """

    _inherit = "res.partner"

    repair_kind_tier_id = fields.Many2one(
        "repair.segmentation.tier",
        string="Repair Kind",
        compute="_compute_repair_profile",
        search="_search_repair_kind_tier_id",
        compute_sudo=False,
        groups=GROUP_USER,
        domain="[('dimension', '=', 'kind')]",
    )
    repair_size_tier_id = fields.Many2one(
        "repair.segmentation.tier",
        string="Repair Size",
        compute="_compute_repair_profile",
        search="_search_repair_size_tier_id",
        compute_sudo=False,
        groups=GROUP_USER,
        domain="[('dimension', '=', 'size')]",
    )
    repair_location_tier_id = fields.Many2one(
        "repair.segmentation.tier",
        string="Repair Location",
        compute="_compute_repair_profile",
        search="_search_repair_location_tier_id",
        compute_sudo=False,
        groups=GROUP_USER,
        domain="[('dimension', '=', 'location')]",
    )
    repair_need_tier_id = fields.Many2one(
        "repair.segmentation.tier",
        string="Repair Need",
        compute="_compute_repair_profile",
        search="_search_repair_need_tier_id",
        compute_sudo=False,
        groups=GROUP_USER,
        domain="[('dimension', '=', 'need')]",
    )
    repair_industry_id = fields.Many2one(
        "res.partner.industry",
        compute="_compute_repair_profile",
        search="_search_repair_industry_id",
        compute_sudo=False,
        groups=GROUP_USER,
        help="The contact's industry, unless somebody knew better.",
    )

    def _search_repair_kind_tier_id(self, operator, value):
        return self._search_repair_profile("repair_kind_tier_id", operator, value)

    def _search_repair_size_tier_id(self, operator, value):
        return self._search_repair_profile("repair_size_tier_id", operator, value)

    def _search_repair_location_tier_id(self, operator, value):
        return self._search_repair_profile("repair_location_tier_id", operator, value)

    def _search_repair_need_tier_id(self, operator, value):
        return self._search_repair_profile("repair_need_tier_id", operator, value)

    def _search_repair_industry_id(self, operator, value):
        return self._search_repair_profile("repair_industry_id", operator, value)
