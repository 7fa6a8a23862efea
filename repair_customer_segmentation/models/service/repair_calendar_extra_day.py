from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_duration

from ...fields import Date
from ..access.day_text import day_text
from ..access.enumerated import enumerated
from ..access.marks import marked
from .extra_hours import extra_hours_of, hours_of_weekday
from .resource_calendar import UNFINISHED


class RepairCalendarExtraDay(models.Model):
    """A day on which more is worked than the working hours of its weekday say.

    A make-up Saturday, a stocktaking, an evening before a holiday. Its hours are worked even
    where a holiday of the company falls on the day: whoever enters both means the extra day, the
    exception to the exception. What is worked on the day anyway stays worked.
    """

    _name = "repair.calendar.extra.day"
    _description = "Extra Working Day"
    _order = "date desc, id"
    _check_company_auto = True

    name = fields.Char("Reason")
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
        default=lambda self: self.env.company.resource_calendar_id,
        domain="[('company_id', 'in', [False, company_id])]",
        help="Deadlines, the queue and assignment count the day wherever these working hours are "
        "used.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        default=lambda self: self.env.company,
        help="Working hours that companies share have extra days of each company.",
    )
    date = Date(required=True, index=True)
    weekday = fields.Char(compute="_compute_weekday", help="The day of the week of the date.")
    hours = fields.Selection(
        [("weekday", "As on a weekday"), ("entered", "Entered here")],
        required=True,
        default="weekday",
    )
    dayofweek = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        "Same Hours as",
        default="0",
        help="The day is worked at the hours of this weekday, breaks left out.",
    )
    two_weeks_calendar = fields.Boolean(related="calendar_id.two_weeks_calendar")
    week_type = fields.Selection(
        [("0", "First"), ("1", "Second")],
        "Week",
        help="Of working hours that alternate between two weeks. Leave empty for the week of "
        "the date.",
    )
    hour_ids = fields.One2many(
        "repair.calendar.extra.hours", "extra_day_id", string="Working Periods", copy=True
    )
    hours_text = fields.Char("Worked", compute="_compute_hours_text")

    _one_a_date = models.Constraint(
        "UNIQUE (calendar_id, company_id, date)",
        "These working hours already have an extra working day on this date. Change its hours "
        "instead of adding another one.",
    )

    @api.depends("calendar_id.company_id")
    def _compute_company_id(self):
        for day in self:
            company = day.calendar_id.company_id or day._origin.company_id
            day.company_id = company or self.env.company

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_weekday(self):
        names = dict(self._fields["dayofweek"]._description_selection(self.env))
        for day in self:
            day.weekday = names[str(day.date.weekday())] if day.date else False

    @api.depends("date", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for day in self:
            words = [day_text(self.env, day.date) if day.date else None, day.name]
            day.display_name = " ".join(filter(None, words)) or self.env._("Extra working day")

    @api.depends(
        "date",
        "hours",
        "dayofweek",
        "week_type",
        "hour_ids.hour_from",
        "hour_ids.hour_to",
        "calendar_id.attendance_ids",
    )
    @api.depends_context("lang")
    def _compute_hours_text(self):
        for day in self:
            spans = (map(format_duration, span) for span in extra_hours_of(day))
            words = enumerated(self.env, ("\u2013".join(span) for span in spans))
            day.hours_text = words or self.env._("No hours")

    @api.constrains("calendar_id", "hours", "dayofweek", "week_type", "hour_ids")
    def _check_hours(self):
        """Refuse an extra day on which nothing is worked, and hours that cannot be."""
        for day in self:
            if day.hours == "entered":
                day._check_entered()
            elif not day.dayofweek:
                raise ValidationError(
                    self.env._("%s: choose a weekday under “Same Hours as”.", day.display_name)
                )
            elif not hours_of_weekday(day.calendar_id, day.dayofweek, day.week_type, day.date):
                names = dict(self._fields["dayofweek"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "%(day)s: the working hours “%(calendar)s” have no hours on "
                        "%(weekday)s. Choose another weekday under “Same Hours as”, or "
                        "choose “Entered here” and enter the hours.",
                        day=day.display_name,
                        calendar=day.calendar_id.name,
                        weekday=names[day.dayofweek],
                    )
                )

    def _check_entered(self):
        if not self.hour_ids:
            raise ValidationError(
                self.env._(
                    "%s has no hours. Enter when it is worked under “Working Periods”, or choose "
                    "“As on a weekday”.",
                    self.display_name,
                )
            )
        self.hour_ids._check_hours()

    @api.model_create_multi
    def create(self, vals_list):
        days = super(RepairCalendarExtraDay, marked(self, UNFINISHED)).create(vals_list)
        days = days.with_env(self.env)
        days.calendar_id._repair_hours_changed()
        return days

    def write(self, vals):
        self.check_access("write")
        calendars = self.calendar_id
        res = super(RepairCalendarExtraDay, marked(self, UNFINISHED)).write(vals)
        (calendars | self.calendar_id)._repair_hours_changed()
        return res

    def unlink(self):
        self.check_access("unlink")
        calendars = self.calendar_id
        res = super().unlink()
        calendars._repair_hours_changed()
        return res
