from odoo import api, fields, models, tools

from ...fields import Float
from ...vocabulary import CLOCK_LABELS


class RepairServiceEscalation(models.Model):
    """One step of the escalation: who is told when a share of a target is used up."""

    _name = "repair.service.escalation"
    _description = "Escalation Step"
    _inherit = ["repair.service.terms"]
    _order = "clock, percent, id"

    name = fields.Char(compute="_compute_name", search="_search_name")
    active = fields.Boolean(default=True)
    clock = fields.Selection(CLOCK_LABELS, required=True, default="resolution")
    percent = Float(
        "After (%)",
        required=True,
        default=75,
        help="Percentage of the target's hours. 100: the target is missed.",
        bounds=(0, 1000),
    )
    target = fields.Selection(
        [
            ("assignee", "Assignee"),
            ("leader", "Team leader"),
            ("manager", "Managers"),
        ],
        string="Notify",
        required=True,
        default="assignee",
        help="If a case has no assignee or team leader, the next in this list is notified.",
    )
    at_once = fields.Boolean(
        "Also outside Working Hours",
        help="Also at night and on days off. Otherwise people are notified when they next "
        "work: in their own working hours, or in the company's working hours in their "
        "time zone.",
    )
    company_id = fields.Many2one("res.company", help="Leave empty for all companies.")

    _percent_positive = models.Constraint(
        "CHECK (percent > 0)", "An escalation step must be above 0% of the target."
    )

    @api.depends("clock", "percent", "target")
    @api.depends_context("lang")
    def _compute_name(self):
        clocks = dict(self._fields["clock"]._description_selection(self.env))
        targets = dict(self._fields["target"]._description_selection(self.env))
        for step in self:
            step.name = self.env._(
                "%(clock)s at %(percent)s%%: %(target)s",
                clock=clocks.get(step.clock),
                percent=f"{step.percent:g}",
                target=targets.get(step.target),
            )

    @api.model
    def _search_name(self, operator, value):
        """Find steps by their name as the user reads it: a ladder has a few steps."""
        if operator not in ("in", "like", "ilike", "=like", "=ilike"):
            return NotImplemented
        steps = self.with_context(active_test=False).search([("id", "!=", False)])
        return [("id", "in", steps.filtered_domain([("name", operator, value)]).ids)]

    @api.model
    @tools.ormcache("company_id")
    def _steps(self, company_id):
        """Return the ladder of a company: tuples of id, clock and part of the target (1: all)."""
        # sudo: the ladder holds for every case, whoever opens it.
        steps = self.sudo().search([("company_id", "in", (False, company_id))])
        return [(step.id, step.clock, step.percent / 100) for step in steps]
