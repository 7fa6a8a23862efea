"""Texts as the encoder gets them: bounded, and written one way."""

import re
import unicodedata

# So many characters of a text are read, from its beginning: what is wrong is said early, and a
# text of a megabyte takes no longer than a page.
MOST_READ = 2000
MOST_SPOKEN = 200
LONGEST_WORD = 40
MOST_SENTENCES = 12
# In bytes: five Chinese characters say as much as fifteen letters.
SHORTEST_SENTENCE = 15
# Chinese has no space between two sentences.
ENDED = re.compile(r"(?<=[.!?;])\s+|(?<=[。.!?;])(?=[\u3400-\u9fff])")
SPOKEN = re.compile(r"[\u3400-\u9fff]{1,2}|[^\W\d_\u3400-\u9fff]+|\d+")


def normalized(text):
    """Return the beginning of a text in small letters, with single spaces; empty for none.

    :param text: a string, or a false value
    """
    # Four times as much: white space goes, and characters may become others.
    begin = unicodedata.normalize("NFKC", (text or "")[: 4 * MOST_READ]).lower()
    return re.sub(r"\s+", " ", begin).strip()[:MOST_READ].strip()


def sentences(text):
    """Return the sentences of a normalized text, in order: one at least, the last takes the rest.

    What is too short to say anything goes with the one before.
    """
    found = []
    for part in ENDED.split(text):
        if found and (len(part.encode()) < SHORTEST_SENTENCE or len(found) == MOST_SENTENCES):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def words(text):
    """Return the words of a normalized text, in order; two Chinese characters count as one."""
    return [word[:LONGEST_WORD] for word in SPOKEN.findall(text)[:MOST_SPOKEN]]
