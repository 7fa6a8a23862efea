from collections import namedtuple

from odoo import api, fields, models

from ..service.clock import moment
from .repair_case_stage import OPEN

# From this part of a target on, a case is at risk.
RISK = 0.75
Clock = namedtuple("Clock", "name done deadline risk")
CLOCKS = {
    "response": Clock("response", "first_response_date", "response_deadline", "response_risk_date"),
    "resolution": Clock("resolution", "date_closed", "resolution_deadline", "resolution_risk_date"),
}


class RepairCase(models.Model):
    """Two clocks, first response and resolution, in the working hours of the service level.

    What is kept is the moment at which each will be used up, so that lists filter and nothing
    is recomputed as time passes; whether a case is late by now follows from the clock on the
    wall. Clocks stand still while a case waits or is closed (``repair.case.pause``). A case
    that was closed when it came, as an imported one, has no clocks.
    """

    _inherit = "repair.case"

    first_response_date = fields.Datetime(
        "First Answer on",
        readonly=True,
        copy=False,
        help="The first message of somebody of ours to the customer, or the closing.",
    )
    response_deadline = fields.Datetime(
        "Answer by", compute="_compute_clocks", store=True, precompute=True, copy=False
    )
    response_risk_date = fields.Datetime(
        compute="_compute_clocks", store=True, precompute=True, copy=False
    )
    resolution_deadline = fields.Datetime(
        "Solve by", compute="_compute_clocks", store=True, precompute=True, copy=False
    )
    resolution_risk_date = fields.Datetime(
        compute="_compute_clocks", store=True, precompute=True, copy=False
    )
    next_deadline = fields.Datetime(
        compute="_compute_clocks",
        store=True,
        precompute=True,
        copy=False,
        help="Which of the two is due first, of those that are not done.",
    )
    escalation_date = fields.Datetime(
        "Next Escalation", compute="_compute_clocks", store=True, precompute=True, copy=False
    )
    escalation_ids = fields.Many2many(
        "repair.service.escalation", string="Escalated", readonly=True, copy=False
    )
    _deadline_idx = models.Index("(next_deadline) WHERE state IN ('open', 'waiting')")
    _escalation_idx = models.Index("(escalation_date) WHERE state IN ('open', 'waiting')")

    @api.model
    def _clock_fields(self):
        """Return the names of the stored fields that the clocks write."""
        return [name for name, f in self._fields.items() if f.compute == "_compute_clocks"]

    @api.depends(
        "date_open", "priority", "service_level_id", "first_response_date",
        "pause_ids.date_start", "pause_ids.date_end", "escalation_ids",
    )  # fmt: skip
    def _compute_clocks(self):
        names = self._clock_fields()
        for case in self:
            if case.state in OPEN:
                case.update(dict.fromkeys(names, False) | case._clock_moments())
            elif not case._origin.id:
                case.update(dict.fromkeys(names, False))
            else:
                # A closed case's clocks never run again: kept are those it was closed with.
                for name in names:
                    case[name] = case._origin[name]

    def _clock_moments(self):
        """Return the moments of the clocks; nothing where no target holds."""
        values, deadlines, escalations = {}, [], []
        steps = self.env["repair.service.escalation"]._steps(self.company_id.id)
        told = set(self.escalation_ids.ids) if self._origin.id else ()
        for clock in CLOCKS.values():
            used_up = self._used_up(clock)
            if not used_up:
                continue
            values[clock.deadline] = deadline = used_up(1)
            values[clock.risk] = used_up(RISK)
            if self[clock.done]:
                continue
            deadlines.append(deadline)
            escalations += [
                used_up(part)
                for step, name, part in steps
                if name == clock.name and step not in told
            ]
        values["next_deadline"] = min(filter(None, deadlines), default=False)
        values["escalation_date"] = min(filter(None, escalations), default=False)
        return values

    def _used_up(self, clock):
        """Return the function that tells when a part of a clock's target is used up.

        It takes the part (1 for all of it) and returns naive UTC, or False: paused before that,
        or no working hours to count.

        :return: ``None`` where there is no target
        """
        levels = self.env["repair.service.level"]._terms(self.company_id.id)["levels"]
        terms = levels.get(self.service_level_id.id)
        hours = terms and terms["targets"].get(self.priority)
        if not hours or not terms["calendar_id"] or not self.date_open:
            return None
        target = hours[list(CLOCKS).index(clock.name)]
        if not target:
            return None
        calendar = self.env["resource.calendar"].browse(terms["calendar_id"])
        working, start = calendar._repair_working_time(self.company_id.id), self.date_open
        # A case that is being created was never paused.
        pauses = self._pauses(clock) if self._origin.id else ()
        return lambda part: moment(working, start, target * part, pauses) or False

    def _pauses(self, clock):
        """Return the pauses of a clock as pairs of moments; those after it was done are none."""
        done = self[clock.done]
        pairs = ((pause.date_start, pause.date_end or None) for pause in self.pause_ids.sorted())
        if not done:
            return list(pairs)
        return [(start, min(end or done, done)) for start, end in pairs if start < done]
