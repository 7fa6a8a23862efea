"""When extra working days are worked: at the hours of a weekday, or at hours of their own."""

from datetime import date, timedelta

from pytz import timezone

from ...desk.working_time import local_interval, year_bounds

WHOLE_DAY = [(0, 24)]


def extra_intervals(calendar, company_id, year, tz=None):
    """Return when a company works extra in a year (UTC), as pairs in naive UTC.

    :param calendar: working hours, in an environment that may read their extra days
    :param str tz: where they are worked; by default in the time zone of the calendar
    """
    days = calendar.env["repair.calendar.extra.day"].search(
        [
            ("calendar_id", "=", calendar.id),
            ("company_id", "in", (False, company_id)),
            # The year begins a day sooner or later elsewhere.
            ("date", ">=", date(year, 1, 1) - timedelta(days=1)),
            ("date", "<=", date(year, 12, 31) + timedelta(days=1)),
        ]
    )
    zone = timezone(tz or calendar.tz)
    first, last = year_bounds(year)
    found = [
        local_interval(day.date, *hours, zone) for day in days for hours in extra_hours_of(day)
    ]
    cut = ((max(start, first), min(end, last)) for start, end in found)
    return [(start, end) for start, end in cut if start < end]


def extra_hours_of(day):
    """Return the hours of an extra day as sorted pairs of numbers: from, to."""
    if day.hours == "entered":
        return sorted((line.hour_from, line.hour_to) for line in day.hour_ids)
    return hours_of_weekday(day.calendar_id, day.dayofweek, day.week_type, day.date)


def hours_of_weekday(calendar, dayofweek, week_type, day):
    """Return the hours of a weekday as sorted pairs of numbers; flexible hours are all of it.

    :param str dayofweek: from ``"0"``, a Monday
    :param str week_type: which of two weeks, where working hours have two; else that of the day
    """
    if calendar.flexible_hours:
        return WHOLE_DAY
    lines = calendar.attendance_ids.filtered(
        lambda line: line.dayofweek == dayofweek and line._is_work_period()
    )
    if calendar.two_weeks_calendar:
        week = week_type or (str(lines.get_week_type(day)) if day else "0")
        lines = lines.filtered(lambda line: line.week_type == week)
    return sorted((line.hour_from, line.hour_to) for line in lines)
