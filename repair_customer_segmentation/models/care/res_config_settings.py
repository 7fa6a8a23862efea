from odoo import api, fields, models

from .service_steps import service_steps, steps_text


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    repair_care_limit = fields.Integer(related="company_id.repair_care_limit", readonly=False)
    repair_service_steps = fields.Text(compute="_compute_repair_service_steps")

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_repair_service_steps(self):
        for settings in self:
            may_see = self.env["repair.service.guide"].has_access("read")
            steps = service_steps(settings.company_id) if may_see else []
            settings.repair_service_steps = steps_text(steps)
