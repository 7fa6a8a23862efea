"""Names one after the other, parted as the reader's language parts them."""

from functools import reduce


def enumerated(env, words):
    """Return words in a row, such as “Ann, Bob” or “王伟、李强”.

    :param words: texts in the language of ``env``
    """
    words = list(words)
    if not words:
        return ""
    return reduce(lambda a, b: env._("%(first)s, %(second)s", first=a, second=b), words)
