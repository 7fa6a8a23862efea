from odoo import api, fields, models

from .repair_case_prioritization import PRIORITIES


class RepairServiceTarget(models.Model):
    _name = "repair.service.target"
    _description = "Service Target"
    _order = "level_id, priority desc"

    level_id = fields.Many2one(
        "repair.service.level", required=True, ondelete="cascade", index=True
    )
    priority = fields.Selection(PRIORITIES, required=True)
    response_hours = fields.Float(
        "Answer within (Hours)",
        help="Working hours until somebody writes to the customer. 0: no promise.",
    )
    resolution_hours = fields.Float(
        "Solve within (Hours)",
        help="Working hours until the case is closed. 0: no promise.",
    )

    _one_a_priority = models.Constraint(
        "UNIQUE (level_id, priority)", "A service level has one target for each priority."
    )
    _positive = models.Constraint(
        "CHECK (response_hours >= 0 AND resolution_hours >= 0)",
        "Targets are 0 hours or more.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._changed()
        return targets

    def write(self, vals):
        levels = self.level_id
        res = super().write(vals)
        self._changed(levels)
        return res

    def unlink(self):
        levels = self.level_id
        res = super().unlink()
        self.browse()._changed(levels)
        return res

    def _changed(self, levels=None):
        """Let the open cases of these targets' levels follow."""
        self.env.registry.clear_cache()
        levels = (levels or self.level_id) | self.level_id
        self.env["repair.case"]._terms_changed([("service_level_id", "in", levels.ids)])
