"""Rows of a table, in whichever of two ways gives XlsxWriter's file.

- By its calls for each cell, as everybody writes with it.
- Straight into its file of rows (``direct.py``), which is four times as fast, and uses what
  XlsxWriter keeps to itself. The first book of a process writes a few rows both ways; where a
  version of XlsxWriter makes the files differ, calls are used, and the log says so once.
"""

import logging
import tempfile
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path

import xlsxwriter

from .direct import write_direct

_logger = logging.getLogger(__name__)
# Each row goes to a temporary file as it comes; a text stays a text, whatever it begins with.
FILE_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
PROBE_ROWS = (
    ("=1+1", " _x0041_ <&>\n", 5, 0.1, date(2026, 2, 28), datetime(2026, 3, 1, 9, 30, 7)),
    ("", None, None, -1234567.891, None, None),
    ("😀", "\ttab", 123456789012345678, 1 / 3, date(1999, 12, 31), datetime(2026, 3, 1)),
)


def write_rows(sheet, first, columns, rows, text_of, most):
    """Write rows, and return how many.

    :param sheet: XlsxWriter's worksheet, in constant memory; no row from ``first`` on is begun
    :param int first: the row to begin at, from 0
    :param columns: pairs of whether a column is text, and XlsxWriter's format of it
    :param rows: iterable of rows; ``None`` and ``""`` leave a cell empty
    :param text_of: what a cell holds of a text
    :param int most: how many rows there may be
    :raise OverflowError: when there are more
    """
    write = write_direct if fits_directly() else write_by_calls
    return write(sheet, first, columns, _at_most(rows, most), text_of)


def write_by_calls(sheet, first, columns, rows, text_of):
    """Write rows as XlsxWriter documents it, and return how many."""
    number = 0
    for number, row in enumerate(rows, 1):
        place = first + number - 1
        for index, ((is_text, look), value) in enumerate(zip(columns, row, strict=True)):
            if value is None or value == "":
                continue
            if is_text:
                sheet.write_string(place, index, text_of(value), look)
            elif isinstance(value, date):
                sheet.write_datetime(place, index, value, look)
            else:
                sheet.write_number(place, index, value, look)
    return number


@cache
def fits_directly():
    """Return whether rows written directly are those that XlsxWriter's calls write.

    Whatever another version does, there is the other way.
    """
    try:
        fits = _probe(write_direct) == _probe(write_by_calls)
    except (AttributeError, LookupError, TypeError, ValueError):
        fits = False
    if not fits:
        _logger.warning(
            "Workbooks are written slowly: XlsxWriter %s keeps rows in another way than expected.",
            xlsxwriter.__version__,
        )
    return fits


def _probe(write):
    """Return the parts of a small book whose rows are written in one of the ways."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "probe.xlsx"
        with xlsxwriter.Workbook(str(path), FILE_OPTIONS) as book:
            book.set_properties({"created": datetime(2026, 1, 1)})
            text = book.add_format({"text_wrap": True})
            number = book.add_format({"num_format": "#,##0.00"})
            sheet = book.add_worksheet("probe")
            sheet.set_row(0, 20)
            sheet.write_string(0, 0, "head", text)
            columns = [(index < 2, text if index < 2 else number) for index in range(6)]
            last = write(sheet, 1, columns, iter(PROBE_ROWS), str)
            sheet.autofilter(0, 0, last, 5)
            sheet.write_string(last + 2, 0, "below", text)
            book.add_worksheet("next").write_number(0, 0, 1)
        with zipfile.ZipFile(path) as file:
            return {name: file.read(name) for name in file.namelist()}


def _at_most(rows, most):
    for number, row in enumerate(rows, 1):
        if number > most:
            raise OverflowError
        yield row
