"""The ends of the last twelve months of a company, at which its tiers are looked at."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from ...segmentation import days

MONTH_ENDS = 12


def month_ends(company):
    """Return the last days of the months before this one, in order."""
    this_month = company._repair_day().replace(day=1)
    return [
        this_month - relativedelta(months=back) - timedelta(days=1)
        for back in reversed(range(MONTH_ENDS))
    ]


def moments(company):
    """Return the moments (naive UTC) at which those days end."""
    tz = company._repair_tz()
    return [days.day_start(day + timedelta(days=1), tz) for day in month_ends(company)]
