"""From history to one row a customer.

Every figure is defined in the README's glossary. Money stays ``numeric`` from the
first row to the last, so sums are exact whatever the order of the rows.
"""

from odoo.tools import SQL

from ..quality.gaps import gap_bits, reached_customers
from .days import day_sql
from .history import partner_filter, union_all

MONEY = ("amount", "amount_total", "net_value", "expected_amount")
# What the forecast of the last night says; see ``foresight/``.
FORECAST = ("expected_repairs", "expected_amount", "active_probability")
REPAIRS = ("repair_count", "repair_count_total")

# Metrics that are stored on the profile as they are. Recency and tenure grow by one each
# day: they are derived from the stored dates, so that a quiet night rewrites no row.
STORED_METRICS = (
    "first_repair_date",
    "last_repair_date",
    "repair_count",
    "repair_count_total",
    "amount",
    "amount_total",
    "net_value",
    "costed_count",
    "period_case_count",
    "mean_interval_days",
    "rework_count",
    "open_case_count",
    "device_count",
    "rating_avg",
    "rating_count",
    "service_share",
)

# Facts of the partner, copied so that lists of a million customers filter without a join.
PARTNER_COLUMNS = ("industry_id", "country_id", "active", "gap_bits")


def metrics_relation(sources, known, run, partner_ids=None, foretold=True):
    """Return the SELECT of the metrics, one row a customer known to the desk.

    :param list sources: SELECTs of the history contract (see :mod:`.history`)
    :param list known: SELECTs of ``partner_id`` of customers known without a repair
    :param Run run: the company, the moment, and the period that counts, see :mod:`.rules`
    :param partner_ids: restrict to these commercial partners; ``None`` means everybody
    :param bool foretold: give the forecasts, too; where no tier asks for them they are left empty,
        which spares a look at each customer's
    """
    since = run.window_start
    in_window = SQL("TRUE") if since is None else SQL("occurred_at >= %s", since)
    return SQL(
        """
        WITH history AS (%(history)s),
        repairs AS (
            SELECT partner_id,
                   min(occurred_at) FILTER (WHERE NOT is_rework) AS first_repair_date,
                   max(occurred_at) FILTER (WHERE NOT is_rework) AS last_repair_date,
                   count(*) FILTER (WHERE NOT is_rework AND %(in_window)s) AS repair_count,
                   count(*) FILTER (WHERE NOT is_rework) AS repair_count_total,
                   sum(amount) FILTER (WHERE NOT is_rework AND %(in_window)s) AS amount,
                   sum(amount) FILTER (WHERE NOT is_rework) AS amount_total,
                   -- Work under warranty brings nothing, and costs.
                   sum(cost) FILTER (WHERE %(in_window)s) AS cost,
                   count(cost) FILTER (WHERE %(in_window)s) AS costed_count,
                   count(*) FILTER (WHERE %(in_window)s) AS period_case_count,
                   count(*) FILTER (WHERE is_rework) AS rework_count,
                   count(*) FILTER (WHERE is_service AND NOT is_rework) AS service_count,
                   bit_or(gaps) AS gaps
              FROM history
             GROUP BY partner_id
        ),
        known AS (%(known)s),
        customers AS (
            SELECT partner_id, first_repair_date, last_repair_date, repair_count,
                   repair_count_total, amount, amount_total, cost, costed_count,
                   period_case_count, rework_count, service_count, gaps
              FROM repairs
            UNION ALL
            SELECT DISTINCT partner_id, NULL::timestamp, NULL::timestamp, 0, 0, 0, 0,
                   NULL::numeric, 0, 0, 0, 0, 0
              FROM known
             WHERE NOT EXISTS (
                    SELECT FROM (%(history)s) AS h WHERE h.partner_id = known.partner_id)
        ),
        -- In one relation, so that each customer is looked up once.
        beside AS (
            SELECT partner_id,
                   count(case_id) AS open_case_count,
                   count(device_id) AS device_count,
                   avg(rating) AS rating_avg,
                   count(rating) AS rating_count
              FROM (
                SELECT commercial_partner_id AS partner_id,
                       id AS case_id, NULL::int AS device_id, NULL::numeric AS rating
                  FROM repair_case
                 WHERE company_id = %(company)s
                   AND state IN ('open', 'waiting')
                   AND active
                   %(case_partners)s
                 UNION ALL
                SELECT commercial_partner_id, NULL, id, NULL
                  FROM repair_device
                 WHERE (company_id = %(company)s OR company_id IS NULL)
                   AND active
                   %(case_partners)s
                 UNION ALL
                SELECT c.commercial_partner_id, NULL, NULL, r.rating::numeric
                  FROM rating_rating r
                  JOIN repair_case c ON c.id = r.res_id
                 WHERE r.res_model = 'repair.case'
                   AND r.consumed
                   AND r.rating >= 1
                   AND c.company_id = %(company)s
                   AND COALESCE(r.rated_on, r.create_date) < %(as_of)s
                   AND %(rating_window)s
                   %(rating_partners)s
              ) AS fact
             GROUP BY partner_id
        )
        SELECT customers.partner_id,
               first_repair_date,
               last_repair_date,
               %(today)s::date - %(last_day)s AS recency_days,
               %(today)s::date - %(first_day)s AS tenure_days,
               repair_count::int,
               repair_count_total::int,
               COALESCE(amount, 0) AS amount,
               COALESCE(amount_total, 0) AS amount_total,
               COALESCE(amount, 0) - cost AS net_value,
               costed_count::int,
               period_case_count::int,
               CASE WHEN repair_count_total > 1
                    THEN round(
                        extract(epoch FROM last_repair_date - first_repair_date)
                            / 86400 / (repair_count_total - 1), 2)
                END AS mean_interval_days,
               rework_count::int,
               COALESCE(open_case_count, 0)::int AS open_case_count,
               COALESCE(device_count, 0)::int AS device_count,
               round(rating_avg, 2) AS rating_avg,
               COALESCE(rating_count, 0)::int AS rating_count,
               CASE WHEN repair_count_total > 0
                    THEN round(100.0 * service_count / repair_count_total, 2)
                END AS service_share,
               %(forecast)s,
               COALESCE(partner.repair_employee_count, 0) AS employee_count,
               COALESCE(partner.is_company, FALSE)::int AS is_enterprise,
               COALESCE(partner.country_id <> %(country)s, FALSE)::int AS is_international,
               partner.industry_id,
               partner.country_id,
               COALESCE(partner.active, FALSE) AS active,
               %(gap_bits)s AS gap_bits
          FROM customers
          JOIN res_partner AS partner ON partner.id = customers.partner_id
          LEFT JOIN beside USING (partner_id)
          LEFT JOIN (%(reached)s) AS reached USING (partner_id)
          LEFT JOIN (%(forecasts)s) AS forecast ON forecast.partner_id = customers.partner_id
        """,
        history=union_all(sources),
        known=union_all(known),
        in_window=in_window,
        company=run.company_id,
        as_of=run.as_of,
        today=run.today,
        last_day=day_sql(SQL("last_repair_date"), run.tz),
        first_day=day_sql(SQL("first_repair_date"), run.tz),
        country=run.country_id,
        gap_bits=gap_bits(
            SQL("partner"),
            SQL("reached.partner_id IS NOT NULL"),
            # An industry that a person named is known when the overrides are.
            SQL("FALSE"),
            SQL("customers.gaps"),
        ),
        reached=reached_customers(partner_ids),
        forecast=SQL(", ").join(SQL.identifier("forecast", name) for name in FORECAST),
        forecasts=_forecasts(run, partner_ids, foretold),
        case_partners=partner_filter(SQL("commercial_partner_id"), partner_ids),
        rating_window=SQL("TRUE")
        if since is None
        else SQL("COALESCE(r.rated_on, r.create_date) >= %s", since),
        rating_partners=partner_filter(SQL("c.commercial_partner_id"), partner_ids),
    )


def _forecasts(run, partner_ids, foretold):
    """Return the SELECT of what was foretold by then; of a past day, nothing that came later."""
    return SQL(
        """
        SELECT partner_id, %(names)s
          FROM repair_customer_forecast
         WHERE %(foretold)s
           AND company_id = %(company)s
           AND EXISTS (SELECT FROM repair_forecast_check AS made
                        WHERE made.company_id = %(company)s AND made.as_of <= %(as_of)s)
           %(partners)s
        """,
        foretold=SQL("TRUE") if foretold else SQL("FALSE"),
        names=SQL(", ").join(map(SQL.identifier, FORECAST)),
        company=run.company_id,
        as_of=run.as_of,
        partners=partner_filter(SQL("partner_id"), partner_ids),
    )
