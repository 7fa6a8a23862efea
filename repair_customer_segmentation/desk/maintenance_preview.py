"""The visits that follow from the next ones, as if all went as planned: what a preview shows.

Each visit is taken to be completed on the day it is due, a late one today; cases that are open now
are taken to be closed within the lead time of a plan. What it says for today is what the run does
today, since both stand on :mod:`.maintenance`.
"""

from odoo.tools import SQL

from .rhythm import MONTHS, OWN, after, grid

# Why a visit is skipped, where the plan goes on: its next visit may be held.
PASSING = ("visit", "case")


def visits_until(rhythm, following, until):
    """Return the SELECT of the visits of a plan that are due until a day.

    Columns: ``plan_id device_id due opens reason``.

    :param SQL following: see :func:`.maintenance.next_visits`
    """
    if rhythm.once or rhythm.kind not in (MONTHS, OWN):
        return SQL(
            "SELECT plan_id, device_id, due, due - %s AS opens, reason FROM (%s) AS next"
            " WHERE due <= %s",
            rhythm.lead,
            following,
            until,
        )
    if rhythm.from_completion:
        # One that is skipped counts from its due day, however late it is.
        held = SQL("GREATEST(due, CASE WHEN reason IS NULL THEN %s::date END)", rhythm.today)
        step = after(rhythm, held)
    else:
        step = grid(rhythm, SQL("(place + 1)"))
    return SQL(
        """
        SELECT plan_id, device_id, due, due - %(lead)s AS opens, reason
          FROM (
            WITH RECURSIVE chain AS (
                SELECT plan_id, device_id, due, grid_day, place, step, reason, ends_on, is_open
                  FROM (%(following)s) AS next
                 WHERE due <= %(until)s
                UNION ALL
                SELECT plan_id, device_id, later, grid_day, place + 1, step,
                       CASE WHEN ends_on < later THEN 'contract' END, ends_on, FALSE
                  FROM (SELECT *, %(step)s AS later FROM chain) AS chain
                 WHERE later <= %(until)s
                   AND (reason IS NULL OR reason = ANY(%(passing)s))
            )
            SELECT * FROM chain WHERE NOT is_open
          ) AS chain
        """,
        lead=rhythm.lead,
        following=following,
        until=until,
        step=step,
        passing=list(PASSING),
    )


def one_at_a_time(visits, today):
    """Return the SELECT of visits with those skipped that another visit of the device makes idle.

    The visits are taken in the order in which they are opened. One is skipped when a visit of the
    same device, by whatever plan, is due within its lead time or later.

    :param SQL visits: columns as of :func:`visits_until`, of all plans of a company
    """
    return SQL(
        """
        WITH RECURSIVE ordered AS MATERIALIZED (
            SELECT *, GREATEST(due, %(today)s::date) AS held,
                   row_number() OVER (PARTITION BY device_id ORDER BY opens, due, plan_id) AS turn
              FROM (%(visits)s) AS visits
        ), crowded AS MATERIALIZED (
            SELECT DISTINCT device_id
              FROM (SELECT *, max(held) FILTER (WHERE reason IS NULL) OVER (
                                PARTITION BY device_id ORDER BY turn
                                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                      FROM ordered) AS seen
             WHERE before >= opens
        ), taken AS (
            SELECT plan_id, device_id, due, opens, reason, turn,
                   CASE WHEN reason IS NULL THEN held END AS near
              FROM ordered JOIN crowded USING (device_id)
             WHERE turn = 1
            UNION ALL
            SELECT plan_id, device_id, due, opens, verdict, turn,
                   CASE WHEN verdict IS NULL THEN GREATEST(near, held) ELSE near END
              FROM (
                SELECT o.*, t.near,
                       COALESCE(o.reason, CASE WHEN t.near >= o.opens THEN 'visit' END) AS verdict
                  FROM taken AS t
                  JOIN ordered AS o ON o.device_id = t.device_id AND o.turn = t.turn + 1
              ) AS judged
        )
        SELECT plan_id, device_id, due, opens, reason
          FROM ordered
         WHERE device_id NOT IN (SELECT device_id FROM crowded)
        UNION ALL
        SELECT plan_id, device_id, due, opens, reason FROM taken
        """,
        today=today,
        visits=visits,
    )
