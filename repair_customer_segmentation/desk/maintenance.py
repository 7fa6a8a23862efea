"""When the visits of a maintenance plan are due: one definition for the run and every preview.

A device has a chain of visits by each plan that covers it, and a chain has one next visit:

* **By the calendar**, visits are due on a grid: every so many months from the plan's first day or
  from the purchase of the device (31 January, 28 February, 31 March: the months are added to where
  the grid begins). A visit stands for the day of the grid that it is nearest to, so the next one is
  the first day of the grid more than half an interval after it. That is how a grid that moves,
  because the first day or the number of months changed, neither loses a visit nor doubles one.
* **From completion**, the next visit is due so many months after the last inspection was completed
  (31 January, 28 February, 28 March). The first one is that of the grid. While a visit is open,
  nothing is known of the next one.
* **After N repairs**, it is due on the day the Nth repair since the last inspection was closed.
* **At the device's own rhythm**, the interval is the median of the days between its repairs, from
  ``FEWEST_REPAIRS`` on; with fewer there is none. The grid begins with the last repair, and from
  completion counts from the last repair or inspection, whichever was later.

A visit that was skipped counts as held on its due day. Nothing is due before the plan's first day.
Where days of the grid have passed by more than ``LATE`` days ago, only the last of them counts:
one visit, not the backlog. A visit is always due after the one before it.

Everything is SQL over all devices of a plan. A *subject* is a SELECT of the devices of a plan with
the columns ``device_id``, ``since`` (the day it was bought), ``reason`` (why a visit that is
planned will be skipped, or NULL) and ``ends_on`` (the last day of its contract, or NULL).
"""

from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL

from ..segmentation.days import day_sql

# So many repairs tell a rhythm.
FEWEST_REPAIRS = 5
# Visits that are later than so many days are made up for once.
LATE = 30
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


def next_visits(rhythm, subject, repairs, device_ids=None):
    """Return the SELECT of the next visit of each device, as of today.

    Columns: ``plan_id device_id due grid_day place step reason ends_on is_open``. ``grid_day`` and
    ``step`` are where the grid begins and its days (of a rhythm in days); ``place`` is the place of
    ``due`` in it. ``is_open``: the visit was opened already, and the row is what is known of it.

    :param SQL repairs: SELECT of what counts as a repair: ``device_id closed_on``
    :param device_ids: devices to restrict to; ``None`` means all
    """
    return SQL(
        """
        SELECT %(plan)s AS plan_id, device_id, %(due)s AS due, grid_day, place, step,
               COALESCE(reason,
                        CASE WHEN ends_on < %(due)s THEN 'contract'
                             WHEN near >= %(due)s - %(lead)s THEN 'visit'
                             WHEN is_busy AND %(due)s - %(lead)s <= %(today)s + %(lead)s
                             THEN 'case' END) AS reason,
               ends_on, %(is_open)s AS is_open
          FROM (%(placed)s) AS placed
         WHERE %(due)s IS NOT NULL
        """,
        plan=rhythm.plan_id,
        due=_due(rhythm),
        is_open=SQL("open_due IS NOT NULL") if _waits(rhythm) else SQL("FALSE"),
        lead=rhythm.lead,
        today=rhythm.today,
        placed=_placed(rhythm, _known(rhythm, subject, repairs, device_ids)),
    )


