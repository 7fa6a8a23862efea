"""Reads workbooks: the first sheet with repairs, its cells as texts."""

import io
from datetime import date, datetime, time
from itertools import islice

from .heading_rows import TITLE_ROWS, has_known_headings
from .unreadable import UnreadableFile


def read_workbook(data):
    """Return the rows of the sheet with repairs, and the names of further sheets like it.

    :param bytes data: the whole file
    :return: an iterator of pairs of the number of a row and its cells as texts, and a tuple
    :raise UnreadableFile: when it is damaged or empty
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = sheets or book.worksheets
    except Exception as error:  # pylint: disable=broad-exception-caught
        # Whatever openpyxl stumbles over, the file is at fault.
        raise UnreadableFile("damaged") from error
    heads = [(sheet, _head(sheet)) for sheet in sheets]
    heads = [(sheet, head) for sheet, head in heads if head]
    if not heads:
        raise UnreadableFile("empty")
    known = [(sheet, head) for sheet, head in heads if has_known_headings(head)]
    first, *others = known or heads
    return _lines(first[0]), tuple(sheet.title for sheet, head in others if len(head) > 1)


def _head(sheet):
    """Return the first rows of a sheet that are not empty."""
    return [cells for _line, cells in islice(_lines(sheet), 2 * TITLE_ROWS) if any(cells)]


def _lines(sheet):
    try:
        # What a sheet says of its own size may be wrong.
        sheet.reset_dimensions()
        for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, [_text(cell) for cell in row]
    except Exception as error:  # pylint: disable=broad-exception-caught
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
