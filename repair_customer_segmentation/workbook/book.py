"""An .xlsx file of plain rows, written in bounded memory.

Rows go to a temporary file as they come (``constant_memory`` of XlsxWriter), each sheet after the
one before it, from its first row to its last. A text stays a text, whatever it begins with; numbers
and dates are typed. It knows no models: whoever calls it brings titles, rows and colors.
"""

from dataclasses import dataclass

import xlsxwriter

from .colors import light
from .rows import FILE_OPTIONS, write_by_calls, write_rows
from .text import cell_text, line_count, sheet_name

SHEET_ROWS = 1_048_576
HEAD, HEAD_RIGHT, WRAPPED = "head", "head_right", "wrapped"
TITLE, HEADING, NOTE = "title", "heading", "note"
FONT = {"font_name": "Calibri", "font_size": 10, "valign": "vcenter"}
DARK = {"bold": True, "bg_color": "#374151", "font_color": "#FFFFFF", "text_wrap": True}
# Texts keep off the numbers to the left of them.
INDENTED = {"align": "left", "indent": 1}
LOOKS = {
    TITLE: {"bold": True, "font_size": 16, "font_color": "#1F2937"},
    HEADING: {"bold": True, "font_size": 12, "font_color": "#1F2937"},
    NOTE: {"font_color": "#6B7280"},
    HEAD: {**DARK, **INDENTED},
    HEAD_RIGHT: {**DARK, "align": "right"},
    WRAPPED: {**INDENTED, "text_wrap": True, "valign": "top"},
    "text": INDENTED,
    "whole": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.0"},
    "exact": {"num_format": "#,##0.00"},
    "score": {"num_format": "0.0"},
    "percent": {"num_format": "0.0%"},
    "day": {**INDENTED, "num_format": "yyyy-mm-dd"},
    "moment": {**INDENTED, "num_format": "yyyy-mm-dd hh:mm"},
}
TEXTS = ("text", WRAPPED)
LIST_PAGES = 3
LINE_HEIGHT, LINES_MARGIN = 13.5, 3
# Excel takes no longer text in a condition.
LONGEST_CONDITION = 255
LEFT_KINDS = (*TEXTS, "day", "moment")


class TooManyRows(ValueError):
    """There are more rows than a sheet holds."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    :ivar str title: its heading
    :ivar str kind: ``text``, ``wrapped``, ``whole``, ``number``, ``exact``,
        ``score``, ``percent`` (a share from 0 to 1), ``money``, ``day`` or ``moment``
    :ivar float width: in characters
    :ivar tuple colors: pairs (text, Odoo's number of a color) of the cells that have one
    """

    title: str
    kind: str = "text"
    width: float = 14
    colors: tuple = ()


class Book:
    """Use it as ``with Book(path, ...) as book``: it is whole when the block has ended.

    ``cut_count`` says how many texts were longer than a cell.
    """

    def __init__(self, path, properties, money="#,##0.00", is_rtl=False):
        """Begin a file.

        :param str path: where it is written to
        :param dict properties: texts: ``title``, ``author``, ``company`` ...
        :param str money: Excel's format of amounts
        :param bool is_rtl: whether sheets begin on the right
        """
        self.file = xlsxwriter.Workbook(path, FILE_OPTIONS)
        self.file.set_properties({name: cell_text(text)[0] for name, text in properties.items()})
        looks = {**LOOKS, "money": {"num_format": money}}
        self.formats = {
            name: self.file.add_format({**FONT, **look}) for name, look in looks.items()
        }
        self.looks = looks
        self.is_rtl = is_rtl
        self.cut_count = 0
        self.names = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.file.close()

    def sheet(self, name, widths=()):
        """Begin the next sheet.

        :param str name: what it should be called, see :func:`.text.sheet_name`
        :param widths: of its columns, in characters
        """
        name = sheet_name(name, self.names)
        self.names.append(name)
        return Sheet(self, name, widths)

    def ground(self, kind, color):
        """Return the format of a cell whose ground has the color of a tier."""
        key = kind, color
        if key not in self.formats:
            look = {**FONT, **self.looks[kind], "bg_color": light(color), "border": 1,
                    "border_color": "#FFFFFF"}  # fmt: skip
            self.formats[key] = self.file.add_format(look)
        return self.formats[key]

    def text(self, value):
        """Return a text as a cell holds it, and count it where it is cut."""
        text, is_cut = cell_text(value)
        self.cut_count += is_cut
        return text


