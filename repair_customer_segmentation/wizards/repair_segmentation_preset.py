from odoo import fields, models
from odoo.exceptions import UserError


class RepairSegmentationPreset(models.TransientModel):
    """Choose the value tiers of a template for a draft."""

    _name = "repair.segmentation.preset"
    _description = "Preset of Value Tiers"

    policy_id = fields.Many2one(
        "repair.segmentation.policy",
        "Draft",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    preset_id = fields.Many2one(
        "repair.segmentation.policy", required=True, ondelete="cascade",
        domain=[("company_id", "=", False)],
    )  # fmt: skip
    value_tier_ids = fields.One2many(related="preset_id.value_tier_ids")

    def action_apply_preset(self):
        """Replace the value tiers of the draft by copies of the preset's.

        Names come with their translations. A tier that is called like one of before (in
        English) stays the same tier: its customers do not move for its name's sake.

        :return: the action that goes back to the draft
        :raise UserError: when the policy is no draft, or the preset no template
        """
        self.ensure_one()
        draft, preset = self.policy_id, self.preset_id
        if draft.state != "draft" or preset.company_id:
            raise UserError(
                self.env._("A preset is used on a draft. Click “Edit” on the active policy first.")
            )
        origins = {tier._source_name(): tier.origin_id.id for tier in draft.value_tier_ids}
        draft.value_tier_ids.unlink()
        for tier in preset.value_tier_ids.sorted():
            tier.copy(
                {
                    "policy_id": draft.id,
                    "origin_id": origins.pop(tier._source_name(), False),
                }
            )
        return {"type": "ir.actions.act_window_close"}
