"""What a case is before anything was learned: by names and descriptions of the types alone."""

import numpy as np

from .encoder import HALF_SIZE, encoder
from .text import normalized

# What customers say anywhere. A type that is near to all of it is near to nothing: how near each
# type is to these on the average is taken off.
ANYTHING = (
    "It does not work any more",
    "The screen is broken",
    "The battery does not charge",
    "It is very slow and crashes",
    "Does not turn on",
    "Makes a loud noise",
    "A part is broken off",
    "Water leaks out",
    "Please install it at our office",
    "I would like to know the price",
    "When will it be ready?",
    "An error message is shown",
    "Cable and plug need replacing",
    "Needs cleaning",
    "We are not happy with the repair",
    "无法开机",
    "屏幕碎了",
    "电池充不进电",
    "噪音很大",
    "请上门安装",
    "什么时候能修好",
    "需要更换零件",
    "对维修不满意",
    "系统很慢",
)
# What types are called that stand for cases which say nothing.
NAMELESS = (
    "unknown",
    "not enough information",
    "poor data",
    "cannot be determined",
    "未知",
    "其他",
)
# How much such types gain by a text that says little, how many letters make it likely that a
# text says something, and how many letters a Chinese character stands for.
GAIN, SOME_LETTERS, CHARACTER = 0.6, 30, 6


class DayOne:
    """``DayOne(types).scores(texts, vectors)``: no training, the same answer each time.

    :param types: list of pairs of name and description
    """

    def __init__(self, types):
        names = [normalized(name) for name, _description in types]
        whole = [
            normalized(f"{name}. {description}" if description else name)
            for name, description in types
        ]
        self._names, self._whole = _sentences(names), _sentences(whole)
        self._said = _sentences(
            [normalized(d) or n for (_n, d), n in zip(types, names, strict=True)]
        )
        self._usual = self._likeness(_sentences(ANYTHING)).mean(axis=0)
        nameless = _sentences(NAMELESS)
        self._nameless = np.maximum(
            (self._names @ nameless.T).max(axis=1), (self._said @ nameless.T).max(axis=1)
        )

    def scores(self, texts, vectors):
        """Return how well each type fits, an array of (texts, types): more is better.

        :param texts: list of normalized texts
        :param vectors: their vectors, see :class:`encoder.Encoder`
        """
        sentences = np.asarray(vectors[:, :HALF_SIZE], np.float32)
        little = np.exp(-np.array([_letters(text) for text in texts]) / SOME_LETTERS)
        fits = self._likeness(sentences) - self._usual
        return fits + GAIN * little[:, None] * self._nameless

    def _likeness(self, sentences):
        parts = (self._names, self._whole, self._said)
        return sum(sentences @ part.T for part in parts) / len(parts)


def _letters(text):
    return sum(CHARACTER if "\u3400" <= each <= "\u9fff" else 1 for each in text)


def _sentences(texts):
    return encoder().encode([normalized(text) for text in texts])[:, :HALF_SIZE].astype(np.float32)
