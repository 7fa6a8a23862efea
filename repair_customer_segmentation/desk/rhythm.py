"""The rhythm of a maintenance plan, and the days of the grid that it makes.

A grid begins with a day, and its days have places: 0 is the day it begins with, 1 is an interval
later. See :mod:`.maintenance` for what they are used for.
"""

from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL

MONTHS, REPAIRS, OWN = "months", "repairs", "own"


@dataclass(frozen=True)
class Rhythm:
    """What a plan says of dates, as plain values.

    :param kind: ``MONTHS``, ``REPAIRS`` or ``OWN``
    :param start: the plan's first day
    :param from_purchase: the grid begins with the purchase of each device, not with ``start``
    :param once: a device gets one visit only
    :param lead: days that a visit is opened ahead
    :param type_id: of the cases that are inspections of this plan
    :param tz: the time zone of the company's days
    """

    plan_id: int
    company_id: int
    kind: str
    months: int
    repairs: int
    from_completion: bool
    start: date
    from_purchase: bool
    once: bool
    lead: int
    type_id: int
    today: date
    tz: str


def grid(rhythm, place, begin=None):
    """Return the SQL of a day of the grid.

    :param SQL begin: the day it begins with; by default the column ``grid_day``
    """
    begin = begin or SQL("grid_day")
    if rhythm.kind == OWN:
        return SQL("(%s + %s * step)", begin, place)
    return SQL("(%s + %s * %s * interval '1 month')::date", begin, place, rhythm.months)


def after(rhythm, day):
    """Return the SQL of the day one interval after a day."""
    return grid(rhythm, SQL("1"), day)


def last_until(rhythm, day, begin):
    """Return the SQL of the last day of a grid that is not after ``day``."""
    return grid(rhythm, SQL("(%s)", place_until(rhythm, day, begin)), begin)


def place_from(rhythm, lower, first):
    """Return the SQL of the place of the first day of the grid that is not before ``lower``."""
    if rhythm.kind == OWN:
        return SQL("GREATEST(%s, ceil((%s - grid_day)::numeric / step)::int)", first, lower)
    # The day in the month of ``lower`` or in one before it; else the next one is.
    near = SQL("GREATEST(%s, %s)", first, _months_between(rhythm, lower, SQL("grid_day")))
    return SQL("CASE WHEN %s >= %s THEN %s ELSE %s + 1 END", grid(rhythm, near), lower, near, near)


def place_until(rhythm, day, begin):
    """Return the SQL of the place of the last day of a grid that is not after ``day``."""
    if rhythm.kind == OWN:
        return SQL("floor((%s::date - %s)::numeric / step)::int", day, begin)
    near = _months_between(rhythm, SQL("%s::date", day), begin)
    by_month = grid(rhythm, near, begin)
    return SQL("CASE WHEN %s <= %s THEN %s ELSE %s - 1 END", by_month, day, near, near)


def _months_between(rhythm, day, begin):
    return SQL(
        "div((date_part('year', %(day)s) - date_part('year', %(begin)s))::numeric * 12"
        " + (date_part('month', %(day)s) - date_part('month', %(begin)s))::numeric,"
        " %(months)s)::int",
        day=day,
        begin=begin,
        months=rhythm.months,
    )
