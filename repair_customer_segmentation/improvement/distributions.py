"""Chances of counts, exact to the last digits that anybody reads; plain Python.

The regularised incomplete beta and gamma functions are evaluated by their continued fractions
(modified Lentz's method: Press et al., Numerical Recipes, 3rd edition, chapter 6).
"""

from math import exp, fsum, lgamma, log, log1p

NEARLY_NOTHING = 1e-300
PRECISE = 1e-15
MOST_STEPS = 10_000


def binomial_at_most(count, n, share):
    """Return the chance of at most ``count`` of ``n``, each with the chance ``share``."""
    if count >= n or share <= 0:
        return 1.0
    if count < 0 or share >= 1:
        return 0.0
    return _beta(n - count, count + 1, 1 - share)


def binomial_at_least(count, n, share):
    """Return the chance of at least ``count`` of ``n``, each with the chance ``share``."""
    if count <= 0 or share >= 1:
        return 1.0
    if count > n or share <= 0:
        return 0.0
    return _beta(count, n - count + 1, share)


def poisson_at_most(count, mean):
    """Return the chance of at most ``count`` events where ``mean`` are expected."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    return _gamma_above(count + 1, mean)


def poisson_at_least(count, mean):
    """Return the chance of at least ``count`` events where ``mean`` are expected."""
    return 1 - poisson_at_most(count - 1, mean)


def solve(function, low, high):
    """Return where a function that falls from above zero to below it is zero.

    Bisected until both ends are neighbouring numbers of the machine.
    """
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if function(middle) > 0:
            low = middle
        else:
            high = middle


def _beta(a, b, x):
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front / _fraction(
        lambda i: (
            -(a + i // 2) * (a + b + i // 2) * x / ((a + i - 1) * (a + i))
            if i % 2
            else (i // 2) * (b - i // 2) * x / ((a + i - 1) * (a + i))
        ),
        lambda _i: 1.0,
    )


def _gamma_above(a, x):
    """Return the regularised incomplete gamma function Q(a, x) of a whole ``a``."""
    logarithm = log(x)
    if x > a + 1:
        front = exp(a * logarithm - x - lgamma(a))
        return front / _fraction(lambda i: -i * (i - a), lambda i: x + 2 * i + 1 - a)
    return fsum(exp(i * logarithm - x - lgamma(i + 1)) for i in range(a))


def _fraction(numerator, denominator):
    """Return d0 + n1 / (d1 + n2 / (d2 + ...)); terms are asked for by their number."""
    value = denominator(0) or NEARLY_NOTHING
    c, d = value, 0.0
    for i in range(1, MOST_STEPS):
        d = denominator(i) + numerator(i) * d
        c = denominator(i) + numerator(i) / c
        d = 1 / (d or NEARLY_NOTHING)
        c = c or NEARLY_NOTHING
        value *= c * d
        if abs(c * d - 1) < PRECISE:
            break
    return value
