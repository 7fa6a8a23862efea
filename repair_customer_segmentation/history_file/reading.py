"""Reads the table of a file as repair shops have them: .xlsx and .csv of any writing.

A cell is a text, as the file has it; days of a workbook are written year first. Plain values in,
plain values out.
"""

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from ..finding.encoding import SUBSETS, encoding_of
from .columns import target_of

SEPARATORS = (",", ";", "\t", "|")
# Beyond these it is no ledger.
MOST_COLUMNS = 200
MOST_ROWS = 1_000_000
MOST_CELL = 20_000
MOST_UNPACKED = 1 << 30
# A title and a blank line may stand above the headings.
TITLE_ROWS = 15
SAMPLE = 50

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
PROTECTED = "EncryptedPackage".encode("utf-16-le")


class UnreadableFile(Exception):
    """A file that holds no table; ``reason`` is one of those below."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sheet:
    """The table of a file.

    :param tuple headings: the texts of its first row
    :param list rows: pairs of the line in the file and the texts of its cells
    :param str encoding: of a text file; empty for a workbook
    :param str separator: of a text file; empty for a workbook
    """

    headings: tuple
    rows: list
    encoding: str = ""
    separator: str = ""

    @property
    def is_workbook(self):
        return not self.encoding

    def column(self, index):
        """Return the cells of a column that are not empty."""
        return [cells[index] for _line, cells in self.rows if cells[index]]


def read_sheet(data, lang="", encoding="", separator=""):
    """Return the table of a file.

    :param bytes data: the whole file
    :param str lang: of the reader, for texts too short to tell their encoding
    :param str encoding: chosen by the reader; else it is found out
    :param str separator: chosen by the reader; else it is found out
    :raise UnreadableFile: with the reason ``empty``, ``picture``, ``document``, ``protected``,
        ``old_workbook``, ``damaged``, ``encoding``, ``too_wide``, ``too_long``, ``header_only``
    """
    if not data.strip():
        raise UnreadableFile("empty")
    if data.startswith(PICTURES):
        raise UnreadableFile("picture")
    if data.startswith(b"%PDF"):
        raise UnreadableFile("document")
    if data.startswith(OLD_WORKBOOK):
        raise UnreadableFile("protected" if PROTECTED in data else "old_workbook")
    if data.startswith(b"PK\x03\x04"):
        return _sheet(_workbook_lines(data))
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
    """Return by what the cells of a text are parted: what gives the most lines alike."""
    sample = "\n".join(text[:100_000].splitlines()[:SAMPLE])

    def evenness(separator):
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator))
        width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]))
        return (width > 1, count, width)

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


def _workbook_lines(data):
    """Yield the number of each row of the first sheet that has any, and its cells as texts."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableFile("too_long")
        if "xl/workbook.xml" not in names:
            raise UnreadableFile("document")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets or book.worksheets:
            # What a sheet says of its own size may be wrong.
            sheet.reset_dimensions()
            is_empty = True
            for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
                cells = [_text(cell) for cell in row]
                is_empty = is_empty and not any(cells)
                yield line, cells
            if not is_empty:
                return
    except UnreadableFile:
        raise
    except Exception as error:  # pylint: disable=broad-exception-caught
        # Whatever openpyxl stumbles over, the file is at fault.
        raise UnreadableFile("damaged") from error


def _text(cell):
    """Return a cell of a workbook as people would type it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time.min else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return str(cell)
    return str(cell).strip()


def _sheet(lines, encoding="", separator=""):
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
    at = _heading_row([cells for _line, cells in top])
    headings = top[at][1]
    width = len(headings)
    rows = [(line, _fitted(cells, width)) for line, cells in top[at + 1 :]]
    for line, cells in lines:
        stripped = [cell.strip()[:MOST_CELL] for cell in cells[:width]]
        if any(stripped):
            rows.append((line, _fitted(stripped, width)))
            if len(rows) > MOST_ROWS:
                raise UnreadableFile("too_long")
    if not rows:
        raise UnreadableFile("header_only")
    return Sheet(tuple(headings), rows, encoding, separator)


def _heading_row(rows):
    """Return the index of the row of headings: the one in which most are known."""
    known = [sum(1 for cell in row if target_of(cell)) for row in rows[:TITLE_ROWS]]
    best = max(known)
    if best >= 2:
        return known.index(best)
    return next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def _fitted(cells, width):
    """Return so many cells, those that are missing empty."""
    return cells[:width] + [""] * (width - len(cells))
