"""Days of a company: those of its clocks on the wall, not those of UTC.

Moments are naive and UTC throughout, as Odoo stores them. A day begins at the first moment that
the company's time zone gives its date, also where clocks are changed at midnight.
"""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytz
from dateutil.relativedelta import relativedelta

from odoo.tools import SQL


@lru_cache(maxsize=64)
def _zone(tz):
    try:
        return ZoneInfo(tz)
    except ZoneInfoNotFoundError:
        # Odoo offers old names, such as US/Eastern, that not every machine knows.
        with pytz.open_resource(tz) as file:
            return ZoneInfo.from_file(file, key=tz)


def day_of(moment, tz):
    """Return the date of a moment (naive, UTC) in a time zone.

    :param str tz: name of the time zone
    """
    return moment.replace(tzinfo=UTC).astimezone(_zone(tz)).date()


def day_start(day, tz):
    """Return the first moment (naive, UTC) of a date in a time zone."""
    first = datetime.combine(day, time.min, _zone(tz))
    return first.astimezone(UTC).replace(tzinfo=None)


def window_day(day, months):
    """Return the first day of a window of whole months; the 31st goes to a month's last day."""
    return day - relativedelta(months=months)


def window_start(day, months, tz):
    """Return the first moment (naive, UTC) of the window as seen from ``day``.

    :param int months: 0 for all repairs ever, which gives ``None``
    """
    return day_start(window_day(day, months), tz) if months else None


def day_sql(moment, tz):
    """Return the SQL of the date of a moment (``timestamp``, UTC) in a time zone.

    PostgreSQL's own ``timezone`` takes four times as long as a plain date, which a million
    customers notice: what a clock is ahead of UTC is given to it as a table of constants. (A CASE
    of a hundred branches would do too, if statements that repeat it were not planned for longer
    than they run.)

    :param SQL moment: a column
    :param tz: name of the time zone, or the SQL of one, which differs from row to row
    """
    if isinstance(tz, SQL):
        return SQL("timezone(%s, timezone('UTC', %s))::date", tz, moment)
    first, changes = _clock_changes(tz, datetime.now().year + 2)
    if not changes:
        return SQL("(%s + %s)::date", moment, first) if first else SQL("%s::date", moment)
    whens, aheads = _clock_table(tz, datetime.now().year + 2)
    return SQL(
        "(%(moment)s + (%(aheads)s::interval[])"
        "[width_bucket(%(moment)s, %(whens)s::timestamp[]) + 1])::date",
        moment=moment,
        aheads=aheads,
        whens=whens,
    )


@lru_cache(maxsize=64)
def _clock_table(tz, until):
    """Return two arrays as PostgreSQL reads them: when a clock changes, and what it is ahead by.

    The second one begins with what holds before the first change.
    """
    first, changes = _clock_changes(tz, until)
    whens = ",".join(at.isoformat() for at, _ahead in changes)
    aheads = (first, *(ahead for _at, ahead in changes))
    seconds = ",".join(f"{ahead.total_seconds():.0f}s" for ahead in aheads)
    return f"{{{whens}}}", f"{{{seconds}}}"


@lru_cache(maxsize=64)
def _clock_changes(tz, until):
    """Return what a clock was ahead of UTC in 1970, and when (UTC) it became what since.

    :param int until: the year before which changes are looked for
    """
    zone = _zone(tz)

    def ahead(moment):
        return moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()

    moment, end, changes = datetime(1970, 1, 1), datetime(until, 1, 1), []
    first = before = ahead(moment)
    while moment < end:
        following = moment + timedelta(weeks=1)
        if ahead(following) != before:
            at = _bisect(moment, following, ahead)
            before = ahead(at)
            changes.append((at, before))
            following = at
        moment = following
    return first, changes


def _bisect(low, high, ahead):
    """Return the second at which a clock was changed between two moments."""
    before = ahead(low)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if ahead(middle) == before else (low, middle)
    return high


def company_day_sql(moment, company):
    """Return the SQL of the date of a moment in the days of a company of the query.

    It looks up the time zone row by row: use it where few rows need it.

    :param SQL moment: a column, or any expression
    :param str company: alias of ``res_company`` in the query
    """
    tz = SQL(
        "COALESCE((SELECT hours.tz FROM resource_calendar AS hours WHERE hours.id = %s), 'UTC')",
        SQL.identifier(company, "resource_calendar_id"),
    )
    return day_sql(moment, tz)


def clock_of(moment, tz):
    """Return the hour (a number from 0 to 24) of a moment (naive, UTC) in a time zone."""
    local = moment.replace(tzinfo=UTC).astimezone(_zone(tz))
    return local.hour + local.minute / 60 + local.second / 3600
