"""Writes a table in the format in which one came, so that it can be corrected and read again."""

import csv
import io

# Of a text whose marks the reader could not tell without these.
MARKED = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}


def write_sheet(sheet, headings, rows):
    """Return the file of a table.

    :param Sheet sheet: in whose format, encoding and separator it is written; in UTF-8 where
        that encoding lacks a letter
    :param list rows: of texts, as the headings are
    :return: bytes
    """
    lines = [headings, *rows]
    return _workbook(lines) if sheet.is_workbook else _text(lines, sheet)


def _workbook(lines):
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                page.write_string(number, column, cell)
        page.set_row(0, None, book.add_format({"bold": True}))
        page.freeze_panes(1, 0)
    return output.getvalue()


def _text(lines, sheet):
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=sheet.separator or ",").writerows(lines)
    text = output.getvalue()
    try:
        return text.encode(MARKED.get(sheet.encoding, sheet.encoding))
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")
