"""Parts of the cases that are held out in turn, each with every repeat of a text."""

import zlib

import numpy as np

FOLDS = 5


def grouped_folds(texts, labels, number=FOLDS):
    """Return the fold of each text, 0 to ``number`` - 1: equal texts have the same.

    A third of what people write was written before. Were a text both learned and asked for, any
    learner would look better than it is. Each label is dealt out evenly, by its first text, so
    that rare ones are in every fold that they can be in.

    :param texts: list of normalized texts
    :param labels: list of integers
    """
    groups = {}
    for text, label in zip(texts, labels, strict=True):
        groups.setdefault(text, label)
    order = sorted(groups, key=lambda text: (groups[text], zlib.crc32(text.encode()), text))
    fold = {text: place % number for place, text in enumerate(order)}
    return np.array([fold[text] for text in texts], np.int64)