class Sheet:
    """One sheet, written from its first row down."""

    def __init__(self, book, name, widths):
        self.book, self.name, self.row = book, name, 0
        self.widths = list(widths)
        self.ws = book.file.add_worksheet(name)
        self.ws.hide_gridlines(2)
        self.ws.set_landscape()
        self.ws.set_paper(9)
        self.ws.fit_to_pages(1, 0)
        self.ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        self.ws.set_footer("&L&9&A&R&9&P / &N")
        if book.is_rtl:
            self.ws.right_to_left()
        for index, width in enumerate(widths):
            self.ws.set_column(index, index, width)

    def line(self, *cells, look="text"):
        """Write a row of texts, all of one look, and go to the next."""
        for index, cell in enumerate(cells):
            if cell not in (None, False, ""):
                self.ws.write_string(
                    self.row, index, self.book.text(str(cell)), self.book.formats[look]
                )
        self.row += 1

    def title(self, text, *notes):
        """Write the title of a sheet, and what is to be known of it."""
        self.ws.set_row(self.row, 26)
        self.line(text, look=TITLE)
        for note in notes:
            self.line(note, look=NOTE)
        self.row += 1

    def heading(self, text, *notes):
        """Write the heading of a part of a sheet."""
        self.ws.set_row(self.row, 20)
        self.line(text, look=HEADING)
        for note in notes:
            self.line(note, look=NOTE)

    def table(self, columns, rows, is_list=False, head_height=18, printed=None):
        """Write a table: its head, and a row for each of ``rows``.

        :param columns: :class:`Column` of each cell
        :param rows: iterable of tuples; ``None`` and ``""`` leave a cell empty
        :param bool is_list: whether the head stays in sight, with filters, and cells have the
            colors of their columns by conditions, so that they stay right when somebody edits
        :param int printed: of a list, how many columns go to paper; all when it is not given
        :return: tuple of the first and the last row of its data; the last is before the first
            where there are none
        :raise TooManyRows: when a sheet cannot hold them
        """
        ws, formats = self.ws, self.book.formats
        head = self.row
        ws.set_row(head, head_height)
        for index, column in enumerate(columns):
            look = formats[HEAD if column.kind in LEFT_KINDS else HEAD_RIGHT]
            ws.write_string(head, index, self.book.text(column.title), look)
        first = head + 1
        number = self._write_rows(columns, rows, first)
        self.row = first + number
        last = self.row - 1
        if is_list:
            ws.freeze_panes(first, 1)
            ws.autofilter(head, 0, max(last, head), len(columns) - 1)
            ws.repeat_rows(head)
            ws.repeat_columns(0)
            ws.print_area(head, 0, max(last, head), (printed or len(columns)) - 1)
            # On paper a list goes on to the right: one page wide it could not be read.
            ws.fit_to_pages(LIST_PAGES, 0)
        for index, column in enumerate(columns):
            self._color(index, column, first, last)
        return first, last

    def _write_rows(self, columns, rows, first):
        """Write rows from ``first`` on, and return how many."""
        looks = [(column.kind in TEXTS, self.book.formats[column.kind]) for column in columns]
        if any(column.kind == WRAPPED for column in columns):
            rows = list(rows)
            self._heighten(columns, rows, first)
            return write_by_calls(self.ws, first, looks, rows, self.book.text)
        try:
            return write_rows(self.ws, first, looks, rows, self.book.text, SHEET_ROWS - first)
        except OverflowError as error:
            raise TooManyRows from error

    def _heighten(self, columns, rows, first):
        """Make rows as high as their wrapped texts are: not every program does it by itself."""
        for place, row in enumerate(rows, first):
            lines = [
                line_count(str(value), width)
                for column, value, width in zip(columns, row, self.widths, strict=False)
                if column.kind == WRAPPED and value
            ]
            self.ws.set_row(place, LINE_HEIGHT * max(lines, default=1) + LINES_MARGIN)

    def _color(self, index, column, first, last):
        if last < first:
            return
        for text, color in column.colors:
            if len(text) > LONGEST_CONDITION:
                continue
            quoted = self.book.text(text).replace('"', '""')
            self.ws.conditional_format(
                first,
                index,
                last,
                index,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'="{quoted}"',
                    "format": self.book.file.add_format({"bg_color": light(color)}),
                },
            )

    def board(self, rows, height=44):
        """Write a board of colored fields.

        :param rows: lists of ``(text, color)``; a color of ``None`` is a head
        """
        for row in rows:
            self.ws.set_row(self.row, height)
            for index, (text, color) in enumerate(row):
                look = (
                    self.book.formats[WRAPPED]
                    if color is None
                    else self.book.ground(WRAPPED, color)
                )
                self.ws.write_string(self.row, index, self.book.text(text), look)
            self.row += 1

    def range(self, column, rows):
        """Return what a chart is told of cells: ``[sheet, row, column, row, column]``."""
        first, last = rows
        return [self.name, first, column, last, column]
