from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...desk.working_time import year_bounds
from ...vocabulary import COMPARISONS
from .clocks import CLOCKS, RISK

# A page counts down by itself for so long; then it is read anew.
HOURS_AHEAD = timedelta(days=3)
HOURS = {
    "response_left_hours": CLOCKS["response"],
    "resolution_left_hours": CLOCKS["resolution"],
}


def _hours_field(name, label, explanation):
    """Return a field of working hours that are worked out when they are asked for."""
    return fields.Float(
        label,
        compute="_compute_left_hours",
        search=lambda cases, operator, value: cases._search_hours(name, operator, value),
        aggregator="avg",
        help=explanation,
    )


class RepairCase(models.Model):
    """The working hours left of the targets; below 0, how late a case is.

    It stands still while a case waits, and is fixed when the clock is done. Of running clocks it
    is worked out when it is asked for, by SQL too, so that lists sort and reports add up.
    """

    _inherit = "repair.case"

    response_left_hours = _hours_field(
        "response_left_hours",
        "Reply: Hours Left",
        "Working hours left until the reply is due. Negative: overdue.",
    )
    resolution_left_hours = _hours_field(
        "resolution_left_hours",
        "Resolution: Hours Left",
        "Working hours left until the resolution is due. Negative: overdue.",
    )
    overdue_hours = _hours_field(
        "overdue_hours",
        "Overdue (Hours)",
        "Working hours by which the case is or was overdue: the worse of reply and resolution "
        "(0 = on time).",
    )
    response_countdown = fields.Json(compute="_compute_countdowns", exportable=False)
    resolution_countdown = fields.Json(compute="_compute_countdowns", exportable=False)
    next_countdown = fields.Json(compute="_compute_countdowns", exportable=False)

    @api.depends(
        "state", "date_open", "company_id", "service_level_id", "first_response_date",
        "date_closed", "response_target_hours", "response_used_hours", "response_origin_hours",
        "resolution_target_hours", "resolution_used_hours", "resolution_origin_hours",
    )  # fmt: skip
    def _compute_left_hours(self):
        now = fields.Datetime.now()
        for case in self:
            lefts = {name: case._left_hours(clock, now) for name, clock in HOURS.items()}
            late = max((-left for left in lefts.values() if left is not None), default=0.0)
            case.update({name: left or 0.0 for name, left in lefts.items()})
            case.overdue_hours = max(late, 0.0)

    def _is_running(self, clock):
        """Return whether a clock runs: it neither waits nor is done."""
        return self.state == "open" and not self._clock_done(clock)

    def _left_hours(self, clock, now):
        """Return the working hours that are left of a clock's target, ``None`` without one."""
        if self.state == "cancelled" or not self[clock.target]:
            return None
        if not self._is_running(clock):
            return self[clock.target] - self[clock.used]
        working = self._clock_hours()
        if working is None:
            return None
        new_year = year_bounds(self.date_open.year)[0]
        by_now = working.hours_between(new_year, now) - self[clock.origin]
        # Before the clock began nothing is used up.
        return self[clock.target] - max(by_now, 0.0)

    @api.depends("response_left_hours", "resolution_left_hours")
    def _compute_countdowns(self):
        """Give pages the hours left and the working times ahead, by which they count down."""
        now = fields.Datetime.now()
        for case in self:
            found = {}
            for clock in HOURS.values():
                left = case._left_hours(clock, now)
                if left is None:
                    continue
                runs = case._is_running(clock)
                found[clock.name] = {
                    "left": left,
                    "risk": case[clock.target] * (1 - RISK),
                    "done": bool(case._clock_done(clock)),
                    "paused": not runs and not case._clock_done(clock),
                    "now": _milliseconds(now),
                    "times": case._times_ahead(now) if runs else [],
                }
            undone = [count for count in found.values() if not count["done"]]
            case.response_countdown = found.get("response", False)
            case.resolution_countdown = found.get("resolution", False)
            case.next_countdown = min(undone, key=lambda count: count["left"], default=False)

    def _times_ahead(self, now):
        """Return the next times that are worked, as pairs of milliseconds since 1970."""
        ahead = self._clock_hours().intervals_between(max(now, self.date_open), now + HOURS_AHEAD)
        return [[_milliseconds(start), _milliseconds(end)] for start, end in ahead]

    @api.model
    def _search_hours(self, name, operator, value):
        if operator not in (*COMPARISONS, "in"):
            return NotImplemented
        if operator == "in":
            values = [float(number or 0.0) for number in value]
            condition = SQL("= ANY(%s)", values)
        else:
            condition = SQL("%s %s", SQL(operator), float(value))  # pylint: disable=sql-injection
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(COALESCE(%s, 0) %s)", model._field_to_sql(alias, name, query), condition
            ),
            predicate=lambda case: (
                case[name] in values
                if operator == "in"
                else COMPARISONS[operator](case[name], float(value))
            ),
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Derive the hours left in SQL, for lists to sort by and reports to average."""
        if field_expr in HOURS:
            return self._left_hours_sql(HOURS[field_expr], alias, query)
        if field_expr == "overdue_hours":
            left = [self._left_hours_sql(clock, alias, query) for clock in HOURS.values()]
            # The least of nothing is nothing: no target, no lateness.
            return SQL("(CASE WHEN LEAST(%s) < 0 THEN -LEAST(%s) WHEN LEAST(%s) >= 0 THEN 0 END)",
                       *[SQL(", ").join(left)] * 3)  # fmt: skip
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _left_hours_sql(self, clock, alias, query):
        """Return the SQL of what is left of a clock's target, as ``_left_hours`` tells it."""

        def column(name):
            return self._field_to_sql(alias, name, query)

        return SQL(
            """(CASE
                WHEN %(state)s = 'cancelled' OR COALESCE(%(target)s, 0) = 0 THEN NULL
                WHEN %(state)s = 'open' AND %(done)s IS NULL
                THEN %(target)s - GREATEST(%(now)s - %(origin)s, 0)
                ELSE %(target)s - %(used)s
            END)""",
            state=column("state"),
            done=self._clock_done_sql(clock, alias, query),
            target=column(clock.target),
            used=column(clock.used),
            origin=column(clock.origin),
            now=self._hours_by_now_sql(clock, column),
        )

    @api.model
    def _hours_by_now_sql(self, clock, column):
        """Return the SQL of the working hours since the new year of a case's opening.

        They are the same for all cases of a company, a service level and a year: the few that
        there are of running cases are worked out and looked up.
        """
        now = fields.Datetime.now()
        rows = []
        for company_id, level_id, year in self._running_groups(clock):
            working = self._hours_of_level(company_id, level_id)
            if working is not None:
                hours = working.hours_between(year_bounds(year)[0], now)
                rows.append(SQL("(%s, %s, %s, %s::float8)", company_id, level_id, year, hours))
        if not rows:
            return SQL("NULL::float8")
        return SQL(
            """(SELECT hours FROM (VALUES %(rows)s) AS by_now (company, level, year, hours)
                 WHERE company = %(company)s AND level = %(level)s
                   AND year = extract(year FROM %(opened)s))""",
            rows=SQL(", ").join(rows),
            company=column("company_id"),
            level=column("service_level_id"),
            opened=column("date_open"),
        )

    @api.model
    def _running_groups(self, clock):
        """Return (company id, level id, year of the opening) of the cases whose clock runs."""
        names = ["company_id", "service_level_id", "date_open", "state", clock.done, clock.target]
        self.flush_model(names)
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT company_id, service_level_id, extract(year FROM date_open)::int
                  FROM repair_case
                 WHERE state = 'open' AND %s IS NULL AND %s > 0 AND service_level_id IS NOT NULL
                """,
                self._clock_done_sql(clock, "repair_case"),
                SQL.identifier(clock.target),
            )
        )


def _milliseconds(moment):
    """Return a moment (naive UTC) as pages count it."""
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)
