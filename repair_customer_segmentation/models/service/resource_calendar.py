from datetime import UTC, timedelta

from pytz import timezone

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...desk.working_time import WorkingTime, WorkingYear, union, year_bounds
from ...segmentation.days import day_of
from ..access.marks import is_marked, marked
from .extra_hours import extra_intervals

# In the context of a change that takes several steps: the hours are checked when it is done.
UNFINISHED = "repair_hours_unfinished"


def _naive(moment):
    """Return a moment in naive UTC; Odoo's end of a day, 23:59:59.999999, becomes midnight."""
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return naive + timedelta(microseconds=1) if naive.microsecond == 999999 else naive


class ResourceCalendar(models.Model):
    """Working hours that targets count in: they must be fixed, and have at least one hour."""

    _inherit = "resource.calendar"

    def _repair_working_time(self, company_id=None, tz=None):
        """Return the working time of a company in these hours.

        Its holidays are left out, and its extra working days are in.

        Flexible hours do not say which hour of a day is worked: no target counts in them.

        :param company_id: whose holidays count; ``False``: those that all companies share;
            ``None``: those of the company of these hours
        :param str tz: the time zone in which the hours are worked; by default that of the calendar
        """
        self.ensure_one()
        if company_id is None:
            company_id = self.company_id.id
        if self._repair_is_flexible():
            return WorkingTime(lambda _year: WorkingYear([]))
        return WorkingTime(lambda year: self._repair_working_year(company_id, year, tz))

    def _repair_day(self, moment=None):
        """Return the day where these hours are worked, at a moment (UTC, default now).

        Of no working hours, it is that of UTC.
        """
        return day_of(moment or fields.Datetime.now(), self._repair_zone())

    @tools.ormcache("self.id")
    def _repair_zone(self):
        # sudo: a time zone is no secret, whoever asks for a day.
        return self.sudo().tz or "UTC"

    def _repair_works_at(self, company_id, moment):
        """Return whether somebody of a company with these hours works at a moment (naive UTC).

        Whoever has flexible hours may work at any time that is no holiday.
        """
        working = WorkingTime(lambda year: self._repair_working_year(company_id, year))
        return working.hours_between(moment, moment + timedelta(seconds=1)) > 0

    @tools.ormcache("self.id")
    def _repair_is_flexible(self):
        # sudo: how hours are counted, whoever asks for a deadline; nothing else comes out of it.
        return self.sudo().flexible_hours

    @tools.ormcache("self.id", "company_id", "year", "tz")
    def _repair_working_year(self, company_id, year, tz=None):
        # sudo: holidays of the company are what deadlines stand on, whoever asks for one;
        # working hours alone come out of it. Those of other companies are left out by hand, as
        # the rule of companies would for one of its users.
        calendar = self.sudo()
        start, end = (moment.replace(tzinfo=UTC) for moment in year_bounds(year))
        holidays = [("time_type", "=", "leave"), ("company_id", "in", [False, company_id])]
        if calendar.flexible_hours:
            free = calendar._leave_intervals_batch(start, end, domain=holidays)[False]
            worked = self._repair_between(start, end, free)
        else:
            zone = tz and timezone(tz)
            found = calendar._work_intervals_batch(start, end, domain=holidays, tz=zone)[False]
            worked = [(_naive(begin), _naive(finish)) for begin, finish, _rest in found]
        # They are worked whatever else is free: the exceptions to the exceptions.
        extra = extra_intervals(calendar, company_id, year, tz)
        return WorkingYear(union(worked + extra) if extra else worked)

    @api.model
    def _repair_between(self, start, end, intervals):
        """Return a period minus these sorted intervals, as pairs of naive UTC datetimes."""
        left, begin = [], _naive(start)
        for first, last, _rest in intervals:
            if _naive(first) > begin:
                left.append((begin, _naive(first)))
            begin = max(begin, _naive(last))
        if begin < _naive(end):
            left.append((begin, _naive(end)))
        return left

    def _repair_hours_changed(self, companies=None):
        """Recompute the deadlines of open cases that count in these calendars.

        :param companies: those whose cases follow whatever their calendar
        :raise ValidationError: when targets count in hours that are none any more
        """
        self.env.registry.clear_cache()
        calendars = self.exists()
        if is_marked(self.env, UNFINISHED):
            return
        calendars._repair_check_hours()
        self.env["repair.service.level"]._terms_changed(cases=calendars._repair_cases(companies))

    def _repair_cases(self, companies=None):
        """Return the domain of the cases whose deadlines count in these hours.

        :param companies: those whose cases follow whatever their working hours, as when one gets
            a holiday
        """
        # sudo: whose hours these are, whoever changes them.
        standard = self.env["res.company"].sudo().search([("resource_calendar_id", "in", self.ids)])
        # Cases without a level are left untouched in the company's hours.
        of_company = Domain("service_level_id", "=", False) | Domain(
            "service_level_id.calendar_id", "=", False
        )
        counting = Domain("service_level_id.calendar_id", "in", self.ids) | (
            of_company & Domain("company_id", "in", standard.ids)
        )
        if companies:
            counting |= Domain("company_id", "in", companies.ids)
        return counting

    def _repair_check_hours(self):
        """Refuse working hours without any hour where targets count in them."""
        now = fields.Datetime.now()
        for calendar, users in self._repair_users().items():
            for name, company_id in users:
                if calendar._repair_working_time(company_id).after(now, 1) is None:
                    raise ValidationError(calendar._repair_unusable_text(name))

    def _repair_unusable_text(self, name):
        """Return why nobody can be promised a deadline in these hours.

        :param str name: of the service level or company whose targets count in them
        """
        self.ensure_one()
        if self._repair_is_flexible():
            return self.env._(
                "The working hours “%(calendar)s” are flexible and do not say when people "
                "work, but the targets of “%(name)s” are counted in them. Choose fixed working "
                "hours, or give “%(name)s” other ones first.",
                calendar=self.name,
                name=name,
            )
        return self.env._(
            "The working hours “%(calendar)s” contain no hours, but the targets of “%(name)s” "
            "are counted in them: no target would ever be due. Keep at least one hour, or give "
            "“%(name)s” other working hours first.",
            calendar=self.name,
            name=name,
        )

    def _repair_users(self):
        """Return calendar -> list of (name, company id) of what counts in it.

        That is service levels, and companies with cases or with a service level of their own.
        """
        # sudo: targets count whoever changes the hours; the names alone are shown, to
        # administrators.
        levels = self.env["repair.service.level"].sudo().with_context(active_test=False)
        users = {calendar: [] for calendar in self}
        for level in levels.search([("calendar_id", "in", self.ids)]):
            users[level.calendar_id.sudo(False)].append((level.name, level.company_id.id))
        companies = (
            self.env["res.company"].sudo().search([("resource_calendar_id", "in", self.ids)])
        )
        for company in companies._with_repair_targets():
            users[company.resource_calendar_id.sudo(False)].append((company.name, company.id))
        return users

    def _compute_attendance_ids(self):
        calendars = marked(self, UNFINISHED)
        res = super(ResourceCalendar, calendars)._compute_attendance_ids()
        # Nobody counts in hours that are only being filled in.
        self.filtered("id")._repair_hours_changed()
        return res

    def write(self, vals):
        if not {"tz", "two_weeks_calendar", "schedule_type", "flexible_hours"} & set(vals) and not (
            any(name.startswith("attendance_ids") for name in vals)
        ):
            return super().write(vals)
        res = super(ResourceCalendar, marked(self, UNFINISHED)).write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        self._repair_hours_changed()
        if "tz" in vals:
            # sudo: whoever moves the working hours moves the days of their companies.
            companies = self.env["res.company"].sudo().with_context(active_test=False)
            companies.search([("resource_calendar_id", "in", self.ids)])._revalue_repairs()
        return res

    def switch_calendar_type(self):
        """Change between one week and two; Odoo deletes the lines and creates them anew."""
        calendar = marked(self, UNFINISHED)
        res = super(ResourceCalendar, calendar).switch_calendar_type()
        self._repair_hours_changed()
        return res

    def switch_based_on_duration(self):
        """Change between hours and durations; Odoo deletes the lines and creates them anew."""
        calendar = marked(self, UNFINISHED)
        res = super(ResourceCalendar, calendar).switch_based_on_duration()
        self._repair_hours_changed()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_targets(self):
        for calendar, users in self._repair_users().items():
            if users:
                raise UserError(
                    self.env._(
                        "The targets of “%(name)s” are counted in the working hours "
                        "“%(calendar)s”. Give “%(name)s” other working hours first.",
                        name=users[0][0],
                        calendar=calendar.name,
                    )
                )


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._repair_hours_changed()
        return attendances

    def write(self, vals):
        calendars = self.calendar_id
        res = super().write(vals)
        (calendars | self.calendar_id)._repair_hours_changed()
        return res

    def unlink(self):
        calendars = self.calendar_id
        res = super().unlink()
        calendars.exists()._repair_hours_changed()
        return res


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._repair_holidays_changed()
        return leaves

    def write(self, vals):
        before = self._repair_holidays_of()
        res = super().write(vals)
        self._repair_holidays_changed(before)
        return res

    def unlink(self):
        before = self._repair_holidays_of()
        res = super().unlink()
        self.browse()._repair_holidays_changed(before)
        return res

    def _repair_holidays_changed(self, before=None):
        """Recompute the deadlines that these holidays move, or moved before the change."""
        calendars, companies = self._repair_holidays_of()
        if before:
            calendars, companies = calendars | before[0].exists(), companies | before[1]
        if calendars or companies:
            calendars._repair_hours_changed(companies)

    def _repair_holidays_of(self):
        """Return the calendars that have these holidays, and the companies that have them in all.

        Leave of a person is nobody else's.
        """
        holidays = self.filtered(lambda leave: not leave.resource_id)
        everywhere = holidays.filtered(lambda leave: not leave.calendar_id)
        # sudo: holidays of a whole company change deadlines, whoever enters them.
        companies = everywhere.sudo().company_id
        if any(not leave.company_id for leave in everywhere):
            companies = companies.search([("active", "=", True)])
        # The company's own hours are checked, and members' are worked out anew.
        return holidays.calendar_id | companies.resource_calendar_id.sudo(False), companies