def _known(rhythm, subject, repairs, device_ids):
    """Return the SELECT of what the dates of each device follow from."""
    by_day = day_sql(SQL("date_closed"), rhythm.tz)
    return SQL(
        """
        SELECT s.device_id, s.reason, s.ends_on,
               held.last_due, held.open_due, near.near, busy.device_id IS NOT NULL AS is_busy,
               GREATEST(held.held_on, byhand.held_on%(last)s) AS held_on,
               %(grid_day)s AS grid_day, %(step)s AS step, %(nth)s AS nth
          FROM (%(subject)s) AS s
          LEFT JOIN (
            SELECT device_id,
                   max(date_due) AS last_due,
                   max(date_due) FILTER (WHERE state = 'opened') AS open_due,
                   max(CASE state WHEN 'done' THEN date_done
                                  WHEN 'skipped' THEN date_due END) AS held_on
              FROM repair_maintenance_visit
             WHERE plan_id = %(plan)s AND state <> 'planned' %(devices)s
             GROUP BY device_id
          ) AS held ON held.device_id = s.device_id
          LEFT JOIN (
            SELECT device_id,
                   max(CASE state WHEN 'done' THEN date_done
                                  ELSE GREATEST(date_due, %(today)s) END) AS near
              FROM repair_maintenance_visit
             WHERE company_id = %(company)s AND state IN ('opened', 'done') %(devices)s
             GROUP BY device_id
          ) AS near ON near.device_id = s.device_id
          LEFT JOIN (
            SELECT DISTINCT device_id
              FROM repair_case
             WHERE company_id = %(company)s AND state IN ('open', 'waiting') AND active
               AND device_id IS NOT NULL %(devices)s
          ) AS busy ON busy.device_id = s.device_id
          LEFT JOIN (
            SELECT device_id, max(%(day)s) AS held_on
              FROM repair_case AS c
             WHERE type_id = %(type)s AND state = 'closed' AND company_id = %(company)s
               AND device_id IS NOT NULL %(devices)s
               AND NOT EXISTS (SELECT FROM repair_maintenance_visit WHERE case_id = c.id)
             GROUP BY device_id
          ) AS byhand ON byhand.device_id = s.device_id
          %(paces)s
        """,
        plan=rhythm.plan_id,
        company=rhythm.company_id,
        type=rhythm.type_id,
        today=rhythm.today,
        day=by_day,
        subject=subject,
        devices=SQL() if device_ids is None else SQL("AND device_id = ANY(%s)", list(device_ids)),
        last=SQL(", pace.last_on") if rhythm.kind == OWN else SQL(),
        grid_day=_grid_day(rhythm),
        step=SQL("pace.step") if rhythm.kind == OWN else SQL("NULL::int"),
        nth=_nth_repair(rhythm, repairs) if rhythm.kind == REPAIRS else SQL("NULL::date"),
        paces=_paces(repairs) if rhythm.kind == OWN else SQL(),
    )


def _grid_day(rhythm):
    """Return the SQL of the day from which the grid counts."""
    if rhythm.kind == OWN:
        return SQL("pace.last_on")
    return SQL("s.since") if rhythm.from_purchase else SQL("%s::date", rhythm.start)


def _paces(repairs):
    """Return the join of the median days between the repairs of a device, and of its last one."""
    return SQL(
        """
        JOIN (
          SELECT device_id, max(closed_on) AS last_on,
                 GREATEST(1, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY days))::int) AS step
            FROM (
              SELECT device_id, closed_on,
                     closed_on - lag(closed_on) OVER (PARTITION BY device_id ORDER BY closed_on)
                         AS days
                FROM (%s) AS repairs
            ) AS gaps
           GROUP BY device_id
          HAVING count(*) >= %s
        ) AS pace ON pace.device_id = s.device_id
        """,
        repairs,
        FEWEST_REPAIRS,
    )


def _nth_repair(rhythm, repairs):
    """Return the SQL of the day the Nth repair since the last inspection was closed."""
    return SQL(
        """
        (SELECT closed_on FROM (%s) AS repairs
          WHERE repairs.device_id = s.device_id
            AND closed_on > GREATEST(held.held_on, byhand.held_on, %s::date - 1)
          ORDER BY closed_on OFFSET %s LIMIT 1)
        """,
        repairs,
        rhythm.start,
        rhythm.repairs - 1,
    )


