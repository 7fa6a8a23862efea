from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

SIZE_TIER = "repair_customer_segmentation.repair_segmentation_tier_size_%s"
# Preset of sizes -> its metric, and the tiers from above with the number that each begins at.
SIZES = {
    "employees_50_250": ("employee_count", {"large": 250, "medium": 50, "small": None}),
    "employees_10_50": ("employee_count", {"large": 50, "medium": 10, "small": None}),
    "employees_50": ("employee_count", {"large": 50, "small": None}),
    "devices_5_20": ("device_count", {"large": 20, "medium": 5, "small": None}),
    "repairs_10_50": ("repair_count", {"large": 50, "medium": 10, "small": None}),
}


class RepairSegmentationPreset(models.TransientModel):
    """Choose value tiers of a template, or sizes, for a draft."""

    _name = "repair.segmentation.preset"
    _inherit = ["repair.readable.dialog"]
    _description = "Preset of Tiers"

    policy_id = fields.Many2one(
        "repair.segmentation.policy",
        "Draft",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    dimension = fields.Selection(
        [("value", "Value"), ("size", "Size")], required=True, default="value"
    )
    preset_id = fields.Many2one(
        "repair.segmentation.policy", ondelete="cascade", domain=[("company_id", "=", False)]
    )
    value_tier_ids = fields.One2many(related="preset_id.value_tier_ids")
    size_preset = fields.Selection(
        [
            ("employees_50_250", "Small / Medium / Large: from 50 and 250 employees"),
            ("employees_10_50", "Small / Medium / Large: from 10 and 50 employees"),
            ("employees_50", "Small / Large: from 50 employees"),
            ("devices_5_20", "Small / Medium / Large: from 5 and 20 devices"),
            ("repairs_10_50", "Small / Medium / Large: from 10 and 50 repairs in the period"),
        ],
        "Sizes",
    )

    def action_apply_preset(self):
        """Replace the tiers of one dimension of the draft by those of the preset.

        Names come with their translations. A tier that is called like one of before (in
        English) stays the same tier: its customers do not move for its name's sake.

        :return: the action that goes back to the draft
        :raise UserError: when the policy is no draft, the preset no template, or none is chosen
        """
        self.ensure_one()
        draft, preset = self.policy_id, self.preset_id
        if draft.state != "draft" or preset.company_id:
            raise UserError(
                self.env._("Presets apply to drafts. Click “Edit” on the active policy first.")
            )
        if not (self.size_preset if self.dimension == "size" else preset):
            raise UserError(self.env._("Choose a preset."))
        own = draft.tier_ids.filtered(lambda t: t.dimension == self.dimension)
        origins = {tier._source_name(): tier.origin_id.id for tier in own}
        own.unlink()
        for tier, values in self._preset_tiers():
            copied = tier.copy({"policy_id": draft.id, **values})
            # sudo: which tier stands for which is recorded; whoever makes the copy was checked.
            copied.sudo().origin_id = origins.pop(tier._source_name(), False)
        return {"type": "ir.actions.act_window_close"}

    def _preset_tiers(self):
        """Return pairs of a tier to copy and what the copy has of its own, in order."""
        if self.dimension == "value":
            return [(tier, {}) for tier in self.preset_id.value_tier_ids.sorted()]
        metric, starts = SIZES[self.size_preset]
        return [
            (
                self.env.ref(SIZE_TIER % name),
                {
                    "criterion_ids": [
                        Command.create({"metric": metric, "operator": "at_least", "value": number})
                    ]
                    if number
                    else [],
                },
            )
            for name, number in starts.items()
        ]
