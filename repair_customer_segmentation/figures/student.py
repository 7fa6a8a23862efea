"""Quantiles of Student's t distribution, for means of few answers.

With t = √n · tan u its density becomes that of an angle u, c · cos(u)^(n - 1), which is smooth and
bounded from 0 to a quarter turn (n at least 1). It is added up by Simpson's rule, and the angle
where it reaches the share wanted is found by Newton's: the sum grows more and more slowly, so
that no step goes beyond. At 80 to 99 % it is right to six digits. n need not be whole, as Welch's
is not.

Student (1908). The probable error of a mean. *Biometrika* 6, 1-25.
"""

from functools import lru_cache
from math import cos, exp, lgamma, pi, sqrt, tan

PANELS = 100
# Newton doubles the right digits with each step.
STEPS, NEAR = 60, 1e-13


@lru_cache(maxsize=1024)
def student_quantile(confidence, degrees):
    """Return the t that a two-sided interval reaches to.

    :param float confidence: share of the distribution between -t and t, such as 0.95
    :param float degrees: of freedom, at least 1
    """
    height = 2 * exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / sqrt(pi)
    angle = 0.0
    for _step in range(STEPS):
        missing = confidence / height - _added_up(angle, degrees - 1)
        step = missing / cos(angle) ** (degrees - 1)
        angle += step
        if abs(step) < NEAR:
            break
    return sqrt(degrees) * tan(angle)


def _added_up(angle, power):
    """Return the integral of cos(u)^power from 0 to an angle."""
    width = angle / PANELS
    inner = sum(cos(i * width) ** power * (4 if i % 2 else 2) for i in range(1, PANELS))
    return (1 + inner + cos(angle) ** power) * width / 3
