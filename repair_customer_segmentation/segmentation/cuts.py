"""From metrics to cut points: fixed, quantile, Pareto.

Cuts are frozen as JSON on the run that computed them. Numbers are kept as strings there,
so that money comes back to the cent. Those that count days are as of the day of the run (see
:func:`cuts_on`). Whoever equals a cut is treated alike, which is why ``percentile_disc`` is
used: NTILE and row numbers split ties at random.
"""

from decimal import Decimal
from math import ceil

from odoo.tools import SQL

# The three metrics of an RFM score and how many cut points make five scores.
RFM_METRICS = ("recency_days", "repair_count", "amount")
# What grows by one each day by itself.
AGING = ("recency_days", "tenure_days")
QUINTILES = (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8"))


def compute_cuts(cr, relation, spec):
    """Compute the cuts of a policy over all customers.

    :param cr: database cursor
    :param SQL relation: table or sub-select with the columns of ``metrics_relation``
    :param dict spec: what the policy asks for, see
        ``repair.segmentation.policy._classification_spec()``
    :return: JSON-able dict: ``population`` (customers with a repair in the window),
        ``fallback`` (True when quantiles were asked for but the population is too small),
        ``rfm`` (metric -> four numbers) and ``criteria`` (criterion id -> number or None)
    """
    criteria = [c for tier in spec["tiers"] for c in tier["criteria"]]
    percent = [c for c in criteria if c["kind"] == "top_percent"]
    population, counts = _population(cr, relation, {c["metric"] for c in percent})
    too_few = population < max(spec["min_population"], 1)
    quantile = spec["cut_method"] == "quantile" and not too_few
    percentiles = _percentiles(cr, relation, counts, quantile, [] if too_few else percent)
    rfm = {
        metric: percentiles[metric] if quantile else spec["fixed_cuts"][metric]
        for metric in RFM_METRICS
    }
    shares = {c["threshold"] for c in criteria if c["kind"] == "pareto"}
    pareto = pareto_cuts(cr, relation, shares)
    numbers = {}
    for criterion in criteria:
        if criterion["kind"] == "pareto":
            number = pareto[criterion["threshold"]]
        elif criterion["kind"] == "top_percent" and not too_few:
            number = percentiles[criterion["id"]]
        elif criterion["kind"] == "top_percent":
            number = criterion["fallback"]
        else:
            number = criterion["threshold"]
        numbers[str(criterion["id"])] = _dump(number)
    return {
        "population": population,
        "fallback": too_few
        and (spec["cut_method"] == "quantile" or any(c["kind"] == "top_percent" for c in criteria)),
        "rfm": {metric: [_dump(number) for number in rfm[metric]] for metric in RFM_METRICS},
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
    :param list tiers: the tiers of the policy, as in its specification
    :param int days: how long ago the cuts were frozen, in days of the company
    """
    if not days:
        return cuts
    aging = {
        criterion["id"]
        for tier in tiers
        for criterion in tier["criteria"]
        if criterion["metric"] in AGING
        # "At least 0 days" is a way to say: always.
        and (criterion["operator"] == "at_most" or cuts["criteria"].get(criterion["id"]))
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
    outside the total and below every cut.

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
                 WHERE amount > 0
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


def _population(cr, relation, metrics):
    """Return how many customers have a repair in the window, and how many of them a metric."""
    metrics = [*RFM_METRICS, *sorted(metrics.difference(RFM_METRICS))]
    cr.execute(
        SQL(
            "SELECT count(*), %s FROM %s AS metrics WHERE repair_count > 0",
            SQL(", ").join(SQL("count(%s)", SQL.identifier(metric)) for metric in metrics),
            relation,
        )
    )
    population, *counts = cr.fetchone()
    return population, dict(zip(metrics, counts, strict=True))


def _percentiles(cr, relation, counts, quantile, criteria):
    """Return metric -> four quintile cuts and criterion id -> cut, in one scan."""
    keys, columns = [], []
    if quantile:
        for metric in RFM_METRICS:
            keys.append(metric)
            columns.append(
                SQL(
                    "percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY %s)",
                    [_position(share, counts[metric]) for share in QUINTILES],
                    SQL.identifier(metric),
                )
            )
    for criterion in criteria:
        metric = criterion["metric"]
        share = criterion["threshold"] / 100
        if criterion["operator"] == "at_least":
            share = 1 - share
        keys.append(criterion["id"])
        columns.append(
            SQL(
                "percentile_disc(%s::float8) WITHIN GROUP (ORDER BY %s)",
                _position(share, counts[metric]),
                SQL.identifier(metric),
            )
        )
    if not columns:
        return {}
    cr.execute(
        SQL(
            "SELECT %s FROM %s AS metrics WHERE repair_count > 0",
            SQL(", ").join(columns),
            relation,
        )
    )
    return dict(zip(keys, cr.fetchone(), strict=True))


def _position(share, count):
    """Return the float that makes ``percentile_disc`` pick the row of an exact share.

    The row is number ``ceil(share * count)``. PostgreSQL multiplies floats: 0.81 * 300 is
    243.00000000000003 there, one row too far. Half a row before the wanted one is safe.
    """
    return (max(ceil(share * count), 1) - 0.5) / count if count else 0.5


def _dump(number):
    return None if number is None else str(number)
