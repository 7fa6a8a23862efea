from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    repair_suggests_fill = fields.Boolean(related="company_id.repair_suggests_fill", readonly=False)
    repair_suggests_right = fields.Integer(
        related="company_id.repair_suggests_right", readonly=False
    )
    repair_suggests_decided = fields.Char("Decided", compute="_compute_repair_suggests_decided")

    @api.depends("company_id", "repair_suggests_right")
    @api.depends_context("lang")
    def _compute_repair_suggests_decided(self):
        """Say how many cases it decides while the wanted accuracy is typed."""
        for settings in self:
            learned = self.env["repair.learned.model"]._latest(settings.company_id)
            wanted = settings.repair_suggests_right
            settings.repair_suggests_decided = learned._decided_text(wanted)
