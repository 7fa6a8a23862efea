from odoo import fields, models

from .repair_contract_template import TEMPLATE_TIERS


class RepairSegmentationTier(models.Model):
    """The templates that are offered to a tier; a new version of the policy takes them along."""

    _inherit = "repair.segmentation.tier"

    contract_template_ids = fields.Many2many(
        "repair.contract.template",
        TEMPLATE_TIERS,
        "tier_id",
        "template_id",
        string="Contract Templates",
    )
