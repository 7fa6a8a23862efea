"""How often each customer will come in twelve months, and which model says so.

============  ====================================================================================
rhythm        came five times or more, at regular intervals, and is not out of step: the interval
devices       no rhythm of their own, but of devices of theirs: the intervals of these, and for
              visits with none of them what is said of anybody else (see :mod:`.devices`)
model         everybody else, where the BG/NBD model passed its check (see :mod:`.check`)
last_year     as often as in the last twelve months, where it did not
============  ====================================================================================

BG/NBD knows no rhythm: whoever comes once a year looks to it like one who has left.
"""

from odoo.tools import SQL

from .bgnbd import WEEK, expected_if_active

RHYTHM, DEVICES, MODEL, LAST_YEAR = "rhythm", "devices", "model", "last_year"
# Told by intervals, whether or not there is a model.
BY_INTERVAL = (RHYTHM, DEVICES)
# Five visits have four intervals.
LEAST_INTERVALS = 4
# Standard deviation of the intervals over their mean.
MOST_VARIATION = 0.5
# Who stays away for longer than so many intervals has lost the rhythm.
MOST_INTERVALS_AWAY = 2
SERIES = SQL.identifier("repair_foresight_expected")


def fill_expected(cr, figures, parameters, days):
    """Work out the series of the model, once for each ``x`` and ``age`` that there is.

    They go into a table that ends with the transaction, for :func:`predictions` to join.

    :param SQL figures: as :func:`.customers.figures` gives it
    :param parameters: :class:`.bgnbd.Parameters`; ``None`` where there is no model
    :param int days: how far ahead
    """
    cr.execute(SQL("DROP TABLE IF EXISTS %s", SERIES))
    cr.execute(
        SQL(
            "CREATE TEMP TABLE %s (x int, age int, visits float8, PRIMARY KEY (x, age))"
            " ON COMMIT DROP",
            SERIES,
        )
    )
    if parameters is None:
        return
    cr.execute(SQL("SELECT DISTINCT x, age FROM (%s) AS figures", figures))
    pairs = cr.fetchall()
    visits = [expected_if_active(parameters, x, age / WEEK, days / WEEK) for x, age in pairs]
    cr.execute(
        SQL(
            "INSERT INTO %s SELECT * FROM unnest(%s::int[], %s::int[], %s::float8[])",
            SERIES,
            [x for x, _age in pairs],
            [age for _x, age in pairs],
            visits,
        )
    )
    cr.execute(SQL("ANALYZE %s", SERIES))


def predictions(figures, parameters, days, devices, model=True):
    """Return the SELECT of what is foretold, a row a customer; see :func:`fill_expected`.

    Columns: those of ``figures``, and ``method``, ``expected`` (visits in so many days),
    ``active`` (the chance, 0 to 1, that the customer has not left; ``NULL`` without a model, and
    of a single visit, which tells nothing of it), ``interval`` (days, of a rhythm), ``since`` (the
    day that it is counted from), ``device_id`` (whose it is, of the one that is due next),
    ``device_count`` (devices with a rhythm, where these speak) and ``by_model`` (what BG/NBD says,
    whoever speaks).

    :param SQL devices: as :func:`.devices.device_figures` gives it
    :param bool model: the model may speak
    """
    return SQL(
        """
        SELECT told.*, gone.active, %(by_model)s AS by_model,
               CASE WHEN has_rhythm THEN %(rhythm)s WHEN device.device_id > 0 THEN %(devices)s
                    WHEN %(model)s THEN %(model_name)s ELSE %(last_year)s END AS method,
               CASE WHEN has_rhythm THEN told.mean_gap ELSE device.mean_gap END AS interval,
               CASE WHEN has_rhythm THEN told.last_day ELSE device.last_day END AS since,
               CASE WHEN NOT has_rhythm THEN device.device_id END AS device_id,
               CASE WHEN NOT has_rhythm THEN device.device_count END AS device_count,
               CASE WHEN has_rhythm THEN %(rhythmic)s
                    ELSE COALESCE(device.expected, 0)
                         + GREATEST(1 - COALESCE(device.visits, 0) / (x + 1), 0)
                         * CASE WHEN %(model)s THEN %(by_model)s ELSE year_visits END
                    END AS expected
          FROM (%(spread)s) AS told
          LEFT JOIN (%(by_device)s) AS device USING (partner_id)
          LEFT JOIN %(expected)s AS series USING (x, age)
         CROSS JOIN LATERAL (SELECT %(active)s AS active) AS gone
        """,
        spread=_spread(figures),
        by_device=_by_device(devices, days),
        expected=SERIES,
        rhythm=RHYTHM,
        devices=DEVICES,
        model_name=MODEL,
        last_year=LAST_YEAR,
        model=SQL("TRUE") if model and parameters else SQL("FALSE"),
        by_model=SQL("series.visits * COALESCE(gone.active, 1)"),
        active=_active(parameters),
        rhythmic=_rhythmic(SQL("told"), days),
    )


