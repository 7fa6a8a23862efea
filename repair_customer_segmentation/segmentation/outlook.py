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
Rows are computed when customers are classified, and only differences are written.
"""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from odoo.tools import SQL

from ..vocabulary import RANKED
from .cuts import AGING, cuts_on
from .days import day_sql, window_start
from .decide import overrides_relation
from .history import partner_filter, union_all
from .metrics import MONEY, REPAIRS, STORED_METRICS
from .tiers import criteria_expression, criterion_test

WATCHED = ("value", "frequency")
HORIZON_DAYS = 30
# So close to the line is worth a call.
NEAR_SHARE = Decimal("0.2")
NEAR_REPAIRS = 1
KEY = ("profile_id", "dimension", "kind")
COLUMNS = ("day", "tier_id", "to_tier_id", "repair_count", "amount", "is_money")


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
                       leaving.amount AS left_amount
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
            rows=union_all(list(_rows(run, rules, cuts, living))),
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

    Columns: ``partner_id``, ``days`` (from the run's day on), ``repairs`` and ``amount``.

    :param bool daily: by each day of the horizon, of those of whom something leaves
    """
    if not rules.window_months:
        return SQL("SELECT NULL::int AS partner_id, 0 AS days, 0 AS repairs, 0 AS amount LIMIT 0")
    starts = horizon(run, rules)
    return SQL(
        """
        WITH gone AS (
            SELECT partner_id, amount, 1 AS repairs,
                   1 + width_bucket(occurred_at, %(starts)s::timestamp[]) AS days
              FROM (%(history)s) AS history
             WHERE NOT is_rework
               AND occurred_at >= %(first)s
               AND occurred_at < %(last)s
        )
        SELECT partner_id,
               days,
               sum(sum(repairs)) OVER past AS repairs,
               sum(COALESCE(sum(amount), 0)) OVER past AS amount
          FROM (SELECT partner_id, amount, repairs, days FROM gone %(others)s) AS history
         GROUP BY partner_id, days
        WINDOW past AS (PARTITION BY partner_id ORDER BY days)
        """,
        others=SQL(
            "UNION ALL SELECT DISTINCT partner_id, NULL::numeric, 0, day"
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


def _rows(run, rules, cuts, scope):
    """Yield the SELECTs of the outlook's rows, with the columns of the key and the others."""
    yield _falls(scope)
    # A run of a later day freezes its own lines: who leaves is held against the plain numbers.
    now = cuts_on(cuts, rules.tiers, run.cut_days)
    for dimension in WATCHED:
        tiers = rules.of(dimension)
        if rules.window_months:
            yield _leaves(dimension, tiers, run, cuts)
        for better, worse in pairwise(tiers):
            yield _rises(dimension, better, worse, run, now, scope)


def _falls(scope):
    """Return those in grace, all dimensions in one scan."""
    return SQL(
        """
        SELECT id AS profile_id, dimension, 'fall' AS kind, day, tier_id, to_tier_id,
               repair_count, amount, FALSE AS is_money
          FROM repair_customer_profile
         CROSS JOIN LATERAL (VALUES %(falls)s) AS fall (dimension, day, tier_id, to_tier_id)
         WHERE %(scope)s
           AND COALESCE(%(days)s) IS NOT NULL
           AND day IS NOT NULL
           AND tier_id IS NOT NULL
        """,
        falls=SQL(", ").join(
            SQL("(%s, %s, %s, %s)", d, _falls_on(d), _names(d)["tier"], _names(d)["computed"])
            for d in RANKED
        ),
        days=SQL(", ").join(map(_falls_on, RANKED)),
        scope=scope,
    )


def _falls_on(dimension):
    return SQL.identifier(f"{dimension}_falls_on")


def _leaves(dimension, tiers, run, cuts):
    """Return those who fall when repairs leave the window, each with the first day of it."""
    order = [tier.id for tier in tiers]
    return SQL(
        """
        SELECT id, dimension, kind, day, tier_id, to_tier_id, repair_count, amount, is_money
          FROM (
            SELECT DISTINCT ON (id)
                   id, %(dimension)s AS dimension, 'leave' AS kind, %(today)s::date + days AS day,
                   %(computed)s AS tier_id, later.tier_id AS to_tier_id,
                   later.repair_count::int AS repair_count, later.amount,
                   %(computed)s = ANY(%(money)s::int[]) AS is_money, left_repairs
              FROM leaver AS profile
              LEFT JOIN overrides USING (partner_id)
             CROSS JOIN LATERAL (
                SELECT figures.*, %(expression)s AS tier_id
                  FROM (SELECT %(figures)s) AS figures
              ) AS later
             WHERE %(tier)s = %(computed)s
               AND %(override)s IS NULL
               AND array_position(%(order)s::int[], later.tier_id)
                   > array_position(%(order)s::int[], %(computed)s)
             ORDER BY id, days
          ) AS first
         -- Who falls before anything leaves falls by the days alone.
         WHERE left_repairs > 0
        """,
        dimension=dimension,
        today=run.today,
        expression=criteria_expression(tiers, cuts),
        figures=_figures(tiers, run, leaving=True),
        order=order,
        money=[tier.id for tier in tiers if _is_money(tier)],
        **_names(dimension),
    )


def _rises(dimension, better, worse, run, cuts, scope):
    """Return those of a tier who miss the next better one by little."""
    near = [_near(criterion, cuts["criteria"].get(criterion.id)) for criterion in better.criteria]
    glue = SQL(" AND ") if better.match == "all" else SQL(" OR ")
    return SQL(
        """
        SELECT profile.id, %(dimension)s, 'rise', NULL::date, %(computed)s, %(better)s,
               figures.repair_count, figures.amount, %(money)s
          FROM (SELECT * FROM repair_customer_profile WHERE %(scope)s) AS profile
          LEFT JOIN overrides USING (partner_id)
         CROSS JOIN LATERAL (
            SELECT figures.*, %(near)s AS is_near FROM (SELECT %(figures)s) AS figures
          ) AS figures
         WHERE %(computed)s = %(worse)s
           AND %(tier)s = %(computed)s
           AND %(override)s IS NULL
           AND profile.repair_count_total > 0
           AND is_near
        """,
        dimension=dimension,
        better=better.id,
        worse=worse.id,
        money=_is_money(better),
        scope=scope,
        figures=_figures([better], run),
        near=glue.join(near) if near else SQL("FALSE"),
        **_names(dimension),
    )


def _names(dimension):
    return {
        "tier": SQL.identifier(f"{dimension}_tier_id"),
        "computed": SQL.identifier(f"{dimension}_computed_tier_id"),
        "override": SQL.identifier(f"{dimension}_override"),
    }


def _is_money(tier):
    """Return whether reaching a tier tells what a customer pays."""
    return any(criterion.metric in MONEY for criterion in tier.criteria)


def _near(criterion, cut):
    """Return the test of a criterion with its line moved down by what counts as little."""
    if cut is not None and criterion.operator == "at_least":
        if criterion.metric in MONEY:
            cut -= abs(cut) * NEAR_SHARE
        elif criterion.metric in REPAIRS:
            cut -= NEAR_REPAIRS
    return criterion_test(criterion, cut)


def _figures(tiers, run, leaving=False):
    """Return the metrics that the criteria compare, of ``profile``: today's, or a leaver's then."""
    metrics = {c.metric for tier in tiers for c in tier.criteria}
    expressions = {name: SQL.identifier("profile", name) for name in STORED_METRICS}
    today = SQL("%s::date", run.today)
    if leaving:
        today = SQL("%s + profile.days", today)
        expressions["repair_count"] = SQL("profile.repair_count - profile.left_repairs")
        expressions["amount"] = SQL("profile.amount - profile.left_amount")
    partner = SQL("FROM res_partner AS partner WHERE partner.id = profile.partner_id")
    expressions.update(
        recency_days=SQL(
            "%s - %s", today, day_sql(SQL.identifier("profile", "last_repair_date"), run.tz)
        ),
        tenure_days=SQL(
            "%s - %s", today, day_sql(SQL.identifier("profile", "first_repair_date"), run.tz)
        ),
        employee_count=SQL("(SELECT COALESCE(partner.repair_employee_count, 0) %s)", partner),
        is_enterprise=SQL("(SELECT COALESCE(partner.is_company, FALSE)::int %s)", partner),
        is_international=SQL("COALESCE(profile.country_id <> %s, FALSE)::int", run.country_id),
    )
    # The two that a row of the outlook carries are always there.
    return SQL(", ").join(
        SQL("%s AS %s", expressions[name], SQL.identifier(name))
        for name in ("repair_count", "amount", *sorted(metrics - {"repair_count", "amount"}))
    )
