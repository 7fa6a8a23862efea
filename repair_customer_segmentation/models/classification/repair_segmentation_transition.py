from odoo import fields, models

from ...fields import EngineMany2one
from ...vocabulary import DIMENSION_LABELS, GROUP_AMOUNT

CAUSES = [
    ("rule", "Rule"),
    ("override", "Override"),
    ("expiry", "End of an override"),
    ("policy", "New rules"),
    ("merge", "Merged customers"),
    ("backfill", "Rebuilt from history"),
]


class RepairSegmentationTransition(models.Model):
    """One change of one customer's tier; rows are appended by the engine, never changed."""

    _name = "repair.segmentation.transition"
    _description = "Change of Tier"
    _inherit = ["repair.opens.customer"]
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    dimension = fields.Selection(DIMENSION_LABELS, required=True, readonly=True)
    from_tier_id = EngineMany2one("repair.segmentation.tier", string="From Tier", readonly=True)
    to_tier_id = EngineMany2one("repair.segmentation.tier", string="To Tier", readonly=True)
    from_color = fields.Integer("Color before", related="from_tier_id.color")
    to_color = fields.Integer("Color after", related="to_tier_id.color")
    date = fields.Datetime(required=True, readonly=True)
    cause = fields.Selection(CAUSES, required=True, readonly=True)
    merged_name = fields.Char(
        "Original Customer",
        readonly=True,
        help="Name of the original customer before it was merged into this one.",
    )
    run_id = fields.Many2one("repair.segmentation.run", readonly=True, ondelete="set null")
    policy_id = fields.Many2one("repair.segmentation.policy", readonly=True, ondelete="set null")
    metrics = fields.Json(
        readonly=True,
        help="The customer's figures at that time, including the amount.",
        groups=GROUP_AMOUNT,
    )

    _partner_idx = models.Index("(partner_id, company_id, date)")
    _date_idx = models.Index("(company_id, dimension, date)")
    _run_idx = models.Index("(run_id)")
