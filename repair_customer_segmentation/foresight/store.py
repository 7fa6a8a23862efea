"""Writing what is foretold of each customer: the differences, and only these.

Customers are brought in line in pieces, in the order of their ids. A piece is worked out into a
table of its own, which PostgreSQL fills with all its workers, and compared with what is stored.
"""

from odoo.tools import SQL

from ..segmentation.work import within
from . import amounts as amounts_of
from .customers import figures, work_table
from .devices import device_figures
from .predictions import BY_INTERVAL, fill_expected, predictions

STORED = (
    "active", "method", "visit_count", "year_count", "expected_repairs", "active_probability",
    "interval_days", "next_date", "usual_repairs", "is_quiet", "win_back", "amount_each",
    "own_share", "expected_amount", "device_id", "device_count",
    "last_date",
)  # fmt: skip
NEW = SQL.identifier("repair_foresight_new")
# Days of silence without which nobody is quiet, however often they came before.
LEAST_QUIET = 60


def usual_sql():
    """Return the SQL of the visits a year of a customer, over the time in which they came."""
    return SQL("CASE WHEN t_x < 365 THEN x + 1 ELSE x * 365.25 / t_x END")


def amount_sql(amounts):
    """Return the SQL of what a customer is expected to pay for a visit; ``NULL``: unknown."""
    if amounts.mean is None:
        return SQL("NULL::float8")
    return SQL(
        "(%(own)s * COALESCE(amount / NULLIF(paid_visits, 0), 0) + (1 - %(own)s) * %(mean)s)",
        own=amounts_of.own_share_sql(amounts),
        mean=amounts_of.mean_sql(amounts),
    )


def mean_worth(cr, moment, amounts):
    """Return what the mean customer brought in a year, or its visits where amounts are unknown."""
    cr.execute(
        SQL(
            "SELECT avg(%(usual)s * COALESCE(%(amount)s, 1)) FROM (%(figures)s) AS figures"
            " JOIN %(table)s AS work USING (partner_id)",
            usual=usual_sql(),
            amount=amount_sql(amounts),
            figures=figures(moment),
            table=work_table(moment.company_id),
        )
    )
    return float(cr.fetchone()[0] or 0)


def store_forecasts(cr, moment, learned, digits, bounds):
    """Bring what is stored of the customers within bounds in line with what is foretold.

    :param Moment moment: that of the work table, see :mod:`.customers`
    :param Learned learned: see :mod:`.learned`
    :param int digits: decimals of the company's currency
    :param bounds: pair of partner ids, see :func:`.customers.within`
    """
    relation = figures(moment, bounds=bounds)
    fill_expected(cr, relation, learned.parameters, moment.ahead)
    cr.execute(SQL("DROP TABLE IF EXISTS %s", NEW))
    rows = _rows(moment, learned, digits, relation, device_figures(moment, bounds=bounds))
    cr.execute(SQL("CREATE TEMP TABLE %s ON COMMIT DROP AS %s", NEW, rows))
    cr.execute(SQL("ALTER TABLE %s ADD PRIMARY KEY (partner_id)", NEW))
    cr.execute(SQL("ANALYZE %s", NEW))
    _write(cr, moment.company_id, bounds)
    cr.execute(SQL("DROP TABLE %s", NEW))


def _write(cr, company_id, bounds):
    columns = SQL(", ").join(map(SQL.identifier, STORED))
    cr.execute(
        SQL(
            "DELETE FROM repair_customer_forecast AS old WHERE company_id = %s %s"
            " AND NOT EXISTS (SELECT FROM %s AS new WHERE new.partner_id = old.partner_id)",
            company_id,
            within(bounds),
            NEW,
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE repair_customer_forecast AS old SET %(assign)s
              FROM %(new)s AS new
             WHERE old.company_id = %(company)s
               AND old.partner_id = new.partner_id
               AND (%(new_columns)s) IS DISTINCT FROM (%(old_columns)s)
            """,
            new=NEW,
            company=company_id,
            assign=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(c), SQL.identifier("new", c)) for c in STORED
            ),
            new_columns=SQL(", ").join(SQL.identifier("new", c) for c in STORED),
            old_columns=SQL(", ").join(SQL.identifier("old", c) for c in STORED),
        )
    )
    cr.execute(
        SQL(
            """
            INSERT INTO repair_customer_forecast (company_id, partner_id, %(columns)s)
            SELECT %(company)s, partner_id, %(columns)s
              FROM %(new)s AS new
             WHERE NOT EXISTS (
                    SELECT FROM repair_customer_forecast AS old
                     WHERE old.company_id = %(company)s AND old.partner_id = new.partner_id)
            """,
            new=NEW,
            columns=columns,
            company=company_id,
        )
    )


def _rows(moment, learned, digits, relation, devices):
    """Return the SELECT of the rows to store, rounded as they are shown."""
    amounts = learned.amounts
    return SQL(
        """
        SELECT partner_id, active, method, visit_count, year_count, expected_repairs,
               active_probability, interval_days, next_date, usual_repairs, is_quiet,
               is_quiet AND visit_count > 1 AND worth >= %(worth)s AS win_back,
               amount_each, own_share, device_id, device_count, last_date,
               round(expected_repairs * amount_each, %(digits)s) AS expected_amount
          FROM (
            SELECT partner.id AS partner_id, partner.active, told.method,
                   x + 1 AS visit_count, year_visits AS year_count,
                   round(told.expected::numeric, 2) AS expected_repairs,
                   round((100 * told.active)::numeric) AS active_probability,
                   round(told.interval)::int AS interval_days,
                   since + round(told.interval)::int AS next_date,
                   told.last_day AS last_date, told.device_id, told.device_count,
                   round(%(usual)s::numeric, 2) AS usual_repairs,
                   %(usual)s * COALESCE(%(amount)s, 1) AS worth,
                   told.method <> ALL(%(by_interval)s) AND age - t_x >= %(least)s AND %(quiet)s
                       AS is_quiet,
                   round(%(amount)s::numeric, %(digits)s) AS amount_each,
                   CASE WHEN %(known)s THEN round((100 * %(own)s)::numeric) END AS own_share
              FROM (SELECT told.*, work.paid_visits, work.amount, work.class_id
                      FROM (%(predictions)s) AS told
                      JOIN %(table)s AS work USING (partner_id)) AS told
              JOIN res_partner AS partner ON partner.id = told.partner_id
          ) AS rounded
        """,
        worth=learned.worth,
        usual=usual_sql(),
        amount=amount_sql(amounts),
        own=amounts_of.own_share_sql(amounts),
        known=SQL("FALSE") if amounts.mean is None else SQL("TRUE"),
        by_interval=list(BY_INTERVAL),
        least=LEAST_QUIET,
        # More likely gone than not; without a model, away for longer than two usual intervals.
        quiet=SQL("told.active < 0.5")
        if learned.parameters
        else SQL("x > 0 AND age - t_x > 2.0 * t_x / x"),
        digits=digits,
        predictions=predictions(
            relation, learned.parameters, moment.ahead, devices, learned.model_speaks
        ),
        table=work_table(moment.company_id),
    )
