"""The three kinds of rows of the outlook, as :mod:`.outlook` defines them."""

from decimal import Decimal
from itertools import pairwise

from odoo.tools import SQL

from ..vocabulary import RANKED
from .cuts import cuts_on
from .days import day_sql
from .metrics import FORECAST, MONEY, REPAIRS, STORED_METRICS
from .tiers import criteria_expression, criterion_test

WATCHED = ("value", "frequency")
# So close to the line is worth a call.
NEAR_SHARE = Decimal("0.2")
NEAR_REPAIRS = 1
# Figures that a row of the outlook has of the customer, as they are or will be.
CARRIED = ("repair_count", "amount", "net_value")


def outlook_rows(run, rules, cuts, scope):
    """Yield the SELECTs of the outlook's rows, with the columns of the key and the others.

    They read two relations by name: ``overrides``, and ``leaver``: profiles beside what will
    have left the period ``days`` after the run.

    :param Run run: see :mod:`.rules`
    :param Rules rules: that the profiles were written by
    :param dict cuts: as :func:`.cuts.load_cuts` returns them
    :param SQL scope: condition of the profiles to look at
    """
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
               repair_count, amount, net_value, FALSE AS is_money
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
        SELECT id, dimension, kind, day, tier_id, to_tier_id, repair_count, amount, net_value,
               is_money
          FROM (
            SELECT DISTINCT ON (id)
                   id, %(dimension)s AS dimension, 'leave' AS kind, %(today)s::date + days AS day,
                   %(computed)s AS tier_id, later.tier_id AS to_tier_id,
                   later.repair_count::int AS repair_count, later.amount, later.net_value,
                   %(computed)s = ANY(%(money)s::int[]) AS is_money, %(something)s AS is_leaving
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
         WHERE is_leaving
        """,
        dimension=dimension,
        today=run.today,
        expression=criteria_expression(tiers, cuts),
        figures=_figures(tiers, run, leaving=True),
        order=order,
        money=[tier.id for tier in tiers if _is_money(tier)],
        something=_something_leaves(tiers),
        **_names(dimension),
    )


def _rises(dimension, better, worse, run, cuts, scope):
    """Return those of a tier who miss the next better one by little."""
    near = [_near(criterion, cuts["criteria"].get(criterion.id)) for criterion in better.criteria]
    glue = SQL(" AND ") if better.match == "all" else SQL(" OR ")
    return SQL(
        """
        SELECT profile.id, %(dimension)s, 'rise', NULL::date, %(computed)s, %(better)s,
               figures.repair_count, figures.amount, figures.net_value, %(money)s
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


def _something_leaves(tiers):
    """Return whether by then anything left that the tiers look at.

    Rework does not count, but what it cost does.
    """
    if any(criterion.metric == "net_value" for tier in tiers for criterion in tier.criteria):
        return SQL("(left_repairs > 0 OR left_costed > 0)")
    return SQL("left_repairs > 0")


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
        expressions["net_value"] = SQL(
            "CASE WHEN profile.costed_count > profile.left_costed"
            " THEN profile.net_value - profile.left_amount + profile.left_cost END"
        )
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
    expressions.update(
        (
            name,
            SQL(
                "(SELECT %s FROM repair_customer_forecast AS forecast"
                " WHERE forecast.partner_id = profile.partner_id AND forecast.company_id = %s)",
                SQL.identifier("forecast", name),
                run.company_id,
            ),
        )
        for name in FORECAST
    )
    # Those that a row of the outlook carries are always there.
    return SQL(", ").join(
        SQL("%s AS %s", expressions[name], SQL.identifier(name))
        for name in (*CARRIED, *sorted(metrics.difference(CARRIED)))
    )
