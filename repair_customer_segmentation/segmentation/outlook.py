"""Who is about to fall or to rise: what the next days bring if nobody comes.

Three kinds of rows, one for each customer, dimension and kind:

=====  ======================================================================================
fall   the rule says a lower tier already, and a grace lets the customer keep the one it has
leave  repairs leave the window within :data:`HORIZON_DAYS` days, and with the rest of them the
       customer no longer reaches its tier; ``day`` is the first day that begins like that
rise   what is missing to the next tier is small: one repair, or a fifth of the line's amount
=====  ======================================================================================

Figures are those of the profiles and cuts those that the last full run froze, so a row never
contradicts the classes beside it. Customers whom an override holds neither leave nor rise.
Rows are computed when customers are classified (see :mod:`.outlook_rows`), and only differences
are written.
"""

from datetime import timedelta

from odoo.tools import SQL

from .cuts import AGING
from .days import window_start
from .decide import overrides_relation
from .history import partner_filter, union_all
from .outlook_rows import WATCHED, outlook_rows

HORIZON_DAYS = 30
KEY = ("profile_id", "dimension", "kind")
COLUMNS = ("day", "tier_id", "to_tier_id", "repair_count", "amount", "net_value", "is_money")


def store_outlook(cr, sources, run, rules, cuts, partner_ids=None):
    """Bring the outlook of a company in line with its profiles, in one statement.

    :param cr: database cursor; profiles must be flushed
    :param list sources: SELECTs of the history contract (see :mod:`.history`), of the rows of
        :func:`leaving_period` at least
    :param Run run: the run that wrote the profiles, see :mod:`.rules`
    :param Rules rules: that it followed
    :param dict cuts: as :func:`.cuts.load_cuts` returns them
    :param partner_ids: the customers that were classified; ``None`` means everybody
    """
    scope = SQL(
        "company_id = %s %s", run.company_id, partner_filter(SQL("partner_id"), partner_ids)
    )
    # Archived customers are called by nobody.
    living = SQL("%s AND active IS NOT FALSE", scope)
    names = SQL(", ").join(map(SQL.identifier, COLUMNS))
    cr.execute(
        SQL(
            """
            WITH overrides AS (%(overrides)s),
            leaving AS (%(leaving)s),
            leaver AS (
                SELECT profile.*, leaving.days, leaving.repairs AS left_repairs,
                       leaving.amount AS left_amount, leaving.cost AS left_cost,
                       leaving.costed AS left_costed
                  FROM leaving
                  JOIN repair_customer_profile AS profile USING (partner_id)
                 WHERE %(scope)s
            ),
            new AS (%(rows)s),
            joined AS (
                SELECT old.id AS old_id, new.*,
                       (%(new_names)s) IS DISTINCT FROM (%(old_names)s) AS differs
                  FROM new
                  FULL JOIN (
                    SELECT * FROM repair_customer_outlook WHERE company_id = %(company)s %(some)s
                  ) AS old USING (%(key)s)
            ),
            diff AS MATERIALIZED (SELECT * FROM joined WHERE differs),
            gone AS (
                DELETE FROM repair_customer_outlook AS outlook
                 USING diff
                 WHERE outlook.id = old_id AND diff.tier_id IS NULL
            ),
            changed AS (
                UPDATE repair_customer_outlook AS outlook
                   SET %(assign)s
                  FROM diff
                 WHERE outlook.id = old_id AND diff.tier_id IS NOT NULL
            )
            INSERT INTO repair_customer_outlook (company_id, %(key)s, %(names)s)
            SELECT %(company)s, %(key)s, %(names)s FROM diff WHERE old_id IS NULL
            """,
            overrides=overrides_relation(run, rules),
            leaving=_leaving(sources, run, rules, daily=_counts_days(rules)),
            scope=living,
            rows=union_all(list(outlook_rows(run, rules, cuts, living))),
            company=run.company_id,
            some=SQL()
            if partner_ids is None
            else SQL("AND profile_id IN (SELECT id FROM repair_customer_profile WHERE %s)", scope),
            key=SQL(", ").join(map(SQL.identifier, KEY)),
            names=names,
            new_names=SQL(", ").join(SQL.identifier("new", name) for name in COLUMNS),
            old_names=SQL(", ").join(SQL.identifier("old", name) for name in COLUMNS),
            assign=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), SQL.identifier("diff", name))
                for name in COLUMNS
            ),
        )
    )


def horizon(run, rules):
    """Return where the window begins (UTC) on each of the coming days, whatever the hour."""
    return [
        window_start(run.today + timedelta(days=days), rules.window_months, run.tz)
        for days in range(1, HORIZON_DAYS + 1)
    ]


def leaving_period(run, rules):
    """Return the moments between which the repairs lie that leave within the horizon."""
    return (run.window_start, horizon(run, rules)[-1]) if rules.window_months else None


def _counts_days(rules):
    """Return whether a watched tier is lost by the mere passing of days, too."""
    return any(
        criterion.metric in AGING
        for dimension in WATCHED
        for tier in rules.of(dimension)
        for criterion in tier.criteria
    )


def _leaving(sources, run, rules, daily):
    """Return what will have left the window by each day on which something leaves it.

    Columns: ``partner_id``, ``days`` (from the run's day on), ``repairs`` and ``amount``, and
    ``cost`` and ``costed`` (how many costs are known), rework included.

    :param bool daily: by each day of the horizon, of those of whom something leaves
    """
    if not rules.window_months:
        return SQL(
            "SELECT NULL::int AS partner_id, 0 AS days, 0 AS repairs, 0 AS amount, 0 AS cost,"
            " 0 AS costed LIMIT 0"
        )
    starts = horizon(run, rules)
    return SQL(
        """
        WITH gone AS (
            SELECT partner_id, cost,
                   CASE WHEN NOT is_rework THEN amount END AS amount,
                   (NOT is_rework)::int AS repairs,
                   1 + width_bucket(occurred_at, %(starts)s::timestamp[]) AS days
              FROM (%(history)s) AS history
             WHERE (NOT is_rework OR cost IS NOT NULL)
               AND occurred_at >= %(first)s
               AND occurred_at < %(last)s
        )
        SELECT partner_id,
               days,
               sum(sum(repairs)) OVER past AS repairs,
               sum(COALESCE(sum(amount), 0)) OVER past AS amount,
               sum(COALESCE(sum(cost), 0)) OVER past AS cost,
               sum(count(cost)) OVER past AS costed
          FROM (SELECT partner_id, amount, cost, repairs, days FROM gone %(others)s) AS history
         GROUP BY partner_id, days
        WINDOW past AS (PARTITION BY partner_id ORDER BY days)
        """,
        others=SQL(
            "UNION ALL SELECT DISTINCT partner_id, NULL::numeric, NULL::numeric, 0, day"
            " FROM gone, generate_series(1, %s) AS day",
            HORIZON_DAYS,
        )
        if daily
        else SQL(),
        history=union_all(sources),
        starts=starts,
        first=run.window_start,
        last=starts[-1],
    )
