from odoo import api, fields, models
from odoo.tools import SQL

from ...vocabulary import DIMENSIONS
from .repair_segmentation_override import INDUSTRY


class RepairSegmentationOverride(models.Model):
    """Compares each override with the tier by the rule, and finds those that differ."""

    _inherit = "repair.segmentation.override"

    put_into = fields.Char(
        "Set To",
        compute="_compute_put_into",
        help="The tier or industry that the customer is set to.",
    )
    by_rule = fields.Char("Calculated", compute="_compute_computed_tier_id")
    computed_tier_id = fields.Many2one(
        "repair.segmentation.tier", compute="_compute_computed_tier_id", string="Calculated Tier"
    )
    disagrees = fields.Boolean(
        "Differs",
        compute="_compute_computed_tier_id",
        search="_search_disagrees",
        help="The calculated tier of this customer is a different one.",
    )
    computed_tier_color = fields.Integer("Rule's Color", compute="_compute_computed_tier_id")

    @api.depends("tier_id.name", "industry_id.name")
    def _compute_put_into(self):
        for override in self:
            override.put_into = override._target().display_name

    @api.depends("partner_id.industry_id", "company_id", "dimension", "tier_id", "industry_id")
    def _compute_computed_tier_id(self):
        profiles = self.env["repair.customer.profile"].with_context(active_test=False)
        profiles = profiles.search(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        by_key = {(p.partner_id, p.company_id): p for p in profiles}
        no_tier = self.env["repair.segmentation.tier"]
        for override in self:
            profile = by_key.get((override.partner_id, override.company_id), profiles.browse())
            tiered = override.dimension and override.dimension != INDUSTRY
            tier = profile[f"{override.dimension}_computed_tier_id"] if tiered else no_tier
            ruled = override.partner_id.industry_id if override.dimension == INDUSTRY else tier
            override.computed_tier_id = tier
            override.computed_tier_color = tier.color
            override.by_rule = ruled.display_name
            override.disagrees = bool(ruled) and ruled != override._target()

    @api.model
    def _search_disagrees(self, operator, value):
        if operator != "in":
            return NotImplemented
        conditions = [
            SQL(
                "(o.dimension = %s AND profile.%s <> o.tier_id)",
                dimension,
                SQL.identifier(f"{dimension}_computed_tier_id"),
            )
            for dimension in DIMENSIONS
        ]
        conditions.append(
            SQL("(o.dimension = %s AND partner.industry_id <> o.industry_id)", INDUSTRY)
        )
        self.flush_model(["partner_id", "company_id", "dimension", "tier_id", "industry_id"])
        self.env["res.partner"].flush_model(["industry_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id
                  FROM repair_segmentation_override AS o
                  JOIN res_partner AS partner ON partner.id = o.partner_id
                  LEFT JOIN repair_customer_profile AS profile
                    ON profile.partner_id = o.partner_id AND profile.company_id = o.company_id
                 WHERE %s
                """,
                SQL(" OR ").join(conditions),
            )
        )
        ids = [row[0] for row in rows]
        return [("id", "in" if True in value else "not in", ids)]
