"""From metrics to cut points: fixed, quantile, top x %, Pareto.

Cuts are frozen as JSON on the run that computed them. Numbers are kept as strings there,
so that money comes back to the cent. Those that count days are as of the day of the run (see
:func:`cuts_on`). Whoever equals a cut is treated alike, which is why ``percentile_disc`` and
whole groups of equals are used: NTILE and row numbers split ties at random.
"""

from decimal import Decimal
from math import ceil

from odoo.tools import SQL

from .metrics import MONEY

# The customers that cuts are computed from. Archived ones are compared with the cuts only.
POPULATION = SQL("repair_count > 0 AND active")
# The three metrics of an RFM score and how many cut points make five scores.
RFM_METRICS = ("recency_days", "repair_count", "amount")
# What grows by one each day by itself.
AGING = ("recency_days", "tenure_days")
QUINTILES = (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8"))


def compute_cuts(cr, relation, rules):
    """Compute the cuts of a policy over all customers.

    :param cr: database cursor
    :param SQL relation: table or sub-select with the columns of ``metrics_relation``
    :param Rules rules: what the policy asks for, see :mod:`.rules`
    :return: JSON-able dict: ``population`` (customers with a repair in the window, archived
        ones left out),
        ``fallback`` (True when quantiles were asked for but the population is too small),
        ``rfm`` (metric -> four numbers), ``highest`` (metric -> the highest number of any
        customer; of quantiles only) and ``criteria`` (criterion id -> number or None)
    """
    criteria = rules.criteria
    percent = [c for c in criteria if c.kind == "top_percent"]
    population = _population(cr, relation)
    too_few = population < max(rules.min_population, 1)
    quantile = rules.cut_method == "quantile" and not too_few
    rfm, highest = rules.fixed_cuts, {}
    if quantile:
        rfm, highest = _quintiles(cr, relation, population)
    tops = {} if too_few else top_cuts(cr, relation, population, percent)
    shares = {c.threshold for c in criteria if c.kind == "pareto"}
    pareto = pareto_cuts(cr, relation, shares)
    numbers = {}
    for criterion in criteria:
        if criterion.kind == "pareto":
            number = pareto[criterion.threshold]
        elif criterion.kind == "top_percent" and not too_few:
            number = tops[criterion.id]
        elif criterion.kind == "top_percent":
            number = criterion.fallback
        else:
            number = criterion.threshold
        numbers[str(criterion.id)] = _dump(number)
    return {
        "population": population,
        "fallback": too_few and (rules.cut_method == "quantile" or bool(percent)),
        "rfm": {metric: [_dump(number) for number in rfm[metric]] for metric in RFM_METRICS},
        "highest": {metric: _dump(number) for metric, number in highest.items()},
        "criteria": numbers,
    }


def load_cuts(cuts):
    """Return the frozen cuts with their numbers as :class:`~decimal.Decimal`."""
    return {
        **cuts,
        "rfm": {
            metric: [Decimal(number) for number in numbers]
            for metric, numbers in cuts["rfm"].items()
        },
        # Runs of before kept none.
        "highest": {metric: Decimal(number) for metric, number in cuts.get("highest", {}).items()},
        "criteria": {
            int(key): None if number is None else Decimal(number)
            for key, number in cuts["criteria"].items()
        },
    }


def cuts_on(cuts, tiers, days):
    """Return the frozen cuts as they are some days after the run that froze them.

    What is counted in days grows by one each day, for everybody alike: a line of 30 days is a day
    of the calendar, and is 31 days away tomorrow. So equal customers are classed alike, whether
    they are looked at before midnight or after.

    :param dict cuts: as :func:`load_cuts` returns them
    :param tiers: the :class:`~.rules.Tier` whose criteria the cuts are of
    :param int days: how long ago the cuts were frozen, in days of the company
    """
    if not days:
        return cuts
    aging = {
        criterion.id
        for tier in tiers
        for criterion in tier.criteria
        if criterion.metric in AGING
        # "At least 0 days" is a way to say: always.
        and (criterion.operator == "at_most" or cuts["criteria"].get(criterion.id))
    }
    return {
        **cuts,
        "rfm": {
            metric: [number + days for number in numbers] if metric in AGING else numbers
            for metric, numbers in cuts["rfm"].items()
        },
        "criteria": {
            key: number + days if key in aging and number is not None else number
            for key, number in cuts["criteria"].items()
        },
    }


def pareto_cuts(cr, relation, shares):
    """Return the Pareto cut of the window's amount for each share.

    With ``before(x)`` the sum of the amounts strictly above ``x``, the cut of share ``p``
    is the smallest amount ``x`` with ``before(x) < p * total``. Amounts of zero or less are
    outside the total and below every cut, archived customers are outside it too.

    :param shares: percentages, as :class:`~decimal.Decimal`
    :return: dict share -> cut; ``None`` where no customer has an amount above zero
    """
    if not shares:
        return {}
    shares = sorted(shares)
    cr.execute(
        SQL(
            """
            WITH amounts AS (
                SELECT amount, sum(amount) AS amount_sum
                  FROM %(relation)s AS metrics
                 WHERE amount > 0 AND active
                 GROUP BY amount
            ),
            ranked AS (
                SELECT amount,
                       sum(amount_sum) OVER () AS total,
                       sum(amount_sum) OVER (ORDER BY amount DESC) - amount_sum AS before
                  FROM amounts
            )
            SELECT %(columns)s FROM ranked
            """,
            relation=relation,
            columns=SQL(", ").join(
                SQL("min(amount) FILTER (WHERE before < %s / 100.0 * total)", share)
                for share in shares
            ),
        )
    )
    return dict(zip(shares, cr.fetchone(), strict=True))


def only_above_zero(criterion):
    """Return whether an amount of zero or less never meets a criterion, whatever its cut.

    Whoever paid nothing is no top customer, however few paid more.
    """
    return (
        criterion.kind == "top_percent"
        and criterion.operator == "at_least"
        and criterion.metric in MONEY
    )


def top_cuts(cr, relation, population, criteria):
    """Return the cut of each criterion that asks for the top x % of customers.

    From above (``at_least``) it is the smallest value for which the customers at that value or
    above are at most x % of the population: whole groups of equals, and never more than x %.
    Of amounts, only those above zero can be in. From below (``at_most``) it is the largest value
    for which the customers at that value or below are at most x % of it. Customers without the
    metric are part of the population, and are never in.

    :param int population: number of customers in the population
    :return: dict criterion id -> cut; ``None`` where the first group alone is too large, or where
        there is none: nobody is in
    """
    found = {}
    by_metric = {}
    for criterion in criteria:
        by_metric.setdefault(criterion.metric, []).append(criterion)
    for metric, same in by_metric.items():
        cr.execute(
            SQL(
                """
                WITH steps AS (
                    SELECT %(metric)s AS figure, count(*) AS customers
                      FROM %(relation)s AS metrics
                     WHERE %(population)s AND %(metric)s IS NOT NULL
                     GROUP BY %(metric)s
                ),
                reached AS (
                    SELECT figure,
                           sum(customers) OVER (ORDER BY figure DESC) AS at_least,
                           sum(customers) OVER (ORDER BY figure) AS at_most
                      FROM steps
                )
                SELECT %(columns)s FROM reached
                """,
                metric=SQL.identifier(metric),
                relation=relation,
                population=POPULATION,
                columns=SQL(", ").join(_top_column(criterion, population) for criterion in same),
            )
        )
        found.update(zip((c.id for c in same), cr.fetchone(), strict=True))
    return found


def _top_column(criterion, population):
    return SQL(
        "%s(figure) FILTER (WHERE 100 * %s <= %s * %s AND %s)",
        SQL("min" if criterion.operator == "at_least" else "max"),
        SQL.identifier(criterion.operator),
        criterion.threshold,
        population,
        SQL("figure > 0") if only_above_zero(criterion) else SQL("TRUE"),
    )


def _population(cr, relation):
    cr.execute(SQL("SELECT count(*) FROM %s AS metrics WHERE %s", relation, POPULATION))
    return cr.fetchone()[0]


def _quintiles(cr, relation, population):
    """Return metric -> the four cuts between fifths of the population, and metric -> the highest.

    Both in one scan.
    """
    shares = [_position(share, population) for share in QUINTILES]
    cr.execute(
        SQL(
            "SELECT %s FROM %s AS metrics WHERE %s",
            SQL(", ").join(
                SQL(
                    "percentile_disc(%(shares)s::float8[]) WITHIN GROUP (ORDER BY %(metric)s),"
                    " max(%(metric)s)",
                    shares=shares,
                    metric=SQL.identifier(metric),
                )
                for metric in RFM_METRICS
            ),
            relation,
            POPULATION,
        )
    )
    found = cr.fetchone()
    return (
        dict(zip(RFM_METRICS, found[::2], strict=True)),
        dict(zip(RFM_METRICS, found[1::2], strict=True)),
    )


def _position(share, count):
    """Return the float that makes ``percentile_disc`` pick the row of an exact share.

    The row is number ``ceil(share * count)``. PostgreSQL multiplies floats: 0.81 * 300 is
    243.00000000000003 there, one row too far. Half a row before the wanted one is safe.
    """
    return (max(ceil(share * count), 1) - 0.5) / count


def _dump(number):
    return None if number is None else str(number)
