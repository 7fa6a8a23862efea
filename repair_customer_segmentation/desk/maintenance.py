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
Where days on which a visit was due, whatever they follow from, have passed by more than ``LATE``
days ago, only the last of them counts: one visit, not the backlog. A visit is always due after the
one before it.

Everything is SQL over all devices of a plan. A *subject* is a SELECT of the devices of a plan with
the columns ``device_id``, ``since`` (the day it was bought), ``reason`` (why a visit that is
planned will be skipped, or NULL) and ``ends_on`` (the last day of its contract, or NULL).
"""

from odoo.tools import SQL

from ..segmentation.days import day_sql
from .rhythm import OWN, REPAIRS, after, grid, last_until, place_from, place_until

# So many repairs tell a rhythm.
FEWEST_REPAIRS = 5
# Visits that are later than so many days are made up for once.
LATE = 30
# Ends a subquery: what it works out is not worked out again wherever it is used.
ONCE = SQL("OFFSET 0")


def next_visits(rhythm, subject, repairs, busy, device_ids=None):
    """Return the SELECT of the next visit of each device, as of today.

    Columns: ``plan_id device_id due grid_day place step reason ends_on is_open``. ``grid_day`` and
    ``step`` are where the grid begins and its days (of a rhythm in days); ``place`` is the place of
    ``due`` in it. ``is_open``: the visit was opened already, and the row is what is known of it.

    :param SQL repairs: SELECT of what counts as a repair: ``device_id closed_on``
    :param SQL busy: SELECT of the devices that are here with something: ``device_id``
    :param device_ids: devices to restrict to; ``None`` means all
    """
    return SQL(
        """
        SELECT %(plan)s AS plan_id, device_id, due, grid_day, place, step,
               COALESCE(reason,
                        CASE WHEN ends_on < due THEN 'contract'
                             WHEN near >= due - %(lead)s THEN 'visit'
                             WHEN is_busy AND due - %(lead)s <= %(today)s + %(lead)s
                             THEN 'case' END) AS reason,
               ends_on, %(is_open)s AS is_open
          FROM (SELECT *, %(due)s AS due FROM (%(placed)s) AS placed %(once)s) AS dated
         WHERE due IS NOT NULL
        """,
        plan=rhythm.plan_id,
        due=_due(rhythm),
        is_open=SQL("open_due IS NOT NULL") if _waits(rhythm) else SQL("FALSE"),
        lead=rhythm.lead,
        today=rhythm.today,
        placed=_placed(rhythm, _known(rhythm, subject, repairs, busy, device_ids)),
        once=ONCE,
    )


def _known(rhythm, subject, repairs, busy, device_ids):
    """Return the SELECT of what the dates of each device follow from."""
    by_day = day_sql(SQL("date_closed"), rhythm.tz)
    joined = {OWN: _paces, REPAIRS: _days_of_repairs}.get(rhythm.kind)
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
            SELECT DISTINCT device_id FROM (%(busy)s) AS here
          ) AS busy ON busy.device_id = s.device_id
          LEFT JOIN (
            SELECT device_id, max(%(day)s) AS held_on
              FROM repair_case AS c
             WHERE type_id = %(type)s AND state = 'closed' AND company_id = %(company)s
               AND device_id IS NOT NULL %(devices)s
               AND NOT EXISTS (SELECT FROM repair_maintenance_visit WHERE case_id = c.id)
             GROUP BY device_id
          ) AS byhand ON byhand.device_id = s.device_id
          %(repaired)s
          %(once)s
        """,
        plan=rhythm.plan_id,
        company=rhythm.company_id,
        type=rhythm.type_id,
        today=rhythm.today,
        day=by_day,
        subject=subject,
        busy=busy,
        devices=SQL() if device_ids is None else SQL("AND device_id = ANY(%s)", list(device_ids)),
        last=SQL(", pace.last_on") if rhythm.kind == OWN else SQL(),
        grid_day=_grid_day(rhythm),
        step=SQL("pace.step") if rhythm.kind == OWN else SQL("NULL::int"),
        nth=_nth_repair(rhythm) if rhythm.kind == REPAIRS else SQL("NULL::date"),
        repaired=joined(repairs) if joined else SQL(),
        once=ONCE,
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


def _days_of_repairs(repairs):
    """Return the join of the days on which the repairs of a device were closed, in their order."""
    return SQL(
        """
        LEFT JOIN (
          SELECT device_id, array_agg(closed_on ORDER BY closed_on) AS days
            FROM (%s) AS repairs
           GROUP BY device_id
        ) AS repaired ON repaired.device_id = s.device_id
        """,
        repairs,
    )


def _nth_repair(rhythm):
    """Return the SQL of the day the Nth repair since the last inspection was closed.

    Of several times N that have passed, only the last one counts where the first is ``LATE``.
    """
    return SQL(
        """
        (SELECT days[CASE WHEN days[%(number)s] < %(today)s::date - %(late)s
                          THEN cardinality(days) / %(number)s * %(number)s ELSE %(number)s END]
           FROM (SELECT array_agg(day ORDER BY day) AS days FROM unnest(repaired.days) AS day
                  WHERE day > GREATEST(held.held_on, byhand.held_on, %(start)s::date - 1)) AS since)
        """,
        number=rhythm.repairs,
        today=rhythm.today,
        late=LATE,
        start=rhythm.start,
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
          FROM (SELECT *, %(ahead)s AS ahead, %(passed)s AS passed FROM (%(known)s) AS known
                %(once)s) AS counted
        %(once)s
        """,
        day=grid(rhythm, SQL("ahead")),
        today=rhythm.today,
        late=LATE,
        ahead=place_from(rhythm, lower, first),
        passed=place_until(rhythm, rhythm.today, SQL("grid_day")),
        known=known,
        once=ONCE,
    )


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
        " ELSE GREATEST(CASE WHEN %(after)s < %(today)s - %(late)s THEN %(passed)s"
        " ELSE %(after)s END, last_due + 1, %(start)s) END",
        today=rhythm.today,
        by_grid=by_grid,
        after=after(rhythm, SQL("held_on")),
        passed=last_until(rhythm, rhythm.today, SQL("held_on")),
        late=LATE,
        start=rhythm.start,
    )
