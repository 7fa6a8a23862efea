"""What comes back every year: on which days of a window, and in which year's name.

A day of the year is coded as ``month * 100 + day``, in the calendar that the occasion follows.
"""

from calendar import isleap
from datetime import timedelta

from .lunar import is_last_of_month, lunar_day

LEAP_DAY = 229
LAST_OF_FEBRUARY = 228
LONG_MONTH, SHORT_MONTH = 30, 29


def day_code(day):
    """Return the code of a date in the common calendar."""
    return day.month * 100 + day.day


def lunar_code(day):
    """Return the code of a date in the lunar calendar, leap months as the plain ones.

    :return: ``None`` where the calendar is not known
    """
    found = lunar_day(day)
    return found and found[1] * 100 + found[2]


def days_between(first, last):
    """Return the dates from one to another, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def returns(first, last):
    """Yield (day, code, year) of what is kept on the days of a window, in the common calendar.

    29 February is kept on 28 February where there is none.
    """
    for day in days_between(first, last):
        code = day_code(day)
        yield day, code, day.year
        if code == LAST_OF_FEBRUARY and not isleap(day.year):
            yield day, LEAP_DAY, day.year


def lunar_returns(first, last):
    """Yield (day, code, lunar year) of what is kept on the days of a window, by the lunar calendar.

    It is kept in the plain month, not again in the leap month after it, and the 30th on the
    29th where the month has no more.
    """
    for day in days_between(first, last):
        found = lunar_day(day)
        if not found or found[3]:
            continue
        year, month, number, _leap = found
        yield day, month * 100 + number, year
        if number == SHORT_MONTH and is_last_of_month(day):
            yield day, month * 100 + LONG_MONTH, year
