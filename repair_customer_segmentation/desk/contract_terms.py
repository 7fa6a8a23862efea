"""How long a contract runs: first and last day are both part of it.

Months are those of law: a term ends on the day before the one that has the number of its first
day, and on the last day of a month that is too short for it. Twelve months from 1 January end on
31 December, one month from 31 January on 28 February, twelve months from 29 February on 28
February.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)
# Days of a year: of what is paid a year, so much is paid for a term that is no whole months.
YEAR_DAYS, YEAR_MONTHS = 365, 12


def last_day(first, months):
    """Return the last day of a term of so many months.

    :param int months: 1 or more
    """
    after = first + relativedelta(months=months)
    return after - DAY if after.day == first.day else after


def year_of(first, day):
    """Return first and last day of the year of a contract in which a day is.

    The first year begins with the contract; a day before it is in that one.
    """
    begins, ends = first, last_day(first, YEAR_MONTHS)
    while ends < day:
        begins, ends = next_term(begins, ends)
    return begins, ends


def months_of(first, last):
    """Return the months of a term; 0 where it is no number of whole months."""
    if last < first:
        return 0
    months = (last.year - first.year) * YEAR_MONTHS + last.month - first.month
    return next((n for n in (months, months + 1) if n > 0 and last_day(first, n) == last), 0)


def next_term(first, last):
    """Return first and last day of the term that follows, as long as this one."""
    months = months_of(first, last)
    begins = last + DAY
    return begins, last_day(begins, months) if months else begins + (last - first)


def share_of_year(first, last):
    """Return the part of a year that a term takes; more than 1 for a longer one."""
    months = months_of(first, last)
    return months / YEAR_MONTHS if months else ((last - first).days + 1) / YEAR_DAYS