def _placed(rhythm, known):
    """Return what is known with the place of the next day of the grid, as ``place``.

    Of days that have passed by more than ``LATE`` only the last one is left.
    """
    if rhythm.kind == REPAIRS:
        return SQL("SELECT *, NULL::int AS place FROM (%s) AS known", known)
    first = SQL("%s", 1 if rhythm.from_purchase or rhythm.kind == OWN else 0)
    if rhythm.once:
        return SQL("SELECT *, %s AS place FROM (%s) AS known", first, known)
    half = SQL("step / 2") if rhythm.kind == OWN else SQL("%s", rhythm.months * 15)
    lower = SQL("GREATEST(%s::date, last_due + %s + 1)", rhythm.start, half)
    return SQL(
        """
        SELECT *, CASE WHEN %(day)s < %(today)s - %(late)s THEN GREATEST(ahead, passed)
                       ELSE ahead END AS place
          FROM (SELECT *, %(ahead)s AS ahead, %(passed)s AS passed FROM (%(known)s) AS known)
               AS counted
        """,
        day=grid(rhythm, SQL("ahead")),
        today=rhythm.today,
        late=LATE,
        ahead=_place_from(rhythm, lower, first),
        passed=_place_until(rhythm, rhythm.today),
        known=known,
    )


def grid(rhythm, place):
    """Return the SQL of a day of the grid."""
    if rhythm.kind == OWN:
        return SQL("(grid_day + %s * step)", place)
    return SQL("(grid_day + %s * %s * interval '1 month')::date", place, rhythm.months)


def _months_between(rhythm, day):
    return SQL(
        "div((date_part('year', %(day)s) - date_part('year', grid_day))::numeric * 12"
        " + (date_part('month', %(day)s) - date_part('month', grid_day))::numeric,"
        " %(months)s)::int",
        day=day,
        months=rhythm.months,
    )


def _place_from(rhythm, lower, first):
    """Return the SQL of the place of the first day of the grid that is not before ``lower``."""
    if rhythm.kind == OWN:
        return SQL("GREATEST(%s, ceil((%s - grid_day)::numeric / step)::int)", first, lower)
    # The day in the month of ``lower`` or in one before it; else the next one is.
    near = SQL("GREATEST(%s, %s)", first, _months_between(rhythm, lower))
    return SQL("CASE WHEN %s >= %s THEN %s ELSE %s + 1 END", grid(rhythm, near), lower, near, near)


def _place_until(rhythm, day):
    """Return the SQL of the place of the last day of the grid that is not after ``day``."""
    if rhythm.kind == OWN:
        return SQL("floor((%s::date - grid_day)::numeric / step)::int", day)
    near = _months_between(rhythm, SQL("%s::date", day))
    return SQL("CASE WHEN %s <= %s THEN %s ELSE %s - 1 END", grid(rhythm, near), day, near, near)


def _waits(rhythm):
    """Return whether the next visit follows from the completion of the one that is open."""
    return rhythm.from_completion and rhythm.kind != REPAIRS and not rhythm.once


def _due(rhythm):
    """Return the SQL of the day the next visit is due; NULL where there is none."""
    if rhythm.kind == REPAIRS:
        # Always after the visit before: a closing may have been dated back.
        return SQL(
            "CASE WHEN open_due IS NULL AND nth IS NOT NULL THEN GREATEST(nth, last_due + 1) END"
        )
    if rhythm.once:
        day = grid(rhythm, SQL("place"))
        return SQL("CASE WHEN last_due IS NULL AND %s >= %s THEN %s END", day, rhythm.start, day)
    by_grid = grid(rhythm, SQL("place"))
    if not _waits(rhythm):
        return by_grid
    return SQL(
        "CASE WHEN open_due IS NOT NULL THEN GREATEST(open_due, %(today)s)"
        " WHEN held_on IS NULL THEN %(by_grid)s"
        " ELSE GREATEST(%(after)s, last_due + 1, %(start)s) END",
        today=rhythm.today,
        by_grid=by_grid,
        after=after(rhythm, SQL("held_on")),
        start=rhythm.start,
    )


def after(rhythm, day):
    """Return the SQL of the day one interval after a day."""
    if rhythm.kind == OWN:
        return SQL("(%s + step)", day)
    return SQL("(%s + %s * interval '1 month')::date", day, rhythm.months)
