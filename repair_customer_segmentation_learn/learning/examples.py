"""Cases as the learner sees them: text, its vector, what kind of device, which device."""

import zlib
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

GRAMS = HashingVectorizer(
    analyzer="char_wb",
    ngram_range=(1, 4),
    n_features=2**18,
    norm=None,
    alternate_sign=False,
    lowercase=False,
    dtype=np.float32,
)


def key(name):
    """Return a name as a number, 0 for none; the letters' size does not count."""
    plain = (name or "").strip().lower()
    return zlib.crc32(plain.encode()) & 0x7FFFFFFF if plain and plain != "unknown" else 0


@dataclass(frozen=True)
class Examples:
    """So many cases, a row each.

    :param vectors: array of (cases, 1024), see :class:`encoder.Encoder`
    :param grams: sparse matrix of (cases, 2**18): how often each piece of up to four letters is
        in the text
    :param categories: array of integers, 0 for none, see :func:`key`
    :param devices: likewise
    """

    vectors: np.ndarray
    grams: sparse.csr_matrix
    categories: np.ndarray
    devices: np.ndarray

    @classmethod
    def of(cls, texts, vectors, categories=None, devices=None):
        """Return the examples of normalized texts, their vectors, and names of what is known."""
        none = [None] * len(texts)
        return cls(
            np.asarray(vectors, np.float16),
            GRAMS.transform(texts).tocsr() if texts else sparse.csr_matrix((0, GRAMS.n_features)),
            np.array([key(name) for name in categories or none], np.int64),
            np.array([key(name) for name in devices or none], np.int64),
        )

    def __len__(self):
        return len(self.categories)

    def __getitem__(self, rows):
        return Examples(
            self.vectors[rows], self.grams[rows], self.categories[rows], self.devices[rows]
        )

    def __add__(self, others):
        return Examples.joined([self, others])

    @classmethod
    def joined(cls, parts):
        """Return the examples of several parts, in order."""
        return cls(
            np.vstack([part.vectors for part in parts]),
            sparse.vstack([part.grams for part in parts], format="csr"),
            np.concatenate([part.categories for part in parts]),
            np.concatenate([part.devices for part in parts]),
        )
