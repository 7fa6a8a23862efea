"""Who comes again, and how often: the BG/NBD model.

Fader, Hardie and Lee, "'Counting Your Customers' the Easy Way: An Alternative to the Pareto/NBD
Model", Marketing Science 24 (2005). While customers are with us, each comes at a rate of its own;
after each visit they leave for good with a chance of their own. Rates are gamma distributed over
the customers (``r``, ``alpha``), chances beta (``a``, ``b``).

A customer is told by three figures: ``x``, the visits after the first; ``t_x``, when the last of
them was; ``age``, how long ago the first was. Both are weeks since the first visit. What happens
on one day is one visit.
"""

from dataclasses import dataclass
from math import exp, fsum, inf, lgamma, log, log1p, sqrt

from .simplex import curvature, inverse_diagonal, lowest

WEEK = 7.0
# Fewer say nothing: a share of so few is known to a fifth at best.
LEAST_CUSTOMERS = 100
LEAST_RETURNED = 30
# Of logarithms: a parameter beyond e^12 or below e^-12 is one that the data cannot tell from none.
FURTHEST = 12.0
# How exact the series below is, as a share of its value.
EXACT = 1e-13
MOST_TERMS = 1_000_000
# 95 of 100.
SIGMAS = 1.959964


class TooLittleData(Exception):
    """There are too few customers, or too few of them came again, to learn from."""


@dataclass(frozen=True)
class Parameters:
    """Of the two distributions; ``alpha`` is in weeks."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True)
class Fit:
    """Parameters and how sure they are.

    :ivar Parameters parameters: the likeliest
    :ivar intervals: name -> (low, high), 95 of 100; ``None`` where the data leave one open
    :ivar int customers: whom they were learned from
    :ivar float likelihood: logarithm of it, of all customers
    """

    parameters: Parameters
    intervals: dict | None
    customers: int
    likelihood: float


def fit(groups):
    """Return the likeliest parameters for customers in groups of equals.

    :param list groups: tuples ``(x, t_x, age, customers)``, in weeks
    :return: :class:`Fit`
    :raise TooLittleData: see :data:`LEAST_CUSTOMERS`
    :raise ArithmeticError: where the search finds no end
    """
    customers = sum(count for *_figures, count in groups)
    returned = sum(count for x, _t_x, _age, count in groups if x)
    if customers < LEAST_CUSTOMERS or returned < LEAST_RETURNED:
        raise TooLittleData(f"{customers} customers, {returned} of whom came again")
    by_visits = {}
    for x, _t_x, _age, count in groups:
        by_visits[x] = by_visits.get(x, 0) + count
    visits = fsum(x * count for x, count in by_visits.items())
    weeks = fsum(age * count for _x, _t_x, age, count in groups)

    def loss(logs):
        """Return the mean of the negative log-likelihood, a customer."""
        if any(abs(number) > FURTHEST for number in logs):
            return inf
        return -_likelihood(Parameters(*map(exp, logs)), by_visits, groups) / customers

    # The rate of a plain count, with chances that say little.
    start = [log(0.5), log(0.5 * max(weeks, WEEK) / visits), log(0.5), log(2.0)]
    point, value = lowest(loss, start)
    parameters = Parameters(*map(exp, point))
    return Fit(parameters, _intervals(loss, point, customers), customers, -value * customers)


def _intervals(loss, point, customers):
    """Return the intervals of the parameters, by the curvature of the likelihood of their logs."""
    if any(abs(number) > FURTHEST - 0.01 for number in point):
        return None
    variances = inverse_diagonal(curvature(loss, point))
    if not variances:
        return None
    return {
        name: tuple(exp(number + side * SIGMAS * sqrt(variance / customers)) for side in (-1, 1))
        for name, number, variance in zip(Parameters.__annotations__, point, variances, strict=True)
    }


def _likelihood(parameters, by_visits, groups):
    """Return the logarithm of the likelihood: equation 6 of the paper, in logarithms throughout."""
    r, alpha, a, b = parameters.r, parameters.alpha, parameters.a, parameters.b
    start = r * log(alpha) - lgamma(r) + lgamma(a + b) - lgamma(b)
    of_visits = [
        count * (start + lgamma(r + x) + lgamma(b + x) - lgamma(a + b + x))
        for x, count in by_visits.items()
    ]
    odds = {x: log(a / (b + x - 1)) for x in by_visits if x}
    of_times = []
    for x, t_x, age, count in groups:
        until = (r + x) * log(alpha + age)
        if x:
            # log(e^stays + e^left), whose e^ are less than a float holds.
            left = odds[x] - (r + x) * log(alpha + t_x)
            by = left + until
            of_times.append(count * (max(left, -until) + log1p(exp(-abs(by)))))
        else:
            of_times.append(-count * until)
    return fsum(of_visits) + fsum(of_times)


def chance_active(parameters, x, t_x, age):
    """Return the chance that a customer has not left for good; 1 with a single visit.

    (The model lets nobody leave before the second visit.)
    """
    if not x:
        return 1.0
    p = parameters
    gone = log(p.a / (p.b + x - 1)) + (p.r + x) * log((p.alpha + age) / (p.alpha + t_x))
    return 1 / (1 + exp(gone)) if gone < 700 else 0.0


def expected_if_active(parameters, x, age, weeks):
    """Return the visits to expect within so many weeks of a customer who has not left by now.

    Times :func:`chance_active` it is equation 10 of the paper. There, with ``c = a + b + x - 1``
    and ``z = weeks / (alpha + age + weeks)``, it is::

        (c - (1 - z)^(r + x) * c * 2F1(r + x, b + x; c; z)) / (a - 1)
    """
    p = parameters
    if abs(p.a - 1) < 1e-6:
        # 0 / 0 in this form, though it passes through smoothly.
        sides = (Parameters(p.r, p.alpha, 1 + by, p.b) for by in (-1e-4, 1e-4))
        return sum(expected_if_active(side, x, age, weeks) for side in sides) / 2
    z = weeks / (p.alpha + age + weeks)
    c = p.a + p.b + x - 1
    return max((c - _scaled_series(p.r + x, p.b + x, c, z)) / (p.a - 1), 0.0)


def _scaled_series(first, second, third, z):
    """Return ``(1 - z)^first * third * 2F1(first, second; third; z)``, to :data:`EXACT`.

    All terms after the first are positive, also where ``third`` is not, so nothing cancels. From
    a term on each is at most ``ratio`` times the one before, so that what is left of the series
    is at most ``term * ratio / (1 - ratio)``: there it ends.

    :raise ArithmeticError: where it does not end
    """
    scale = first * log1p(-z)
    total, term = third, first * second * z
    for n in range(1, MOST_TERMS):
        total += term
        grows = max((first + n) / (n + 1), 1.0) * max((second + n) / (third + n), 1.0) * z
        if grows < 1 and term * grows <= EXACT * (1 - grows) * abs(total):
            return total * exp(scale) if scale > -700 else _product(total, scale)
        term *= (first + n) * (second + n) / ((third + n) * (n + 1)) * z
        if term > 1e250:
            total, term, scale = total * 1e-250, term * 1e-250, scale + log(1e250)
    raise ArithmeticError("The series for the expected visits did not end.")


def _product(total, scale):
    """Return ``total * e^scale`` where e^scale alone is nothing."""
    return exp(log(total) + scale) if total > 0 and log(total) + scale > -700 else 0.0
