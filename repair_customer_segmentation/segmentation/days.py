"""Days of a company: those of its clocks on the wall, not those of UTC.

Moments are naive and UTC throughout, as Odoo stores them. A day begins at the first moment that
the company's time zone gives its date, also where clocks are changed at midnight.
"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL


def day_of(moment, tz):
    """Return the date of a moment (naive, UTC) in a time zone.

    :param str tz: name of the time zone
    """
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(tz)).date()


def day_start(day, tz):
    """Return the first moment (naive, UTC) of a date in a time zone."""
    first = datetime.combine(day, time.min, ZoneInfo(tz))
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

    Whole days cost nothing where the time zone is UTC; elsewhere some 0.3 µs each, so ask for
    the days of customers, not for those of every repair.

    :param SQL moment: a column, or any expression
    :param tz: name of the time zone, or the SQL of one
    """
    if tz == "UTC":
        return SQL("%s::date", moment)
    return SQL("timezone(%s, timezone('UTC', %s))::date", tz, moment)
