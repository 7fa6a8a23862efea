from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .clocks import CLOCKS

SLA_STATES = [
    ("on_track", "On Track"),
    ("at_risk", "Due Soon"),
    ("breached", "Overdue"),
    ("met", "Met"),
    ("missed", "Missed"),
]
WORST_FIRST = ("breached", "at_risk", "on_track", "missed", "met")


class RepairCase(models.Model):
    """Whether the clocks are kept: derived from their stored moments and the current time."""

    _inherit = "repair.case"

    response_state = fields.Selection(
        SLA_STATES,
        string="Reply",
        compute="_compute_sla_states",
        search="_search_response_state",
    )
    resolution_state = fields.Selection(
        SLA_STATES,
        string="Resolution",
        compute="_compute_sla_states",
        search="_search_resolution_state",
    )
    sla_state = fields.Selection(
        SLA_STATES,
        string="On Time",
        compute="_compute_sla_states",
        search="_search_sla_state",
        help="The worse of reply and resolution.",
    )

    @api.depends(
        "state", "date_closed", "first_response_date", "response_deadline", "response_risk_date",
        "resolution_deadline", "resolution_risk_date",
    )  # fmt: skip
    def _compute_sla_states(self):
        now = fields.Datetime.now()
        for case in self:
            states = [case._clock_state(clock, now) for clock in CLOCKS.values()]
            case.response_state, case.resolution_state = states
            case.sla_state = next((state for state in WORST_FIRST if state in states), False)

    def _clock_state(self, clock, now):
        deadline, done = self[clock.deadline], self._clock_done(clock)
        if self.state == "cancelled" or not deadline:
            return False
        if done:
            return "met" if done <= deadline else "missed"
        if now >= deadline:
            return "breached"
        risk = self[clock.risk]
        return "at_risk" if risk and now >= risk else "on_track"

    @api.model
    def _search_response_state(self, operator, value):
        return self._search_state("response_state", operator, value)

    @api.model
    def _search_resolution_state(self, operator, value):
        return self._search_state("resolution_state", operator, value)

    @api.model
    def _search_sla_state(self, operator, value):
        return self._search_state("sla_state", operator, value)

    @api.model
    def _search_state(self, name, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "COALESCE(%s, '') IN %s",
                model._field_to_sql(alias, name, query),
                tuple(state or "" for state in value),
            ),
            predicate=lambda case: case[name] in value,
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Derive the states of the clocks in SQL, for lists and boards to group by."""
        if field_expr in ("response_state", "resolution_state"):
            return self._clock_state_sql(CLOCKS[field_expr.removesuffix("_state")], alias)
        if field_expr == "sla_state":
            states = [self._clock_state_sql(clock, alias) for clock in CLOCKS.values()]
            worst = SQL("ARRAY[%s]::text[]", SQL(", ").join(states))
            return SQL(
                "(CASE %s END)",
                SQL(" ").join(SQL("WHEN %s = ANY(%s) THEN %s", s, worst, s) for s in WORST_FIRST),
            )
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _clock_done_sql(self, clock, alias, query=None):
        """Return the SQL of when a clock was done, as ``_clock_done`` tells it."""
        done = self._field_to_sql(alias, clock.done, query)
        if clock.name == "response":
            return done
        state = self._field_to_sql(alias, "state", query)
        return SQL("(CASE WHEN %s IN ('open', 'waiting') THEN NULL ELSE %s END)", state, done)

    @api.model
    def _clock_state_sql(self, clock, alias):
        """Return the SQL of a clock's state, as ``_clock_state`` tells it."""
        return SQL(
            """(CASE
                WHEN %(state)s = 'cancelled' OR %(deadline)s IS NULL THEN NULL
                WHEN %(done)s IS NOT NULL
                THEN CASE WHEN %(done)s > %(deadline)s THEN 'missed' ELSE 'met' END
                WHEN %(deadline)s <= %(now)s THEN 'breached'
                WHEN %(risk)s <= %(now)s THEN 'at_risk'
                ELSE 'on_track'
            END)""",
            state=SQL.identifier(alias, "state"),
            done=self._clock_done_sql(clock, alias),
            deadline=SQL.identifier(alias, clock.deadline),
            risk=SQL.identifier(alias, clock.risk),
            now=fields.Datetime.now(),
        )
