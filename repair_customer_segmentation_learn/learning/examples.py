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


def _grams(texts):
    """Return how often each piece is in each text, 255 times at most: a byte each."""
    if not texts:
        return sparse.csr_matrix((0, GRAMS.n_features), dtype=np.uint8)
    grams = GRAMS.transform(texts).tocsr()
    grams.data = np.minimum(grams.data, 255).astype(np.uint8)
    return grams


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
            _grams(texts),
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
        """Return the examples of several parts, in order, and empty the list of parts.

        Each part goes when it has been copied: room that is only reserved takes no memory, so
        parts and whole never take it twice.
        """
        rows = sum(map(len, parts))
        counted = sum(part.grams.nnz for part in parts)
        vectors = np.empty((rows, parts[0].vectors.shape[1]), parts[0].vectors.dtype)
        counts = np.empty(counted, parts[0].grams.dtype)
        pieces = np.empty(counted, parts[0].grams.indices.dtype)
        ends = np.zeros(rows + 1, pieces.dtype)
        categories, devices = np.empty(rows, np.int64), np.empty(rows, np.int64)
        row = count = 0
        parts.reverse()
        while parts:
            part = parts.pop()
            here = slice(row, row + len(part))
            vectors[here] = part.vectors
            categories[here], devices[here] = part.categories, part.devices
            grams = part.grams
            counts[count : count + grams.nnz] = grams.data
            pieces[count : count + grams.nnz] = grams.indices
            ends[here.start + 1 : here.stop + 1] = count + grams.indptr[1:]
            row, count = here.stop, count + grams.nnz
        shape = (rows, GRAMS.n_features)
        return cls(vectors, sparse.csr_matrix((counts, pieces, ends), shape), categories, devices)
