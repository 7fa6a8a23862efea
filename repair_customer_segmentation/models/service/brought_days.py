"""Public holidays and make-up days in working hours: what is there already, and bringing the rest.

What somebody entered, changed or took away by hand is left as it is. Days are known by their
date, whatever they are called: another language or another wording doubles nothing.
"""

from datetime import timedelta

from pytz import timezone

from ...desk.working_time import local_interval, union
from ..access.marks import marked
from .extra_hours import hours_of_weekday
from .resource_calendar import UNFINISHED

# Whoever enters a whole day by hand ends it at 23:59.
LAST_MINUTE = timedelta(minutes=1)


class BroughtDays:
    """The free and the worked days of a company in working hours.

    :param calendar: working hours, in an environment that may write their holidays
    """

    def __init__(self, calendar, company):
        self._calendar = calendar.with_company(company)
        self._company = company
        self._zone = timezone(calendar.tz)
        self._brought = set((calendar.repair_brought_days or {}).get(str(company.id), []))
        self._extra = set(
            calendar.env["repair.calendar.extra.day"]
            .search([("calendar_id", "=", calendar.id), ("company_id", "in", (False, company.id))])
            .mapped("date")
        )
        holidays = calendar.env["resource.calendar.leaves"].search(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("calendar_id", "in", (False, calendar.id)),
                ("company_id", "in", (False, company.id)),
            ]
        )
        self._free = [(each.date_from, each.date_to) for each in holidays]

    def state(self, day):
        """Return where a day of the library stands in these working hours.

        :param Day day: of ``desk.public_holidays``
        :return: ``new``; ``there`` already; ``by_hand``: entered by somebody in another way;
            ``removed``: brought once, and taken away; ``idle``: nothing would be worked on it
        """
        free = self._free_part(day.date)
        if day.makes_up_for:
            if day.date in self._extra:
                return "there"
            if free:
                return "by_hand"
            if not hours_of_weekday(self._calendar, *like(day)):
                return "idle"
        elif day.date in self._extra:
            return "by_hand"
        elif free:
            return "there" if free == "whole" else "by_hand"
        return "removed" if day.date.isoformat() in self._brought else "new"

    def _free_part(self, date):
        """Return whether a date is free: ``whole``, ``part``, or ``None``."""
        start, end = local_interval(date, 0, 24, self._zone)
        met = [(first, last) for first, last in self._free if first < end and last > start]
        if not met:
            return None
        covered = union((first, last + LAST_MINUTE) for first, last in met)
        whole = any(first <= start and last >= end for first, last in covered)
        return "whole" if whole else "part"

    def add(self, named_days):
        """Bring days, as holidays and extra days of the company; deadlines follow once.

        :param named_days: pairs of a :class:`Day` and its name
        """
        calendar = marked(self._calendar, UNFINISHED)
        free = [(day, name) for day, name in named_days if not day.makes_up_for]
        worked = [(day, name) for day, name in named_days if day.makes_up_for]
        calendar.env["resource.calendar.leaves"].create(
            [self._holiday_values(day, name) for day, name in free]
        )
        calendar.env["repair.calendar.extra.day"].create(
            [self._extra_values(day, name) for day, name in worked]
        )
        brought = self._brought | {day.date.isoformat() for day, _name in named_days}
        by_company = {
            **(calendar.repair_brought_days or {}),
            str(self._company.id): sorted(brought),
        }
        calendar.repair_brought_days = by_company
        self._calendar._repair_hours_changed()

    def _holiday_values(self, day, name):
        start, end = local_interval(day.date, 0, 24, self._zone)
        return {
            "name": name,
            "calendar_id": self._calendar.id,
            "date_from": start,
            "date_to": end - timedelta(seconds=1),
            "time_type": "leave",
        }

    def _extra_values(self, day, name):
        dayofweek, week_type, _date = like(day)
        return {
            "name": name,
            "calendar_id": self._calendar.id,
            "date": day.date,
            "hours": "weekday",
            "dayofweek": dayofweek,
            "week_type": week_type if self._calendar.two_weeks_calendar else False,
        }


def like(day):
    """Return the weekday, the week of two and the date of the day that one makes up for."""
    off = day.makes_up_for
    # As Odoo counts its first and second weeks.
    return str(off.weekday()), str((off.toordinal() - 1) // 7 % 2), off
