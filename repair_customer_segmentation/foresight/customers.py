"""What the models look at: of each customer when they came, and what they paid.

What happens on one day of the company is one *visit*, as rework, inspections and cancelled cases
are none (see :mod:`..segmentation.history`). All of it is read once, into a work table, and
frozen there: as it is today, and, in columns ``past_...``, as it was a year before, from where
the last year is foretold to see how good that would have been. The table is not logged: after a
crash of the database it is made again.
"""

from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL

from ..segmentation.days import day_sql, window_day
from ..segmentation.history import union_all
from ..segmentation.work import WorkTable, within

VISIT_FIGURES = ("visits", "last_day", "gap_squares", "year_visits")


@dataclass(frozen=True)
class Moment:
    """As of when a company is looked at.

    :ivar date today: the company's day; what came by then is known
    :ivar str tz: the time zone of its days
    :ivar date past: the day, 12 months before, as of whose beginning the last year is foretold
    """

    company_id: int
    today: date
    tz: str
    past: date

    @classmethod
    def of(cls, run):
        """Return the moment of a :class:`~..segmentation.rules.Run`."""
        return cls(run.company_id, run.today, run.tz, window_day(run.today, 12))

    @property
    def ahead(self):
        """Days in the next 12 months."""
        return (window_day(self.today, -12) - self.today).days

    @property
    def behind(self):
        """Days in the last 12 months."""
        return (self.today - self.past).days


OF_CUSTOMERS = WorkTable("repair_foresight_work", "partner_id")
work_table, count, drop = OF_CUSTOMERS.table, OF_CUSTOMERS.count, OF_CUSTOMERS.drop


def freeze(cr, moment, sources):
    """Read the history of a company's customers into its work table, anew.

    :param Moment moment: as of when
    :param list sources: SELECTs of the history contract, of all that was before it
    :return: number of customers in it
    """
    return OF_CUSTOMERS.fill(cr, moment.company_id, _relation(moment, sources))


def _relation(moment, sources):
    """Return the SELECT of the work table's rows."""
    return SQL(
        """
        WITH visits AS (
            SELECT partner_id, day, sum(amount) AS amount,
                   day - lag(day) OVER (PARTITION BY partner_id ORDER BY day) AS gap
              FROM (SELECT partner_id, amount, %(day)s AS day
                      FROM (%(history)s) AS history
                     WHERE NOT is_rework) AS dated
             GROUP BY partner_id, day
        ),
        customers AS (
            SELECT partner_id,
                   min(day) AS first_day,
                   count(*)::int AS visits,
                   max(day) AS last_day,
                   COALESCE(sum(gap * gap::float8), 0) AS gap_squares,
                   (count(*) FILTER (WHERE day >= %(past)s))::int AS year_visits,
                   (count(*) FILTER (WHERE day < %(past)s))::int AS past_visits,
                   max(day) FILTER (WHERE day < %(past)s) AS past_last_day,
                   COALESCE(sum(gap * gap::float8) FILTER (WHERE day < %(past)s), 0)
                       AS past_gap_squares,
                   (count(*) FILTER (WHERE day < %(past)s AND day >= %(before)s))::int
                       AS past_year_visits,
                   count(amount)::int AS paid_visits,
                   sum(amount)::float8 AS amount,
                   sum(amount::float8 * amount::float8) AS amount_squares
              FROM visits
             GROUP BY partner_id
        )
        SELECT customers.*, profile.kind_tier_id AS class_id
          FROM customers
          LEFT JOIN repair_customer_profile AS profile
                 ON profile.partner_id = customers.partner_id
                AND profile.company_id = %(company)s
        """,
        history=union_all(sources),
        day=day_sql(SQL("occurred_at"), moment.tz),
        past=SQL("%s::date", moment.past),
        before=SQL("%s::date", window_day(moment.past, 12)),
        company=moment.company_id,
    )


def figures(moment, past=False, bounds=None):
    """Return the SELECT of what a customer is foretold from, in days.

    Columns: ``partner_id``, ``x`` (visits after the first), ``t_x`` (when the last was, after the
    first), ``age`` (how long ago the first was), ``last_day``, ``gap_squares``, ``year_visits``
    (in the twelve months before) and ``came`` (in those after; of the past alone).

    :param bool past: as it was twelve months ago
    :param bounds: pair of partner ids, customers above the first and up to the second (``None``:
        no end); ``None``: all of them
    """
    prefix = "past_" if past else ""
    names = {name: SQL.identifier(f"{prefix}{name}") for name in VISIT_FIGURES}
    return SQL(
        """
        SELECT partner_id, %(visits)s - 1 AS x, %(last_day)s - first_day AS t_x,
               %(day)s::date - first_day AS age, %(last_day)s AS last_day,
               %(gap_squares)s AS gap_squares, %(year_visits)s AS year_visits,
               %(came)s AS came
          FROM %(table)s
         WHERE %(visits)s > 0 %(within)s
        """,
        day=moment.past if past else moment.today,
        came=SQL("visits - past_visits") if past else SQL("NULL::int"),
        table=work_table(moment.company_id),
        within=within(bounds),
        **names,
    )


def past_months(cr, moment):
    """Return how many whole months of history there are before the year that is foretold."""
    cr.execute(SQL("SELECT min(first_day) FROM %s", work_table(moment.company_id)))
    first = cr.fetchone()[0]
    if first is None or first >= moment.past:
        return 0
    months = (moment.past.year - first.year) * 12 + moment.past.month - first.month
    return months - (window_day(moment.past, months) < first)
