"""Reads workbooks: the sheet that is chosen, else the first with repairs, its cells as texts."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from .heading_rows import TITLE_ROWS, has_known_headings
from .unreadable import UnreadableFile


@dataclass(frozen=True)
class Pages:
    """The sheets of a workbook that are not empty.

    :param str title: of the one that is read
    :param tuple titles: of all among which its reader can choose
    :param tuple others: of those with repairs that are not read
    """

    title: str = ""
    titles: tuple = ()
    others: tuple = ()


NO_PAGES = Pages()


def read_workbook(data, title=""):
    """Return the rows of a sheet, and which sheets there are.

    :param bytes data: the whole file
    :param str title: of the sheet; empty: the first one with repairs, else with anything
    :return: an iterator of pairs of the number of a row and its cells as texts, and :class:`Pages`
    :raise UnreadableFile: when it is damaged or empty, or has no such sheet
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
    if title:
        chosen = next((sheet for sheet, _head in heads if sheet.title == title), None)
    else:
        chosen = (known or heads)[0][0]
    if not chosen:
        raise UnreadableFile("no_sheet")
    titles = tuple(sheet.title for sheet, _head in heads)
    others = tuple(s.title for s, head in known or heads if s != chosen and len(head) > 1)
    return _lines(chosen), Pages(chosen.title, titles, others)


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
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell).strip()
