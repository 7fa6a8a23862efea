"""How sure a figure is: intervals of shares and means, and of their differences.

Of few answers a share says little: nine of ten are 90 %, and 60 % to 98 % of all customers may
think so. Shares are numbers from 0 to 1, and so are the ends of their intervals.

- Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
  *Journal of the American Statistical Association* 22, 209-212: the score interval of a share.
- Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion: comparison of
  seven methods. *Statistics in Medicine* 17, 857-872: method 3 is Wilson's; its table I is tested.
- Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
  comparison of eleven methods. *Statistics in Medicine* 17, 873-890: method 10; table II likewise.
- Welch, B. L. (1947). The generalization of "Student's" problem when several different population
  variances are involved. *Biometrika* 34, 28-35: the difference of two means.
"""

from math import sqrt
from statistics import NormalDist

from .student import student_quantile

USUAL_CONFIDENCE = 0.95


def wilson(successes, n, confidence=USUAL_CONFIDENCE):
    """Return the interval of a share, ``(low, high)``, or ``None`` when nobody was counted.

    :param int successes: of those that were counted
    :param int n: how many were counted
    :raise ValueError: when there are more successes than were counted, or fewer than none
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if not n:
        return None
    z = _normal_quantile(confidence)
    share, square = successes / n, z * z
    middle = 2 * n * share + square
    reach = z * sqrt(square + 4 * n * share * (1 - share))
    whole = 2 * (n + square)
    # None and all are 0 and 1 to the last digit, which no sum of floats is.
    low = (middle - reach) / whole if successes else 0.0
    high = (middle + reach) / whole if successes < n else 1.0
    return low, high


def newcombe_difference(successes, n, other_successes, other_n, confidence=USUAL_CONFIDENCE):
    """Return the interval of a share less another one, ``(low, high)``.

    Nothing (``None``) when nobody was counted on one of the sides. Both are samples of their
    own: what is counted on one side is not counted on the other.

    :raise ValueError: see :func:`wilson`
    """
    interval = wilson(successes, n, confidence)
    other_interval = wilson(other_successes, other_n, confidence)
    if not interval or not other_interval:
        return None
    share, other = successes / n, other_successes / other_n
    (low, high), (other_low, other_high) = interval, other_interval
    difference = share - other
    return (
        difference - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        difference + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


def mean_interval(mean, deviation, n, confidence=USUAL_CONFIDENCE):
    """Return Student's interval of a mean, ``(low, high)``.

    Nothing (``None``) for fewer than two values, and for values that are all alike: they do not
    tell how far apart others are.

    :param float deviation: standard deviation of the sample (divided by n - 1)
    """
    if n < 2 or not deviation:
        return None
    reach = student_quantile(confidence, n - 1) * deviation / sqrt(n)
    return mean - reach, mean + reach


def mean_difference(sample, other, confidence=USUAL_CONFIDENCE):
    """Return Welch's interval of a mean less another one, ``(low, high)``.

    Nothing (``None``) for fewer than two values on one of the sides, and where all are alike.

    :param tuple sample: mean, standard deviation of the sample, number of values
    :param tuple other: likewise
    """
    (mean, deviation, n), (other_mean, other_deviation, other_n) = sample, other
    if min(n, other_n) < 2 or not (deviation or other_deviation):
        return None
    part, other_part = deviation**2 / n, other_deviation**2 / other_n
    both = part + other_part
    degrees = both**2 / (part**2 / (n - 1) + other_part**2 / (other_n - 1))
    reach = student_quantile(confidence, degrees) * sqrt(both)
    return mean - other_mean - reach, mean - other_mean + reach


def _normal_quantile(confidence):
    return NormalDist().inv_cdf((1 + confidence) / 2)
