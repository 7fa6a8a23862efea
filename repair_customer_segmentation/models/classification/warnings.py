from odoo import api, fields, models

from ...segmentation.cuts import load_cuts


class RepairSegmentationRun(models.Model):
    """What a run shows of the warnings of its policy, by the cuts it worked out."""

    _inherit = "repair.segmentation.run"

    warning_text = fields.Text("Warnings", compute="_compute_warning_text")

    @api.depends("cuts", "state")
    @api.depends_context("lang", "uid")
    def _compute_warning_text(self):
        for run in self:
            policy = run.policy_id
            run.warning_text = (
                run.scope == "all"
                and run.cuts
                and run.rules_digest == policy._rules_digest()
                and "\n".join(policy._warnings(load_cuts(run.cuts)))
            ) or False
