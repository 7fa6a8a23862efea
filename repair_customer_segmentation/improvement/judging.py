"""Whether a figure misses its target, or chance explains the difference.

A goal is looked at twelve times a year, and whoever looks often enough sees every coincidence. So
the interval is one that is never too narrow: of shares that of Clopper and Pearson (Biometrika 26,
1934), of events per case that of Garwood (Biometrika 28, 1936), both exact for every n; of means
Student's. With the true figure exactly at the target, a look finds the whole 99 % interval on the
wrong side with a chance of at most 0.5 %, and twelve looks, however much of their windows is the
same, at least once with at most 6 %: fewer than one goal in twelve raises a finding in a year.
(With the narrower interval of Wilson it would be more than that: at a target of 90 % and 20
answers, a look has 1.1 %.)
"""

from dataclasses import dataclass
from math import ceil, floor, sqrt

from ..figures.intervals import mean_interval
from . import distributions as chance

SURE = 0.99
# A finding is on one side; with the true figure at the target, a look errs so often at most.
LOOK_ERROR = (1 - SURE) / 2
LOOKS_A_YEAR = 12
SHARE, RATE, MEAN = "share", "rate", "mean"
FEW, MISSED, MET, OPEN = "few", "missed", "met", "open"
MEAN_SCORE = "mean_score"
# Events of which a case may bring more than one.
RATES = {"complaint_rate"}
# The more of it, the worse; of all others, the better.
WORSE_IF_HIGHER = {"complaint_rate", "reopening_rate"}
# More than so many are not asked for: who waits for them, waits forever.
MOST_ASKED = 1_000_000


@dataclass(frozen=True)
class Sample:
    """What was counted.

    :ivar str kind: ``share`` (so many of n), ``rate`` (so many events in n cases, which may be
        more than n) or ``mean`` (of n scores)
    :ivar int n: how many were looked at
    :ivar int count: how many of them, or how many events
    :ivar float mean: of means only
    :ivar float deviation: standard deviation of the scores (divided by n - 1), of means only
    """

    kind: str
    n: int
    count: int = 0
    mean: float = 0.0
    deviation: float = 0.0

    @property
    def value(self):
        """The figure: a share or rate where 1 is all, or a mean; ``None`` of nothing."""
        if not self.n:
            return None
        return self.mean if self.kind == MEAN else self.count / self.n


def sample_of(figure, measured):
    """Return the :class:`Sample` of a figure, as :func:`..figures.measure.measure` returns it.

    :param str figure: of ``FIGURES`` in ``vocabulary.py``
    """
    kind = MEAN if figure == MEAN_SCORE else RATE if figure in RATES else SHARE
    return Sample(
        kind,
        measured.n,
        measured.successes or 0,
        (measured.value or 0.0) if kind == MEAN else 0.0,
        measured.deviation or 0.0,
    )


@dataclass(frozen=True)
class Judgement:
    """What is said of a sample: its figure, its 99 % interval, and how it stands to the target.

    :ivar str verdict: ``few`` (nothing is said), ``missed`` or ``met`` (the whole interval is on
        that side of the target) or ``open`` (the target is within the interval)
    """

    n: int
    value: float | None
    low: float | None
    high: float | None
    verdict: str


def judge(sample, target, higher_is_better, least_n):
    """Return the :class:`Judgement` of a sample.

    :param float target: in the unit of the sample's value
    :param bool higher_is_better: ``False`` where more of it is worse, as with complaints
    :param int least_n: under so many nothing is said
    """
    low, high = interval(sample)
    if sample.n < max(least_n, 1):
        verdict = FEW
    elif low is None:
        # All scores alike: how much others would differ is not known.
        verdict = OPEN
    else:
        below, above = high < target, low > target
        worse, better = (below, above) if higher_is_better else (above, below)
        verdict = MISSED if worse else MET if better else OPEN
    return Judgement(sample.n, sample.value, low, high, verdict)


def interval(sample, confidence=SURE):
    """Return (lowest, highest) figure that the sample is compatible with; ``None``: not known."""
    error, n = (1 - confidence) / 2, sample.n
    if not n:
        return None, None
    if sample.kind == MEAN:
        return mean_interval(sample.mean, sample.deviation, n, confidence) or (None, None)
    if sample.kind == RATE:
        return _rate_interval(sample.count, n, error)
    return _share_interval(sample.count, n, error)


def _share_interval(count, n, error):
    low, high = 0.0, 1.0
    if count > 0:
        low = chance.solve(lambda p: error - chance.binomial_at_least(count, n, p), 0.0, 1.0)
    if count < n:
        high = chance.solve(lambda p: chance.binomial_at_most(count, n, p) - error, 0.0, 1.0)
    return low, high


def _rate_interval(count, n, error):
    low, most = 0.0, count + 20 * sqrt(count + 1) + 20
    if count > 0:
        low = chance.solve(lambda m: error - chance.poisson_at_least(count, m), 0.0, count)
    return low / n, chance.solve(lambda m: chance.poisson_at_most(count, m) - error, 0, most) / n


def is_missed(sample, target, higher_is_better):
    """Return whether the whole interval is on the wrong side, without working out its ends."""
    n, count = sample.n, sample.count
    if sample.kind == MEAN:
        low, high = interval(sample)
        return low is not None and (high < target if higher_is_better else low > target)
    if sample.kind == RATE:
        tail = chance.poisson_at_most if higher_is_better else chance.poisson_at_least
        return tail(count, target * n) < LOOK_ERROR
    tail = chance.binomial_at_most if higher_is_better else chance.binomial_at_least
    return tail(count, n, target) < LOOK_ERROR


def n_to_decide(kind, value, target, higher_is_better, deviation=0.0):
    """Return about how many are needed until a figure of this size misses the target for sure.

    :param float value: the figure, as it would be
    :param float deviation: of scores, of means only
    :return: a number that is sure to do; ``None`` where the figure is not on the wrong side, or
        so close to the target that nobody could wait for it
    """
    if value is None or not (value < target if higher_is_better else value > target):
        return None

    def is_sure(n):
        # Not rounded towards the target: what is promised is kept.
        count = ceil(value * n - 1e-9) if higher_is_better else floor(value * n + 1e-9)
        return is_missed(Sample(kind, n, count, value, deviation), target, higher_is_better)

    low, high = 1, 2
    while not is_sure(high):
        low, high = high, high * 2
        if high > MOST_ASKED:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_sure(middle) else (middle, high)
    return high
