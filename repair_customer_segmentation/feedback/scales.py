"""Answers on other scales than ours, which goes from 1 (very unhappy) to 5 (very happy)."""

LOWEST, HIGHEST = 1, 5
# From 0 to 10, as “how likely are you to recommend us” asks: the most of each score.
OF_TEN = ((2, 1), (4, 2), (6, 3), (8, 4), (10, 5))


def score_of(given, scale):
    """Return the score from 1 to 5 of an answer from 0 to ``scale``.

    Of ten: 0 to 2 are 1, 3 and 4 are 2, 5 and 6 are 3, 7 and 8 are 4, 9 and 10 are 5, so that who
    recommends us (9, 10) is very happy, and who does not know (5) is neither. Five is our own
    scale: 0 is 1. Of any other scale, the nearest score in proportion::

        >>> [score_of(given, 10) for given in (0, 2, 3, 5, 7, 8, 9, 10)]
        [1, 1, 2, 3, 4, 4, 5, 5]
        >>> score_of(4, 5), score_of(0, 5), score_of(50, 100)
        (4, 1, 3)

    :raise ValueError: when the answer is not on the scale
    """
    if not 0 <= given <= scale or scale <= 0:
        raise ValueError(f"{given} is not from 0 to {scale}")
    if scale == HIGHEST:
        return max(given, LOWEST)
    if scale == OF_TEN[-1][0]:
        return next(score for most, score in OF_TEN if given <= most)
    return LOWEST + round((HIGHEST - LOWEST) * given / scale)
