"""Working hours as numbers: how many lie between two moments, and when so many are over.

Odoo's calendar answers both, in some milliseconds and queries each. A desk asks for several
deadlines a case, so a year of a calendar is read once and searched by bisection. Moments are
naive UTC; hours are real ones, so that a leap of summer time counts as it passes.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate

# What is not over by then never is: the calendar has no working hours.
YEARS = 20


class WorkingYear:
    """The working intervals of one year (UTC) of a calendar.

    :param intervals: sorted, disjoint pairs of naive UTC datetimes
    """

    def __init__(self, intervals):
        self.starts = [start for start, _end in intervals]
        self.ends = [end for _start, end in intervals]
        lengths = ((end - start).total_seconds() for start, end in intervals)
        # Seconds worked up to the end of each interval, beginning with none.
        self.worked = list(accumulate(lengths, initial=0.0))

    def seconds_until(self, moment):
        """Return the working seconds of this year before ``moment``."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0.0
        inside = min(moment, self.ends[index]) - self.starts[index]
        return self.worked[index] + inside.total_seconds()

    def moment_after(self, seconds):
        """Return when so many working seconds (above 0, not more than there are) are over."""
        index = bisect_left(self.worked, seconds) - 1
        return self.starts[index] + timedelta(seconds=seconds - self.worked[index])

    def intervals_between(self, start, end):
        """Return the intervals of this year that lie between two moments, cut at these."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return [
            (max(self.starts[index], start), min(self.ends[index], end))
            for index in range(first, last)
        ]


class WorkingTime:
    """The working time of a calendar.

    :param year: function of a year (a number) that returns its :class:`WorkingYear`
    """

    def __init__(self, year):
        self._year = year

    def hours_between(self, start, end):
        """Return the working hours between two moments; 0 where the end is not later."""
        if end <= start:
            return 0.0
        seconds = -self._year(start.year).seconds_until(start)
        for year in range(start.year, end.year):
            seconds += self._year(year).worked[-1]
        return (seconds + self._year(end.year).seconds_until(end)) / 3600

    def intervals_between(self, start, end):
        """Return the times worked between two moments, as pairs of naive UTC datetimes."""
        found = []
        for year in range(start.year, end.year + 1):
            found += self._year(year).intervals_between(start, end)
        return found

    def first_from(self, start):
        """Return the first moment from ``start`` on that is worked; ``None`` within two years."""
        for year in range(start.year, start.year + 2):
            if found := self._year(year).intervals_between(start, year_bounds(year)[1]):
                return found[0][0]
        return None

    def after(self, start, hours):
        """Return the first moment at which ``hours`` of working time since ``start`` are over.

        :return: ``None`` where the calendar does not have as many in twenty years
        """
        if hours <= 0:
            return start
        seconds = hours * 3600 + self._year(start.year).seconds_until(start)
        for year in range(start.year, start.year + YEARS):
            working = self._year(year)
            if working.worked[-1] >= seconds:
                return working.moment_after(seconds)
            seconds -= working.worked[-1]
        return None


def union(intervals):
    """Return the times that lie in any of these intervals, as sorted, disjoint pairs."""
    found = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def local_interval(day, hour_from, hour_to, zone):
    """Return the interval between two hours of a day of a place, as a pair in naive UTC.

    :param zone: time zone of ``pytz``
    :param float hour_to: 24 is the midnight that ends the day
    """
    midnight = datetime.combine(day, time.min)
    return tuple(
        zone.localize(midnight + timedelta(minutes=round(hour * 60)))
        .astimezone(UTC)
        .replace(tzinfo=None)
        for hour in (hour_from, hour_to)
    )


def year_bounds(year):
    """Return the first moment of a year and that of the next, naive UTC."""
    return datetime(year, 1, 1), datetime(year + 1, 1, 1)
