from odoo import fields, models
from odoo.fields import Domain

from ...fields import MOST_HOURS, Float
from ...vocabulary import PRIORITIES


class RepairServiceTarget(models.Model):
    _name = "repair.service.target"
    _description = "Service Target"
    _inherit = ["repair.service.terms"]
    _order = "level_id, priority desc"

    level_id = fields.Many2one(
        "repair.service.level", required=True, ondelete="cascade", index=True
    )
    priority = fields.Selection(PRIORITIES, required=True)
    response_hours = Float(
        "Reply within (Hours)",
        help="Working hours until the customer gets a reply (0 = no target).",
        bounds=(0, MOST_HOURS),
    )
    resolution_hours = Float(
        "Resolve within (Hours)",
        help="Working hours until the case is closed (0 = no target).",
        bounds=(0, MOST_HOURS),
    )

    _one_a_priority = models.Constraint(
        "UNIQUE (level_id, priority)", "A service level can have only one target for each priority."
    )
    _positive = models.Constraint(
        "CHECK (response_hours >= 0 AND resolution_hours >= 0)",
        "Targets must be 0 hours or more.",
    )

    def _cases_served(self):
        return Domain("service_level_id", "in", self.level_id.ids)
