from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    repair_policy_id = fields.Many2one(
        related="company_id.repair_policy_id", string="Segmentation Policy"
    )
    repair_window_months = fields.Integer(
        related="repair_policy_id.window_months", readonly=False, string="Window"
    )
    repair_cut_method = fields.Selection(
        related="repair_policy_id.cut_method", readonly=False, string="RFM Scores by"
    )
    repair_abc_share_a = fields.Float(
        related="repair_policy_id.abc_share_a", readonly=False, string="Class A up to"
    )
    repair_abc_share_b = fields.Float(
        related="repair_policy_id.abc_share_b", readonly=False, string="Class B up to"
    )

    def execute(self):
        """Classify again in the background when the settings changed the rules."""
        res = super().execute()
        policy = self.repair_policy_id
        if policy and policy.rules_changed:
            # sudo: a manager of the segmentation may start its own scheduled action early.
            self.env.ref("repair_customer_segmentation.ir_cron_classify_all").sudo()._trigger()
        return res

    def action_open_repair_policy(self):
        """Open the policy that classifies the customers of this company."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "repair.segmentation.policy",
            "res_id": self.repair_policy_id.id,
            "views": [(False, "form")],
        }
