"""Reads the table of a file as repair shops have them: .xlsx and .csv of any writing.

A cell is a text, as the file has it; days of a workbook are written year first. Plain values in,
plain values out.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from ..finding.encoding import SUBSETS, encoding_of
from .columns import target_of
from .heading_rows import TITLE_ROWS, headings_of
from .unreadable import UnreadableFile, is_workbook
from .workbooks import NO_PAGES, Pages, read_workbook

SEPARATORS = (",", ";", "\t", "|")
# Beyond these it is no ledger.
MOST_COLUMNS = 200
MOST_ROWS = 1_000_000
MOST_CELL = 20_000
SAMPLE = 50


@dataclass(frozen=True)
class Sheet:
    """The table of a file.

    :param tuple headings: the texts of its first row
    :param list rows: pairs of the line in the file and the texts of its cells
    :param str encoding: of a text file; empty for a workbook
    :param str separator: of a text file; empty for a workbook
    :param Pages pages: the sheets of a workbook
    """

    headings: tuple
    rows: list
    encoding: str = ""
    separator: str = ""
    pages: Pages = NO_PAGES

    @property
    def is_workbook(self):
        return not self.encoding

    def column(self, index):
        """Return the cells of a column that are not empty."""
        return [cells[index] for _line, cells in self.rows if cells[index]]


def read_sheet(data, lang="", encoding="", separator="", title=""):
    """Return the table of a file.

    :param bytes data: the whole file
    :param str lang: of the reader, for texts too short to tell their encoding
    :param str encoding: chosen by the reader; else it is found out
    :param str separator: chosen by the reader; else it is found out
    :param str title: of the sheet of a workbook, chosen by the reader
    :raise UnreadableFile: when it is no table
    """
    if is_workbook(data):
        lines, pages = read_workbook(data, title)
        return _sheet(lines, pages=pages)
    encoding = _known_encoding(data, lang, encoding)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile("encoding") from error
    text = text.lstrip("\ufeff").replace("\0", "")
    if not text.strip():
        raise UnreadableFile("empty")
    separator = separator or separator_of(text)
    return _sheet(_text_lines(text, separator), encoding, separator)


def separator_of(text):
    """Return by what the cells of a text are parted: what gives known headings, and lines alike."""
    sample = "\n".join(text[:100_000].splitlines()[:SAMPLE])

    def evenness(separator):
        rows = list(csv.reader(io.StringIO(sample), delimiter=separator))
        widths = Counter(map(len, rows))
        width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]))
        known = max(len({*map(target_of, row)} - {""}) for row in rows[:TITLE_ROWS])
        return (known > 1, width > 1, count, width)

    try:
        return max(SEPARATORS, key=evenness)
    except (csv.Error, ValueError):
        return ","


def _known_encoding(data, lang, chosen):
    chosen = (chosen or "").lower()
    if chosen in SUBSETS:
        return "gb18030"
    if chosen:
        return chosen
    found = encoding_of(data, lang)
    if found:
        return found
    if b"\0" in data:
        raise UnreadableFile("document")
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _decodes(data, encoding):
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _text_lines(text, separator):
    """Yield the number of each line and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("damaged") from error


def _sheet(lines, encoding="", separator="", pages=NO_PAGES):
    """Return the table of lines: from the row of headings on, without empty lines."""
    lines = iter(lines)
    top = []
    for line, cells in islice(lines, TITLE_ROWS + SAMPLE):
        cells = [cell.strip() for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise UnreadableFile("too_wide")
        if cells:
            top.append((line, cells))
    if not top:
        raise UnreadableFile("empty")
    headings, below = headings_of([cells for _line, cells in top])
    width = len(headings)
    rows = [(line, _fitted(cells, width)) for line, cells in top[below:]]
    for line, cells in lines:
        stripped = [cell.strip()[:MOST_CELL] for cell in cells[:width]]
        if any(stripped):
            rows.append((line, _fitted(stripped, width)))
            if len(rows) > MOST_ROWS:
                raise UnreadableFile("too_long")
    if not rows:
        raise UnreadableFile("header_only")
    return Sheet(tuple(headings), rows, encoding, separator, pages)


def _fitted(cells, width):
    """Return so many cells, those that are missing empty."""
    return cells[:width] + [""] * (width - len(cells))
