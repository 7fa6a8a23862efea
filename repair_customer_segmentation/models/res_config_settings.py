from odoo import api, fields, models


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
    # One method a field: while a field is written, the others of its method read as zero.
    repair_abc_share_a = fields.Float(
        "Class A up to",
        digits=(5, 2),
        compute="_compute_repair_abc_share_a",
        inverse="_inverse_repair_abc_shares",
    )
    repair_abc_share_b = fields.Float(
        "Class B up to",
        digits=(5, 2),
        compute="_compute_repair_abc_share_b",
        inverse="_inverse_repair_abc_shares",
    )

    @api.depends("repair_policy_id")
    def _compute_repair_abc_share_a(self):
        for settings in self:
            settings.repair_abc_share_a = settings.repair_policy_id.abc_share_a

    @api.depends("repair_policy_id")
    def _compute_repair_abc_share_b(self):
        for settings in self:
            settings.repair_abc_share_b = settings.repair_policy_id.abc_share_b

    def _inverse_repair_abc_shares(self):
        """Write both shares at once: one by one, they might not rise in between."""
        for settings in self:
            shares = (settings.repair_abc_share_a, settings.repair_abc_share_b)
            policy = settings.repair_policy_id
            if policy and shares != (policy.abc_share_a, policy.abc_share_b):
                policy.write({"abc_share_a": shares[0], "abc_share_b": shares[1]})

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
