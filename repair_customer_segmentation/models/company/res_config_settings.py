from odoo import api, fields, models

from ...fields import MOST, Float, Integer

# Setting -> field of the policy.
POLICY_RULES = {
    "repair_window_months": "window_months",
    "repair_cut_method": "cut_method",
    "repair_abc_share_a": "abc_share_a",
    "repair_abc_share_b": "abc_share_b",
}


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    repair_policy_id = fields.Many2one(
        related="company_id.repair_policy_id", string="Segmentation Policy"
    )
    repair_service_level_id = fields.Many2one(
        related="company_id.repair_service_level_id", readonly=False
    )
    repair_team_id = fields.Many2one(related="company_id.repair_team_id", readonly=False)
    repair_hour_cost = fields.Monetary(
        related="company_id.repair_hour_cost", readonly=False, currency_field="repair_currency_id"
    )
    repair_desk_hour_cost = fields.Monetary(
        related="company_id.repair_desk_hour_cost",
        readonly=False,
        currency_field="repair_currency_id",
    )
    repair_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of Costs"
    )
    repair_rework_days = fields.Integer(related="company_id.repair_rework_days", readonly=False)
    repair_untouched_hours = fields.Float(
        related="company_id.repair_untouched_hours", readonly=False
    )
    repair_portal_complaints = fields.Boolean(
        related="company_id.repair_portal_complaints", readonly=False
    )
    repair_rating_request = fields.Boolean(
        related="company_id.repair_rating_request", readonly=False
    )
    repair_contract_notice_days = fields.Integer(
        related="company_id.repair_contract_notice_days", readonly=False
    )
    # Rules are read by get_values() and written, all at once, by set_values(): related fields
    # would be written one by one, a new version of the policy each.
    repair_window_months = Integer("Period", bounds=(-MOST, MOST))
    repair_cut_method = fields.Selection(
        lambda self: (
            self.env["repair.segmentation.policy"]
            ._fields["cut_method"]
            ._description_selection(self.env)
        ),
        string="RFM Score by",
    )
    repair_abc_share_a = Float("Class A up to", digits=(5, 2), bounds=(-MOST, MOST))
    repair_abc_share_b = Float("Class B up to", digits=(5, 2), bounds=(-MOST, MOST))

    @api.model
    def get_values(self):
        """Read the rules of the company's active policy."""
        values = super().get_values()
        policy = self.env.company.repair_policy_id
        if policy and policy.has_access("read"):
            values.update({setting: policy[name] for setting, name in POLICY_RULES.items()})
        return values

    def set_values(self):
        """Save the rules that differ as one new version of the policy, and carry it out.

        Before anybody was classified there is nothing to keep: the policy itself is changed.
        """
        super().set_values()
        policy = self.company_id.repair_policy_id
        if not policy or not policy.has_access("write"):
            return
        active = policy._change_rules(
            {name: self[setting] for setting, name in POLICY_RULES.items()}
        )
        if active != policy:
            active._queue_run()

    def action_open_repair_policy(self):
        """Open the policy that classifies the customers of this company."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "repair.segmentation.policy",
            "res_id": self.repair_policy_id.id,
            "views": [(False, "form")],
        }
