"""Where the headings of a table stand: below titles, and maybe in two rows, merged."""

import re

from .columns import target_of

# A title and a blank line may stand above the headings.
TITLE_ROWS = 15
# So many known headings make a row of headings.
KNOWN_HEADINGS = 2
DIGIT = re.compile(r"\d")


def headings_of(rows):
    """Return the headings of a table, and the index of the first row below them.

    :param list rows: the first rows, each a list of texts without empty ones at its end
    """
    at = _heading_row(rows)
    for upper in (at, at - 1):
        if upper >= 0 and upper + 1 < len(rows) and _are_merged(rows[upper], rows[upper + 1]):
            return _merged(rows[upper], rows[upper + 1]), upper + 2
    return rows[at], at + 1


def has_known_headings(rows):
    """Return whether one of the first rows of a sheet names what we know."""
    return max(map(_known, rows[:TITLE_ROWS]), default=0) >= KNOWN_HEADINGS


def _known(row):
    return sum(1 for cell in row if target_of(cell))


def _heading_row(rows):
    """Return the index of the row of headings: the one in which most are known."""
    known = [_known(row) for row in rows[:TITLE_ROWS]]
    best = max(known)
    if best >= KNOWN_HEADINGS:
        return known.index(best)
    return next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def _are_merged(upper, lower):
    """Return whether two rows are headings together: groups above, their columns below.

    A row with a digit is a repair, which has a day.
    """
    if sum(map(bool, upper)) < KNOWN_HEADINGS or not _known(lower):
        return False
    if any(DIGIT.search(cell) for cell in (*upper, *lower)):
        return False
    blank_above = [not cell for cell in upper] + [True] * (len(lower) - len(upper))
    return any(cell and blank for cell, blank in zip(lower, blank_above, strict=False))


def _merged(upper, lower):
    """Return one heading a column; a cell above stands for the columns up to the next one."""
    width = max(len(upper), len(lower))
    above, below = (cells + [""] * (width - len(cells)) for cells in (upper, lower))
    found, group = [], ""
    for over, under in zip(above, below, strict=True):
        group = over or group
        found.append(_one(group, under) if under else over)
    return found


def _one(group, heading):
    """Return the heading under a group, as it is known: “报修” under “日期” is “报修日期”."""
    ways = (heading, heading + group, f"{group} {heading}", f"{heading} {group}", group)
    known = next((way for way in ways if target_of(way)), None)
    return known or " ".join(filter(None, (group, heading)))
