"""Devices that come at intervals of their own, though their customers do not.

Who has a boiler serviced each spring and a heat pump each autumn, and a pump mended now and then,
has no rhythm, but two devices that have one. What is read of a device is what is read of a
customer (see :mod:`.customers`), into a work table of its own, of those devices alone that came
often enough.

**Counted once.** A day on which several such devices came is one visit: each of them has an equal
part of it. The mean of these parts is the ``share`` of what a device's interval foretells that is
its own, so that three boilers serviced on one day are one visit a year, not three. Visits with
none of them are foretold as those of anybody else, see :mod:`.predictions`.
"""

from odoo.tools import SQL

from ..segmentation.days import day_sql
from ..segmentation.history import union_all
from ..segmentation.work import WorkTable, within
from .predictions import LEAST_INTERVALS

OF_DEVICES = WorkTable("repair_foresight_devices", "partner_id", "device_id")
count, drop = OF_DEVICES.count, OF_DEVICES.drop


def freeze(cr, moment, sources):
    """Read the visits of the devices that come often into their work table, anew.

    :param Moment moment: as of when, see :class:`.customers.Moment`
    :param list sources: SELECTs of ``partner_id device_id occurred_at``, of all repairs before it
    """
    OF_DEVICES.fill(cr, moment.company_id, _relation(moment, sources))


def _relation(moment, sources):
    return SQL(
        """
        WITH history AS NOT MATERIALIZED (%(history)s),
        often AS (
            SELECT partner_id, device_id FROM history
             GROUP BY partner_id, device_id HAVING count(*) > %(least)s
        ),
        dated AS (
            SELECT DISTINCT partner_id, device_id, %(day)s AS day
              FROM history JOIN often USING (partner_id, device_id)
        ),
        counted AS (
            SELECT dated.*, count(*) OVER (PARTITION BY partner_id, device_id) AS visits
              FROM dated
        ),
        visits AS (
            SELECT partner_id, device_id, day,
                   1.0::float8 / count(*) OVER (PARTITION BY partner_id, day) AS part,
                   day - lag(day) OVER (PARTITION BY partner_id, device_id ORDER BY day) AS gap
              FROM counted WHERE visits > %(least)s
        )
        SELECT partner_id, device_id,
               min(day) AS first_day,
               count(*)::int AS visits,
               max(day) AS last_day,
               COALESCE(sum(gap * gap::float8), 0) AS gap_squares,
               avg(part) AS share,
               (count(*) FILTER (WHERE day < %(past)s))::int AS past_visits,
               max(day) FILTER (WHERE day < %(past)s) AS past_last_day,
               COALESCE(sum(gap * gap::float8) FILTER (WHERE day < %(past)s), 0)
                   AS past_gap_squares,
               avg(part) FILTER (WHERE day < %(past)s) AS past_share
          FROM visits
         GROUP BY partner_id, device_id
        """,
        history=union_all(sources),
        least=LEAST_INTERVALS,
        day=day_sql(SQL("occurred_at"), moment.tz),
        past=SQL("%s::date", moment.past),
    )


def device_figures(moment, past=False, bounds=None):
    """Return the SELECT of what devices are foretold from, as :func:`.customers.figures` does.

    Besides those columns: ``device_id`` and ``share``.
    """
    prefix = "past_" if past else ""
    names = ("visits", "last_day", "gap_squares", "share")
    return SQL(
        """
        SELECT partner_id, device_id, %(visits)s - 1 AS x, %(last_day)s - first_day AS t_x,
               %(day)s::date - first_day AS age, %(last_day)s AS last_day,
               %(gap_squares)s AS gap_squares, %(share)s AS share
          FROM %(table)s
         WHERE %(visits)s > 0 %(within)s
        """,
        day=moment.past if past else moment.today,
        table=OF_DEVICES.table(moment.company_id),
        within=within(bounds),
        **{name: SQL.identifier(f"{prefix}{name}") for name in names},
    )
