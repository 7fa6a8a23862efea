"""The figures of service and satisfaction, each with how many it is made of and how sure it is.

=====================  =========================================================================
satisfied_share        answers of 4 or 5 / answers with a score
mean_score             mean of the scores, 1 to 5
complaint_rate         complaints / closed cases; more complaints than cases are more than 1
answer_rate            cases whose customer answered / closed cases whose customer was asked
reopening_rate         closed cases that were reopened / closed cases
response_attainment    replies in time / replies with a deadline
resolution_attainment  cases solved in time / cases with a deadline
first_time_fix         devices that did not come back / those of which it is known by now
=====================  =========================================================================

Shares are from 0 to 1. Cases count on the day they were closed first, answers and complaints
on their own.
"""

from dataclasses import dataclass
from math import sqrt

from ..vocabulary import FIGURES
from .intervals import USUAL_CONFIDENCE, mean_difference, mean_interval, newcombe_difference, wilson
from .tally import Scope, tally

__all__ = ["Measured", "Scope", "difference", "direction", "figures_of", "measure"]

# With fewer answers a figure is a number only: nobody is praised, blamed or compared for it.
FEWEST = 10
MEAN = "mean_score"
SCALE = (1.0, 5.0)
# Share -> what was found, and of how many, as :mod:`.tally` names its counts.
SHARES = {
    "satisfied_share": ("satisfied", "scored"),
    "complaint_rate": ("complaints", "closed"),
    "answer_rate": ("answered", "asked"),
    "reopening_rate": ("reopened", "closed"),
    "response_attainment": ("response_met", "response_judged"),
    "resolution_attainment": ("resolution_met", "resolution_judged"),
    "first_time_fix": ("fixed", "fix_known"),
}


@dataclass(frozen=True)
class Measured:
    """A figure of a group.

    ``n``: how many it is made of. ``value``: ``None`` when that is none. ``low``, ``high``: its
    interval, both ``None`` where there is none. ``successes``: of a share; ``None`` of a mean.
    ``deviation``: standard deviation of the sample, of a mean of two or more.
    """

    n: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    successes: int | None = None
    deviation: float | None = None


def measure(cr, scope, figures=FIGURES, by=(), confidence=USUAL_CONFIDENCE):
    """Return the figures of each group, ``{key: {figure: Measured}}``, by at most two statements.

    Without ``by`` there is always one group, whose key is ``()``; else one for each key of which
    anything was counted.

    >>> measure(cr, Scope(company.id, first, last), ["satisfied_share"], by=["team_id", "month"])
    {(3, date(2026, 11, 1)): {"satisfied_share": Measured(n=10, value=0.9, low=0.596, ...)}}

    :param cr: database cursor; what it reads must be flushed
    :param Scope scope: which cases and feedback, see :class:`.tally.Scope`
    :param figures: of ``FIGURES`` in ``vocabulary.py``
    :param by: columns of :data:`.tally.GROUP_COLUMNS`, ``"month"`` or ``"customer"``
    :param float confidence: of the intervals
    :raise ValueError: for a figure or a column that is not known
    """
    found = tally(cr, scope, counts_of(figures), by)
    if not by:
        found.setdefault((), {})
    return {key: figures_of(counts, figures, confidence) for key, counts in found.items()}


def counts_of(figures):
    """Return the names of the counts that figures are made of, each once.

    :raise ValueError: for a figure that is not known
    """
    names = {}
    for figure in figures:
        if figure == MEAN:
            names |= dict.fromkeys(("scored", "score_sum", "score_squares"))
        elif figure in SHARES:
            names |= dict.fromkeys(SHARES[figure])
        else:
            raise ValueError(f"There is no figure {figure}.")
    return list(names)


def figures_of(counts, figures=FIGURES, confidence=USUAL_CONFIDENCE):
    """Return figure -> :class:`Measured`, made of counts that were added up.

    :param dict counts: as :func:`.tally.tally` returns them for a group, or sums of several
    """
    return {
        figure: _mean(counts, confidence)
        if figure == MEAN
        else _share(*(counts.get(name, 0) for name in SHARES[figure]), confidence)
        for figure in figures
    }


def difference(now, before, confidence=USUAL_CONFIDENCE):
    """Return how a figure differs from another of the same kind: its interval, ``(low, high)``.

    Nothing (``None``) where it has none: nobody was counted, or a rate is above 1. Both must be
    made of different cases or answers.

    :param Measured now: the figure
    :param Measured before: what is taken from it
    """
    if now.value is None or before.value is None:
        return None
    if now.successes is None:
        samples = ((part.value, part.deviation or 0.0, part.n) for part in (now, before))
        return mean_difference(*samples, confidence)
    if any(part.successes > part.n for part in (now, before)):
        return None
    return newcombe_difference(now.successes, now.n, before.successes, before.n, confidence)


def direction(now, before, confidence=USUAL_CONFIDENCE):
    """Return 1 or -1 where a figure has surely risen or fallen, else 0.

    Surely: both are made of :data:`FEWEST` or more, and the interval of the difference leaves
    out 0.
    """
    if min(now.n, before.n) < FEWEST:
        return 0
    interval = difference(now, before, confidence)
    if not interval or interval[0] <= 0 <= interval[1]:
        return 0
    return 1 if interval[0] > 0 else -1


def _share(successes, n, confidence):
    if not n:
        return Measured(0, None, successes=successes)
    low = high = None
    if successes <= n:
        low, high = wilson(successes, n, confidence)
    return Measured(n, successes / n, low, high, successes)


def _mean(counts, confidence):
    n = counts.get("scored", 0)
    if not n:
        return Measured()
    mean = float(counts["score_sum"]) / n
    if n == 1:
        return Measured(n, mean)
    # Scores have few digits: what remains of equal ones is the rounding of their sums.
    spread = float(counts["score_squares"]) - n * mean * mean
    deviation = sqrt(spread / (n - 1)) if spread > 1e-9 * n else 0.0
    low, high = mean_interval(mean, deviation, n, confidence) or (None, None)
    if low is not None:
        # Nobody can answer below or above the scale.
        low, high = max(low, SCALE[0]), min(high, SCALE[1])
    return Measured(n, mean, low, high, deviation=deviation)
