from datetime import UTC, timedelta

from odoo import api, models, tools

from ..service.working_time import WorkingTime, WorkingYear, year_bounds


def _naive(moment):
    """Return a moment in naive UTC; midnight, which Odoo has end a day, a microsecond later."""
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return naive + timedelta(microseconds=1) if naive.microsecond == 999999 else naive


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _repair_working_time(self):
        """Return the working time of this calendar, holidays left out."""
        self.ensure_one()
        return WorkingTime(self._repair_working_year)

    @tools.ormcache("self.id", "year")
    def _repair_working_year(self, year):
        # sudo: holidays of the calendar are what deadlines stand on, whoever asks for one;
        # working hours alone come out of it.
        calendar = self.sudo()
        start, end = (moment.replace(tzinfo=UTC) for moment in year_bounds(year))
        intervals = calendar._work_intervals_batch(start, end)[False]
        return WorkingYear([(_naive(begin), _naive(finish)) for begin, finish, _rest in intervals])

    def _repair_hours_changed(self):
        """Let deadlines of open cases follow these calendars."""
        self.env.registry.clear_cache()
        self.env["repair.case"]._calendars_changed(self)

    def write(self, vals):
        res = super().write(vals)
        if {"tz", "two_weeks_calendar", "attendance_ids", "schedule_type"} & set(vals):
            self._repair_hours_changed()
        return res


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
        leaves._repair_calendars()._repair_hours_changed()
        return leaves

    def write(self, vals):
        calendars = self._repair_calendars()
        res = super().write(vals)
        (calendars | self._repair_calendars())._repair_hours_changed()
        return res

    def unlink(self):
        calendars = self._repair_calendars()
        res = super().unlink()
        calendars.exists()._repair_hours_changed()
        return res

    def _repair_calendars(self):
        """Return the calendars that have these holidays; leave of a person is nobody else's."""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        calendars = holidays.calendar_id
        everywhere = holidays.filtered(lambda leave: not leave.calendar_id)
        if everywhere:
            # sudo: holidays of a whole company change deadlines, whoever enters them.
            calendars |= calendars.sudo().search(
                [("company_id", "in", [False, *everywhere.company_id.ids])]
            )
        return calendars
