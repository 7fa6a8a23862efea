from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import get_lang

from ...desk.clock import moment, used
from ...desk.working_time import year_bounds
from ...segmentation.days import day_start
from ...vocabulary import OPEN_STATES

# From this part of a target on, a case is at risk.
RISK = 0.75
Clock = namedtuple("Target", "name done deadline risk target used origin")
CLOCKS = {
    name: Clock(
        name,
        done,
        f"{name}_deadline",
        f"{name}_risk_date",
        f"{name}_target_hours",
        f"{name}_used_hours",
        f"{name}_origin_hours",
    )
    for name, done in (("response", "first_response_date"), ("resolution", "date_closed"))
}
# Of the fields that the clocks write: known before the row of a new case is written.
CLOCKED = {"compute": "_compute_clocks", "store": True, "precompute": True, "copy": False}


class RepairCase(models.Model):
    """Two clocks, first response and resolution, in the working hours of the service level.

    A third one runs from the last touch until the case counts as untouched. What is stored is the
    moment at which each will be used up: lists filter by it, and nothing is recomputed as time
    passes. The first two stand still while a case waits or is closed (``repair.case.pause``). A
    case that is created closed, as by an import, has no clocks.

    A case that was opened for a planned visit is due on that day: nobody waits for a reply to what
    we open ourselves, and the targets of the service level are for what customers ask.
    """

    _inherit = "repair.case"

    planned_date = fields.Date(
        "Planned for",
        readonly=True,
        copy=False,
        help="The day on which the planned visit is due. It takes the place of the targets of the "
        "service level.",
    )
    first_response_date = fields.Datetime(
        "First Reply on",
        readonly=True,
        copy=False,
        help="Our first message to the customer, or the closing of the case.",
    )
    response_deadline = fields.Datetime("Reply Due", **CLOCKED)
    response_risk_date = fields.Datetime(**CLOCKED)
    resolution_deadline = fields.Datetime("Resolution Due", **CLOCKED)
    resolution_risk_date = fields.Datetime(**CLOCKED)
    next_deadline = fields.Datetime(
        **CLOCKED,
        help="Whichever open target is due first.",
    )
    response_target_hours = fields.Float(
        "Reply Target (Hours)",
        **CLOCKED,
        aggregator="avg",
        help="Working hours until the customer gets a reply (0 = no target).",
    )
    resolution_target_hours = fields.Float(
        "Resolution Target (Hours)",
        **CLOCKED,
        aggregator="avg",
        help="Working hours until the case is closed (0 = no target).",
    )
    response_used_hours = fields.Float(
        "Reply Time (Hours)",
        **CLOCKED,
        aggregator="avg",
        help="Working hours until the reply, or until the case was paused; 0 while the clock runs.",
    )
    resolution_used_hours = fields.Float(
        "Resolution Time (Hours)",
        **CLOCKED,
        aggregator="avg",
        help="Working hours until the case was closed or paused; 0 while the clock runs.",
    )
    # What is used by a moment is that moment's working hours since the new year of the opening,
    # less these: so that SQL knows what is used by now of any number of cases.
    response_origin_hours = fields.Float(**CLOCKED, aggregator=None)
    resolution_origin_hours = fields.Float(**CLOCKED, aggregator=None)
    touched_date = fields.Datetime(
        "Last Activity",
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="Last message by a person, stage change, or relevant edit.",
    )
    untouched_date = fields.Datetime(
        "Untouched from",
        compute="_compute_untouched_date",
        store=True,
        precompute=True,
        copy=False,
        help="From then on, the case has gone without activity for longer than the time in the "
        "settings.",
    )
    target_note = fields.Char("Targets", compute="_compute_target_note")
    _deadline_idx = models.Index("(next_deadline) WHERE state IN ('open', 'waiting')")

    @api.model
    def _clock_fields(self):
        """Return the names of the stored fields that the clocks write."""
        return [name for name, f in self._fields.items() if f.compute == "_compute_clocks"]

    @api.depends(
        "date_open", "priority", "service_level_id", "type_id", "first_response_date",
        "planned_date", "pause_ids.date_start", "pause_ids.date_end", "escalation_ids",
    )  # fmt: skip
    def _compute_clocks(self):
        names = self._clock_fields()
        for case in self:
            if case.state in OPEN_STATES:
                case.update(dict.fromkeys(names, False) | case._clock_moments())
            elif not case._origin.id:
                case.update(dict.fromkeys(names, False))
            else:
                # A closed case's clocks never run again: kept are those it was closed with.
                for name in names:
                    case[name] = case._origin[name]

    @api.depends("type_id", "response_target_hours", "resolution_target_hours", "planned_date")
    @api.depends_context("lang")
    def _compute_target_note(self):
        """Say that the type is why a target is as it is."""
        for case in self:
            by_type = not case.planned_date and any(
                case._type_target(clock) and case._type_target(clock) == case[clock.target]
                for clock in CLOCKS.values()
            )
            case.target_note = by_type and self.env._(
                "%(type)s: reply within %(reply)s h, resolution within %(resolution)s h",
                type=case.type_id.name,
                reply=f"{case.response_target_hours:g}",
                resolution=f"{case.resolution_target_hours:g}",
            )

    @api.depends("touched_date", "state", "company_id", "service_level_id", "planned_date")
    def _compute_untouched_date(self):
        """Count from the last touch; of a planned visit from its day, before which nobody acts."""
        for case in self:
            terms = self.env["repair.service.level"]._terms(case.company_id.id)
            level = terms["levels"].get(case.service_level_id.id, terms)
            hours, calendar_id = terms["untouched_hours"], level["calendar_id"]
            if case.state not in OPEN_STATES or not (hours and calendar_id and case.touched_date):
                case.untouched_date = False
                continue
            calendar = self.env["resource.calendar"].browse(calendar_id)
            working = calendar._repair_working_time(case.company_id.id)
            case.untouched_date = working.after(case.touched_date, hours)
            if case.planned_date and case.untouched_date:
                case.untouched_date = max(case.untouched_date, case._planned_day()[1])

    def _clock_moments(self):
        """Return the moments of the clocks; nothing where no target holds.

        A planned visit is due by the end of its day, and has no other clock.
        """
        if self.planned_date:
            begin, end = self._planned_day()
            return {"resolution_deadline": end, "resolution_risk_date": begin, "next_deadline": end}
        values, deadlines, escalations = {}, [], []
        steps = self.env["repair.service.escalation"]._steps(self.company_id.id)
        told = set(self.escalation_ids.ids) if self._origin.id else ()
        for clock in CLOCKS.values():
            used_up = self._used_up(clock)
            if not used_up:
                continue
            values |= self._hours_used(clock)
            values[clock.deadline] = deadline = used_up(1)
            values[clock.risk] = used_up(RISK)
            if self._clock_done(clock):
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

    def _say_why_no_deadline(self):
        """Note on new cases with targets but no deadline that their working hours have no hour.

        Such hours are refused where cases are; a company may have begun with them.
        """
        for case in self.filtered(lambda c: c.state == "open" and not c.next_deadline):
            if any(case._target_hours(c) and not case[c.deadline] for c in CLOCKS.values()):
                company = case.company_id.sudo()
                lang = get_lang(case.env, company.partner_id.lang).code
                case.sudo().message_post(
                    body=case.with_context(lang=lang).env._(
                        "This case has no deadlines: the working hours of %(company)s are "
                        "flexible or contain no hours. Choose fixed working hours.",
                        company=company.name,
                    ),
                    subtype_xmlid="mail.mt_note",
                )

    def _used_up(self, clock, target=None):
        """Return a function of a part (1: all) of a clock's target that says when it is used up.

        It takes the part (1 for all of it) and returns naive UTC, or False: paused before that,
        or no working hours to count.

        :param target: in working hours; ``None``: the one that holds today
        :return: ``None`` where there is no target
        """
        target = self._target_hours(clock) if target is None else target
        working = self._clock_hours()
        if not target or working is None or not self.date_open:
            return None
        start, pauses = self.date_open, self._pauses(clock)
        return lambda part: moment(working, start, target * part, pauses) or False

    def _planned_day(self):
        """Return the first moment of the planned day, and that of the day after."""
        tz = self.company_id._repair_tz()
        return tuple(day_start(self.planned_date + timedelta(days=days), tz) for days in (0, 1))

    def _clock_done(self, clock):
        """Return when a clock was done, False while it is not: a date alone closes no case."""
        return (clock.name == "response" or self.state not in OPEN_STATES) and self[clock.done]

    def _target_hours(self, clock):
        """Return the working hours of a clock's target; 0 where there is none.

        It is that of the service level or that of the type, whichever is stricter.
        """
        levels = self.env["repair.service.level"]._terms(self.company_id.id)["levels"]
        terms = levels.get(self.service_level_id.id)
        if not terms:
            return 0.0
        hours = terms["targets"].get(self.priority)
        of_level = hours[list(CLOCKS).index(clock.name)] if hours else 0.0
        return min(filter(None, (of_level, self._type_target(clock))), default=0.0)

    def _type_target(self, clock):
        """Return the working hours of a clock's target by the type; 0 where it has none."""
        # sudo: what is promised for a type, whoever works on the case.
        return self.type_id.sudo()[f"{clock.name}_hours"]

    def _clock_hours(self):
        """Return the working time that the clocks count in; ``None`` where there is none."""
        return self._hours_of_level(self.company_id.id, self.service_level_id.id)

    @api.model
    def _hours_of_level(self, company_id, level_id):
        """Return the working time that targets of a level count in; ``None`` where none do."""
        terms = self.env["repair.service.level"]._terms(company_id)["levels"].get(level_id)
        if not terms or not terms["calendar_id"]:
            return None
        calendar = self.env["resource.calendar"].browse(terms["calendar_id"])
        return calendar._repair_working_time(company_id)

    def _hours_used(self, clock):
        """Return the values of a clock that has a target: what is used of it, in hours."""
        working, pauses, done = self._clock_hours(), self._pauses(clock), self._clock_done(clock)
        new_year = year_bounds(self.date_open.year)[0]
        values = {clock.target: self._target_hours(clock)}
        if done or self.state != "open":
            closed = self.state not in OPEN_STATES and self.date_closed
            until = done or closed or fields.Datetime.now()
            return values | {clock.used: used(working, self.date_open, until, pauses)}
        running = max([self.date_open, *(end for _start, end in pauses if end)])
        before = used(working, self.date_open, running, pauses)
        return values | {clock.origin: working.hours_between(new_year, running) - before}

    def _pauses(self, clock):
        """Return the pauses of a clock as pairs of moments, up to when it was done.

        Nor is the closing that lasts: what was due of a case that was called off stays due.
        """
        if not self._origin.id:
            # A case that is being created was never paused.
            return []
        done = self._clock_done(clock)
        pauses = self.pause_ids.sorted()
        if self.state not in OPEN_STATES:
            pauses = pauses.filtered(lambda pause: pause.cause != "closed" or pause.date_end)
        pairs = ((pause.date_start, pause.date_end or None) for pause in pauses)
        if not done:
            return list(pairs)
        return [(start, min(end or done, done)) for start, end in pairs if start < done]
