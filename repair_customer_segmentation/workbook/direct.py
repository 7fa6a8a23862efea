"""Rows of a table, written as XML straight into the file in which XlsxWriter keeps a sheet's rows.

It is four times as fast as XlsxWriter's calls for each cell, which for a hundred thousand rows of
forty cells are most of the time that a workbook takes. For that it uses what XlsxWriter keeps to
itself, and what is so used is in this file alone: ``rows.py`` asks for it only where both ways
give the same file, and goes without it elsewhere.
"""

import re
from datetime import date, datetime

from xlsxwriter.utility import xl_col_to_name

EPOCH = date(1899, 12, 30)
EPOCH_MOMENT = datetime(1899, 12, 30)
DAY_SECONDS = 86_400
# Excel reads such a mark in a text as a character: one that was typed is marked itself.
TYPED_MARK = re.compile("(_x[0-9a-fA-F]{4}_)")
PRESERVED = ' xml:space="preserve"'


def write_direct(sheet, first, columns, rows, text_of):
    """Write rows, and return how many; see :func:`.rows.write_rows`."""
    # What was begun above is written out first: rows and formats follow each other in the file.
    sheet._write_single_row(first)
    cells = [
        (f'<c r="{xl_col_to_name(index)}', f'" s="{look._get_xf_index()}"', is_text)
        for index, (is_text, look) in enumerate(columns)
    ]
    write, number = sheet.fh.write, 0
    for row in rows:
        number += 1
        write(_row(first + number, cells, row, text_of))
    if number:
        sheet._check_dimensions(first, 0)
        sheet._check_dimensions(first + number - 1, len(cells) - 1)
        sheet.previous_row = first + number
    return number


def _row(place, cells, row, text_of):
    parts = [f'<row r="{place}">']
    for (start, look, is_text), value in zip(cells, row, strict=True):
        if value is None or value == "":
            continue
        if is_text:
            text = text_of(value)
            space = PRESERVED if text[0].isspace() or text[-1].isspace() else ""
            parts.append(
                f'{start}{place}{look} t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'
            )
        else:
            parts.append(f"{start}{place}{look}><v>{serial(value):.16G}</v></c>")
    parts.append("</row>")
    return "".join(parts)


def escaped(text):
    """Return a text as XML has it, and as Excel tells typed marks from its own."""
    if "_x" in text:
        text = TYPED_MARK.sub(r"_x005F\1", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def serial(value):
    """Return a number as Excel counts: days since 1899-12-30 where it is a day or a moment."""
    if isinstance(value, datetime):
        since = value - EPOCH_MOMENT
        return since.days + since.seconds / DAY_SECONDS
    if isinstance(value, date):
        return (value - EPOCH).days
    return float(value)
