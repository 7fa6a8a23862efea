"""What a score is worth: probabilities that hold, and from which one on a person need not look."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from scipy.stats import beta
from sklearn.linear_model import LogisticRegression

BINS = 10
# Of a hundred thresholds that were chosen so, at most five promise more than they keep.
CONFIDENCE = 0.95
# So many cases say how scores become probabilities.
MOST_CHECKED = 10_000
START = (1.5, 0.5, -4.0)
# Its exponential is still a number above nothing.
LEAST = -700.0
# Nothing is surer than this, or less sure than what is left of it.
SUREST = 1 - 1e-4
# Probabilities that are tried as a threshold, from the strictest on.
TRIED = np.round(np.arange(0.99, 0.495, -0.01), 2)


def curve(scores, right):
    """Return the three numbers by which scores become probabilities, see :func:`probabilities`.

    Those that make what came most likely. One factor alone (temperature scaling) makes answers
    with a middling score too sure: scores are nearly shares themselves, so their logarithm says
    as much as they do.

    :param scores: array of (cases, answers), of cases that the model has not seen
    :param right: array of the index of the right answer
    """
    scores, right = scores[:MOST_CHECKED], right[:MOST_CHECKED]
    rows = np.arange(len(right))

    def surprise(numbers):
        return -log_softmax(_logits(scores, numbers), axis=1)[rows, right].mean()

    found = minimize(surprise, START, method="Nelder-Mead", options={"maxfev": 200})
    return [float(number) for number in found.x]


def probabilities(scores, numbers):
    """Return the probability of each answer, rows that sum to 1.

    :param scores: array of (cases, answers)
    :param numbers: see :func:`curve`: the logarithm of a factor, a power, the logarithm of the
        least score that counts
    """
    return softmax(_logits(np.asarray(scores, np.float64), numbers), axis=1)


def _logits(scores, numbers):
    factor, power, least = numbers
    return np.exp(factor) * scores + power * np.log(np.maximum(scores, np.exp(max(least, LEAST))))


def firmness(chances, right):
    """Return the three numbers by which the best answer's probability is corrected.

    :param chances: see :func:`firm`, of cases that the model has not seen
    :param right: array of the index of the right answer
    """
    chances, right = chances[:MOST_CHECKED], right[:MOST_CHECKED]
    hits = chances.argmax(axis=1) == right
    if hits.all() or not hits.any():
        return [1.0, 0.0, 0.0]
    fitted = LogisticRegression(C=100.0).fit(_lead(chances), hits)
    return [*map(float, fitted.coef_[0]), float(fitted.intercept_[0])]


def firm(chances, numbers):
    """Return the probabilities with that of the best answer corrected, rows that sum to 1.

    One curve for all answers is fitted to those that nobody would give, too, which are most. How
    sure the best one is depends on how far the second one is behind. The order stays.

    :param numbers: what counts the logarithm of its chances, that of its lead, and a constant
    """
    rows = np.arange(len(chances))
    best, lead = chances.argmax(axis=1), _lead(chances)
    first = chances[rows, best]
    corrected = 1 / (1 + np.exp(-(lead @ np.array(numbers[:2]) + numbers[2])))
    others = np.maximum(1 - first, 1 - SUREST)
    second = np.sort(chances, axis=1)[:, -2] / others
    corrected = np.clip(corrected, second / (1 + second) + 1e-9, SUREST)
    made = chances * ((1 - corrected) / others)[:, None]
    made[rows, best] = corrected
    return made


def _lead(chances):
    """Return the logarithm of the best answer's chances, and that of its lead over the second."""
    first, second = np.clip(np.sort(chances, axis=1)[:, :-3:-1], 1 - SUREST, SUREST).T
    return np.stack([np.log(first / (1 - first)), np.log(first / second)], axis=1)


def calibration_error(sure, hits, bins=BINS):
    """Return the expected calibration error of the best answers.

    Cases are put into ``bins`` classes of equal width by their probability; the error is the mean
    distance between the mean probability and the share that was right, weighted by cases.

    :param sure: array of the probability of the best answer
    :param hits: array of whether it was right
    """
    sure, hits = np.asarray(sure, float), np.asarray(hits, float)
    if not len(sure):
        return 0.0
    classes = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[classes == each].sum() - hits[classes == each].sum())
            for each in np.unique(classes)
        )
        / len(sure)
    )


@dataclass(frozen=True)
class Threshold:
    """From which probability on answers are as often right as was asked for.

    :param probability: 1 or less; above 1 where none is
    :param share: of the cases that it decides
    :param accuracy: share of those that were right, 0 where it decides none
    """

    probability: float
    share: float
    accuracy: float


NONE = Threshold(2.0, 0.0, 0.0)


def threshold(sure, hits, wanted):
    """Return the lowest threshold that keeps the promise ``wanted`` on cases not seen before.

    Thresholds are tried from the strictest on, as long as the lower bound of the share that is
    right (Clopper and Pearson, one-sided) is at least ``wanted``: the first that fails ends it,
    so that trying many does not make a lucky one likely.

    :param sure: array of the probability of the best answer, of cases held out
    :param hits: array of whether it was right
    :param float wanted: 0 to 1
    """
    sure, hits = np.asarray(sure, float), np.asarray(hits, bool)
    # So many cases it takes to show it even if all are right.
    enough = int(np.ceil(np.log(1 - CONFIDENCE) / np.log(wanted))) if wanted < 1 else np.inf
    best = NONE
    for probability in TRIED:
        decided = sure >= probability
        count, right = int(decided.sum()), int(hits[decided].sum())
        if count < enough:
            continue
        if right and beta.ppf(1 - CONFIDENCE, right, count - right + 1) >= wanted:
            best = Threshold(float(probability), count / len(sure), right / count)
        elif best is not NONE or count >= 2 * enough:
            break
    return best
