"""The linear model: ridge regression over likenesses to landmarks, with its scores held out.

With every distinct text as a landmark it is exact; above :data:`MOST_LANDMARKS`, those stand for
the rest (Nyström's method), which bounds time and memory: cases are gone through in pieces.
"""

import numpy as np
from scipy.linalg import cho_factor, cho_solve

MOST_LANDMARKS = 2400
ROWS_AT_ONCE = 1000
# How much a case is trusted less than a perfect one, and how many cases the description of a
# type is worth: people who agree on a type still label a quarter of texts differently.
NOISE = 1.5
WORTH_OF_A_DESCRIPTION = 16.0


class Ridge:
    """``Ridge(kernel, described, targets).add(...)`` each piece, then ``solve``.

    :param kernel: see :class:`kernel.Kernel`; its first ``described`` landmarks are the types
    :param int described: number of types
    :param targets: array of (types, columns): what a type's description stands for, and NaN in
        columns that it says nothing of
    :param int folds: parts that are held out in turn
    """

    def __init__(self, kernel, described, targets, folds):
        self._kernel = kernel
        self._among = kernel(kernel.landmarks)
        size, columns = len(kernel.landmarks), targets.shape[1]
        self._described, self._targets = described, targets
        # Of each fold: likeness by likeness, likeness by target, and the sums of both. The first
        # is the largest thing there is, hence in single precision: left of the noise it is enough.
        self._squares = np.zeros((folds, size, size), np.float32)
        self._products = np.zeros((folds, size, columns))
        self._likeness = np.zeros((folds, size))
        self._sums = np.zeros((folds, columns))
        self._counts = np.zeros(folds)

    def add(self, examples, targets, folds):
        """Learn from a piece of the cases.

        :param targets: array of (cases, columns)
        :param folds: array of the fold of each case
        """
        alike = self._kernel(examples)
        for fold in np.unique(folds):
            rows = folds == fold
            part, wanted = alike[rows], targets[rows].astype(np.float32)
            self._squares[fold] += part.T @ part
            self._products[fold] += part.T @ wanted
            self._likeness[fold] += part.sum(axis=0, dtype=np.float64)
            self._sums[fold] += wanted.sum(axis=0)
            self._counts[fold] += rows.sum()

    def solve(self, without=None):
        """Return the mean of each column, and what each landmark adds to it.

        :param without: a fold to hold out
        """
        held = (lambda part: part[without]) if without is not None else (lambda part: 0)
        mean = (self._sums.sum(axis=0) - held(self._sums)) / max(
            1, self._counts.sum() - held(self._counts)
        )
        likeness = self._likeness.sum(axis=0) - held(self._likeness)
        left = self._squares.sum(axis=0, dtype=np.float64)
        left -= held(self._squares)
        left += NOISE * self._among
        right = self._products.sum(axis=0) - held(self._products) - np.outer(likeness, mean)
        types = self._among[: self._described].astype(np.float64)
        left += WORTH_OF_A_DESCRIPTION * (types.T @ types)
        said = np.nan_to_num(self._targets - mean)
        right += WORTH_OF_A_DESCRIPTION * (types.T @ said)
        # Landmarks that are nearly one another would leave the equations without one answer.
        left[np.diag_indices_from(left)] += 1e-5 * np.trace(left) / len(left)
        # As Fortran lays it out, or it would be copied: it is its own transpose.
        weights = cho_solve(cho_factor(left.T, overwrite_a=True, check_finite=False), right)
        return mean, weights