def _spread(figures):
    """Return figures with ``mean_gap``, ``deviation`` and ``has_rhythm``, see above."""
    return SQL(
        """
        SELECT spread.*,
               COALESCE(x >= %(least)s AND deviation < %(most)s * mean_gap
                        AND age - t_x <= %(away)s * mean_gap, FALSE) AS has_rhythm
          FROM (SELECT figures.*, t_x / NULLIF(x, 0)::float8 AS mean_gap,
                       sqrt(GREATEST(gap_squares - t_x * t_x::float8 / NULLIF(x, 0), 0)
                            / NULLIF(x - 1, 0)) AS deviation
                  FROM (%(figures)s) AS figures) AS spread
        """,
        figures=figures,
        least=LEAST_INTERVALS,
        most=MOST_VARIATION,
        away=MOST_INTERVALS_AWAY,
    )


def _by_device(devices, days):
    """Return the SELECT of what a customer's devices foretell, those with a rhythm.

    Of each customer: ``expected`` and ``visits`` (until now), both without what is counted with
    another device, ``device_count``, and the one that is due next.
    """
    return SQL(
        """
        SELECT DISTINCT ON (partner_id) partner_id, device_id, mean_gap, last_day,
               sum(share * %(rhythmic)s) OVER customer AS expected,
               sum(share * (x + 1)) OVER customer AS visits,
               (count(*) OVER customer)::int AS device_count
          FROM (%(spread)s) AS of_device
         WHERE has_rhythm
        WINDOW customer AS (PARTITION BY partner_id)
         ORDER BY partner_id, last_day + mean_gap::int, device_id
        """,
        spread=_spread(devices),
        rhythmic=_rhythmic(SQL("of_device"), days),
    )


def _active(parameters):
    """Return the SQL of :func:`.bgnbd.chance_active`, of customers who came again."""
    if parameters is None:
        return SQL("NULL::float8")
    p = parameters
    return SQL(
        """
        CASE WHEN x > 0 THEN 1 / (1 + exp(LEAST(
            ln(%(a)s::float8 / (%(b)s::float8 + x - 1))
            + (%(r)s::float8 + x) * ln((%(alpha)s::float8 + age) / (%(alpha)s::float8 + t_x)),
            700))) END
        """,
        r=p.r,
        alpha=p.alpha * WEEK,
        a=p.a,
        b=p.b,
    )


def _rhythmic(told, days):
    """Return the SQL of how many of the coming visits of a rhythm fall into so many days.

    The next one is due an interval after the last, or today where that is over; each further one
    an interval later. How far visits stray from their day grows as the root of their number, from
    the deviation of the intervals on; each counts by the chance that it comes in time. (The normal
    distribution by the logistic function, 1 part in 100 off at most.)
    """
    return SQL(
        """
        (SELECT sum(1 / (1 + exp(LEAST(-1.702 * (
                    %(days)s - GREATEST(%(gap)s - (%(told)s.age - %(told)s.t_x), 0)
                    - place * %(gap)s)
                    / (GREATEST(%(told)s.deviation, 1) * sqrt(place + 1)), 700))))
           FROM generate_series(0, ceil(
                %(days)s / %(gap)s + 3 * sqrt(%(days)s / %(gap)s) + 3)::int) AS place)
        """,
        days=days,
        told=told,
        gap=SQL("%s.mean_gap", told),
    )
