"""What a cell, and the name of a sheet, can hold of any text.

- A cell holds 32,767 characters as Excel counts them: one outside the basic plane, such as an
  emoji, is two. What is longer is cut and ends in “…”.
- XML knows no control characters but tab and line feed, and no half of a surrogate pair: each of
  the others is shown as “�”. Line breaks of any writing become line feeds.
- The name of a sheet has 31 characters at most, none of ``[ ] : * ? / \\``, no apostrophe at its
  ends, and is never “History”, which Excel keeps for itself.
"""

import re
import unicodedata
from math import ceil

LONGEST_CELL = 32_767
MOST_OF_A_NAME = 31
CUT = "…"
REPLACEMENT = "\ufffd"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_BREAKS = re.compile("\r\n?")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = "history"
# Letters are a little narrower than the digits by which Excel measures columns.
LETTERS_A_UNIT = 1.1


def cell_text(value):
    """Return a text as a cell holds it, and whether it was cut.

    :param str value: any text
    :return: tuple ``(text, is_cut)``
    """
    text = value
    if not text.isprintable():
        text = NOT_XML.sub(REPLACEMENT, LINE_BREAKS.sub("\n", text))
    if len(text) * 2 <= LONGEST_CELL or _units(text) <= LONGEST_CELL:
        return text, False
    # The end may be half of a pair, which is then left out.
    cut = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(CUT))]
    return cut.decode("utf-16-le", "ignore") + CUT, True


def sheet_name(wanted, taken):
    """Return the name of a sheet, as near to the wanted one as Excel allows.

    :param str wanted: in any language
    :param taken: the names that other sheets have already
    """
    plain = NOT_IN_A_NAME.sub(" ", wanted)
    plain = _short(" ".join(plain.split()).strip("'"), MOST_OF_A_NAME).strip().strip("'")
    used = {RESERVED, *(name.casefold() for name in taken)}
    name, number = plain or "1", 1
    while name.casefold() in used:
        number += 1
        end = f" ({number})"
        name = _short(plain, MOST_OF_A_NAME - len(end)) + end
    return name


def line_count(text, width):
    """Return how many lines a text takes, about, in a column of so many characters."""
    return sum(max(1, ceil(_columns(line) / (LETTERS_A_UNIT * width))) for line in text.split("\n"))


def _columns(text):
    """Return how wide a text is: letters of East Asia are two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _short(text, most):
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _units(text):
    return len(text.encode("utf-16-le")) // 2
