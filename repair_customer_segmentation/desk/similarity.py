"""How alike two cases are: the device, the type, and the words of their subjects."""

import re

# A word of fewer letters says nothing, unless a digit makes it a model or an error code.
SHORTEST = 4
TOKENS = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
# What the parts are worth; all words in common are worth more than the same model.
DEVICE, MODEL, TYPE, WORDS = 3, 3, 1, 4


def words_of(text):
    """Return the words of a subject that tell one case from another, each once, in order.

    Chinese is written without spaces: each two neighbouring characters count as a word.
    """
    words = []
    for token in TOKENS.findall((text or "").casefold()):
        if IDEOGRAPH.match(token):
            words += [token[i : i + 2] for i in range(len(token) - 1)]
        elif len(token) >= SHORTEST or any(letter.isdigit() for letter in token):
            words.append(token)
    return list(dict.fromkeys(words))


def likeness(words, others, same_device=False, same_model=False, same_type=False):
    """Return how alike two cases are, and the words they have in common.

    :param words: those of the case at hand; their share that is in common counts
    :param others: those of the other case
    :return: pair of a number above 0 and a list; 0 where neither model nor word is the same:
        the type alone is no likeness
    """
    others = set(others)
    common = [word for word in words if word in others]
    if not (common or same_model or same_device):
        return 0, []
    points = DEVICE * same_device + MODEL * (same_model or same_device) + TYPE * same_type
    return points + (WORDS * len(common) / len(words) if words else 0), common
