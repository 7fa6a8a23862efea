"""Learns a model from closed cases and the descriptions of types, bounded in time and memory."""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from .calibration import curve, firmness, probabilities
from .folds import FOLDS, grouped_folds
from .kernel import Kernel, rarity_of
from .model import Head, Model, split
from .ridge import MOST_LANDMARKS, ROWS_AT_ONCE, Ridge

# With fewer, names and descriptions of the types know better.
FEWEST_LEARNED_FROM = 30


@dataclass(frozen=True)
class Question:
    """What is to be learned.

    :param answers: list of strings
    :param right: for one right answer, array of the index of each case's; for several, array of
        (cases, answers) of 0 and 1
    """

    answers: list
    right: np.ndarray

    @property
    def is_single(self):
        return self.right.ndim == 1

    def targets(self):
        """Return an array of (cases, answers)."""
        return np.eye(len(self.answers))[self.right] if self.is_single else self.right

    def head(self, scores):
        """Return by what scores become probabilities, by those of cases that were held out."""
        if self.is_single:
            numbers = curve(scores, self.right)
            return Head(self.answers, numbers, firmness(probabilities(scores, numbers), self.right))
        slopes = [_slope(scores[:, at], self.right[:, at]) for at in range(scores.shape[1])]
        return Head(self.answers, slopes)

    def checked(self, chances):
        """Return the best answer's place, its probability, and whether it was right, as arrays.

        :param chances: array of (cases, answers)
        """
        rows = np.arange(len(chances))
        best = chances.argmax(axis=1)
        hits = best == self.right if self.is_single else self.right[rows, best] == 1
        return best, chances[rows, best], hits


def learn(texts, examples, questions, descriptions):
    """Return what these cases teach, its probabilities checked on cases that were held out.

    :param texts: normalized text of each case, by which repeats are kept together
    :param examples: ``Examples`` of the cases, the most telling (latest) first
    :param questions: dict: name -> :class:`Question`; the first is what the descriptions are of
    :param descriptions: ``Examples`` of the descriptions, one for each answer of the first
    :return: pair of a :class:`model.Model`, and what it would have said of each case without
        having seen its text: dict of name -> array of (cases, answers), probabilities
    """
    first = next(iter(questions.values()))
    targets = np.hstack([question.targets() for question in questions.values()])
    folds = grouped_folds(texts, first.right.tolist())
    kernel = Kernel(
        descriptions + examples[_distinct(texts, examples, MOST_LANDMARKS - len(descriptions))],
        rarity_of(examples.grams),
    )
    said = np.full((len(descriptions), targets.shape[1]), np.nan)
    said[:, : len(descriptions)] = np.eye(len(descriptions))
    ridge = Ridge(kernel, len(descriptions), said, FOLDS)
    pieces = [slice(start, start + ROWS_AT_ONCE) for start in range(0, len(texts), ROWS_AT_ONCE)]
    for piece in pieces:
        ridge.add(examples[piece], targets[piece], folds[piece])
    held_out = _held_out(ridge, kernel, examples, folds, pieces)
    mean, weights = ridge.solve()
    heads, start = {}, 0
    for name, question in questions.items():
        end = start + len(question.answers)
        heads[name] = question.head(held_out[:, start:end])
        start = end
    model = Model(kernel, heads, mean.astype(np.float32), weights.astype(np.float32))
    return model, split(held_out, heads)


def _distinct(texts, examples, most):
    """Return the places of so many different cases: the first of each text before all others."""
    devices = zip(examples.categories.tolist(), examples.devices.tolist(), strict=True)
    firsts, others, seen = {}, [], set()
    for place, (text, about) in enumerate(zip(texts, devices, strict=True)):
        if text not in firsts:
            firsts[text] = place
        elif (text, about) not in seen:
            others.append(place)
        seen.add((text, about))
    return np.array([*firsts.values(), *others][:most], np.int64)


def _held_out(ridge, kernel, examples, folds, pieces):
    """Return the scores of each case by a model that has not seen its text."""
    solved = [ridge.solve(without=fold) for fold in range(FOLDS)]
    scores = np.zeros((len(folds), len(solved[0][0])))
    for piece in pieces:
        alike = kernel(examples[piece])
        for fold in np.unique(folds[piece]):
            rows = np.flatnonzero(folds[piece] == fold)
            mean, weights = solved[fold]
            scores[piece.start + rows] = alike[rows] @ weights + mean
    return scores


def _slope(scores, right):
    """Return slope and intercept of the logistic curve from scores to shares (Platt 1999)."""
    if right.min() == right.max():
        return [0.0, -20.0 if not right.max() else 20.0]
    fitted = LogisticRegression(C=100.0).fit(scores[:, None], right)
    return [float(fitted.coef_[0, 0]), float(fitted.intercept_[0])]
