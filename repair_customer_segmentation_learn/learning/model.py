"""What was learned of one company's cases, and how it answers."""

from dataclasses import dataclass

import numpy as np

from .calibration import firm, probabilities
from .encoder import HALF_SIZE

# Of the cases of public quests, two in a hundred have no other one as near as this.
FAMILIAR_FROM = 0.4


@dataclass(frozen=True)
class Head:
    """One question that the model answers, of several columns of its weights.

    :param answers: list of strings: what can be answered
    :param curve: see :func:`calibration.curve`; for a question with several right answers, of
        each answer ``[slope, intercept]``
    :param firmness: see :func:`calibration.firm`, of a question with one right answer
    """

    answers: list
    curve: list
    firmness: list = ()

    @property
    def is_single(self):
        """Whether one answer is right."""
        return not (self.curve and isinstance(self.curve[0], list))

    def probabilities(self, scores):
        """Return an array of (cases, answers)."""
        if self.is_single:
            return firm(probabilities(scores, self.curve), self.firmness)
        slope, intercept = np.array(self.curve, float).T
        return 1 / (1 + np.exp(-(slope * scores + intercept)))


@dataclass(frozen=True)
class Model:
    """``model.answer(examples)`` gives each question's probabilities.

    :param kernel: see :class:`kernel.Kernel`
    :param heads: dict: question -> :class:`Head`, in the order of the columns
    :param mean: array of the columns' means
    :param weights: array of (landmarks, columns)
    """

    kernel: object
    heads: dict
    mean: np.ndarray
    weights: np.ndarray

    def answer(self, examples):
        """Return dict: question -> array of (cases, answers)."""
        alike = self.kernel(examples)  # pylint: disable=not-callable
        scores = alike @ self.weights + self.mean
        return split(scores, self.heads)

    def is_familiar(self, examples):
        """Return of each example whether anything learned from is in the least like it.

        Of anything else, in a language that the encoder does not know for one, probabilities say
        nothing: they were checked on such cases as were learned from.
        """
        learned = self.kernel.landmarks.vectors[:, :HALF_SIZE].astype(np.float32)
        asked = examples.vectors[:, :HALF_SIZE].astype(np.float32)
        return (asked @ learned.T).max(axis=1) >= FAMILIAR_FROM


def split(scores, heads):
    """Return the probabilities of each question of an array of (cases, columns)."""
    answers, start = {}, 0
    for question, head in heads.items():
        end = start + len(head.answers)
        answers[question] = head.probabilities(scores[:, start:end])
        start = end
    return answers
