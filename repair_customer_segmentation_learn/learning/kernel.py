"""How alike two cases are, as one number: what the learner works with instead of words."""

import numpy as np
from scipy import sparse

from .encoder import HALF_SIZE

# What each part is worth. Chosen on the public quests (see benchmarks/README.md); doubling or
# halving any of them changes the share that is right by less than half a point.
SENTENCE, WORDS, LETTERS, CATEGORY, DEVICE = 1.0, 1.0, 0.5, 0.1, 0.1
# How fast likeness falls with the distance of two vectors: those of sentences from what the
# company's cases have in common.
SENTENCE_WIDTH, WORDS_WIDTH = 0.7, 1.0


class Kernel:
    """``kernel(examples)`` is the likeness of each example to each landmark.

    A landmark is a case, or the description of a type, to which all others are compared.

    :param landmarks: ``Examples``
    :param rarity: array of 2**18: how telling each piece of letters is
    """

    def __init__(self, landmarks, rarity):
        self.landmarks = landmarks
        self.rarity = np.asarray(rarity, np.float32)
        self._letters = self._weighted(landmarks.grams).T.tocsc()
        vectors = landmarks.vectors.astype(np.float32)
        self._usual = vectors[:, :HALF_SIZE].mean(axis=0)
        self._sentences = self._peculiar(vectors)
        self._words = vectors[:, HALF_SIZE:]

    def __call__(self, examples):
        """Return an array of (examples, landmarks), float32."""
        vectors = examples.vectors.astype(np.float32)
        alike = _near(self._peculiar(vectors), self._sentences, SENTENCE_WIDTH)
        alike *= SENTENCE
        near = _near(vectors[:, HALF_SIZE:], self._words, WORDS_WIDTH)
        near *= WORDS
        alike += near
        del near
        letters = self._weighted(examples.grams) @ self._letters
        letters.data *= LETTERS
        alike += letters.toarray()
        for worth, ours, theirs in (
            (CATEGORY, examples.categories, self.landmarks.categories),
            (DEVICE, examples.devices, self.landmarks.devices),
        ):
            alike += worth * ((ours[:, None] == theirs) & (theirs != 0))
        return alike

    def _peculiar(self, vectors):
        """Return what sentences say beyond what is said of every case, each of length 1."""
        beyond = vectors[:, :HALF_SIZE] - self._usual
        return beyond / np.maximum(np.linalg.norm(beyond, axis=1, keepdims=True), 1e-6)

    def _weighted(self, grams):
        """Return the rows with log counts times rarity, each of length 1."""
        grams = sparse.csr_matrix(grams, dtype=np.float32, copy=True)
        grams.data = (1 + np.log(grams.data)) * self.rarity[grams.indices]
        lengths = np.sqrt(np.asarray(grams.multiply(grams).sum(axis=1)).ravel())
        return sparse.diags((1 / np.maximum(lengths, 1e-9)).astype(np.float32)) @ grams


def _near(vectors, others, width):
    # In place: there are as many numbers as cases times landmarks.
    near = vectors @ others.T
    near -= 1
    np.minimum(near, 0, out=near)
    near *= 2 * width
    return np.exp(near, out=near)


def rarity_of(grams):
    """Return how telling each column is: the logarithm of the rows by those that have it."""
    rows = grams.shape[0]
    having = np.bincount(grams.indices, minlength=grams.shape[1])
    return (np.log((1 + rows) / (1 + having)) + 1).astype(np.float32)
