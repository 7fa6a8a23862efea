import io
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl

from odoo.tests import BaseCase, tagged

from ...workbook.book import SHEET_ROWS, Book, Column, TooManyRows

HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "=1+1",
    "+8613800138000",
    "-1",
    "@sum",
    "\ttab",
    "000123456789012345",
    "123456789012345678",
    "😀 客户",
    "مرحبا بالعالم",
    "_x0041_",
    "<b>&amp;</b>",
    "http://example.com",
    "{=SUM(A1)}",
    "a\nb",
    " spaces ",
    "TRUE",
    "1e5",
)


@tagged("post_install", "-at_install")
class TestBook(BaseCase):
    def made(self, write, **options):
        """Return the bytes of a book that ``write`` fills."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            with Book(str(path), {"title": "Test"}, **options) as book:
                write(book)
            return path.read_bytes()

    def test_hostile_text_comes_back_as_typed(self):
        content = self.made(
            lambda book: book.sheet("客户").table([Column("Text")], [(t,) for t in HOSTILE])
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content))["客户"]
        cells = [row[0] for row in sheet.iter_rows(min_row=2)]
        found = [cell.value for cell in cells]
        # openpyxl leaves the mark by which Excel tells a typed _x0041_ from its own.
        found = [text.replace("_x005F_x0041_", "_x0041_") for text in found]
        self.assertEqual(found, list(HOSTILE))
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertFalse([cell for cell in cells if cell.hyperlink])
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            self.assertNotIn(b"<f>", file.read("xl/worksheets/sheet1.xml"))

    def test_numbers_and_days_are_typed(self):
        columns = [Column("N", "whole"), Column("M", "money"), Column("P", "percent"),
                   Column("D", "day"), Column("T", "moment"), Column("E")]  # fmt: skip
        row = (5, 12.34, 0.25, date(2026, 2, 28), datetime(2026, 3, 1, 9, 30), None)
        content = self.made(lambda book: book.sheet("x").table(columns, [row], is_list=True))
        sheet = openpyxl.load_workbook(io.BytesIO(content))["x"]
        cells = sheet[2]
        self.assertEqual(cells[0].value, 5)
        self.assertEqual(cells[1].value, 12.34)
        self.assertEqual(cells[1].number_format, "#,##0.00")
        self.assertEqual(cells[2].number_format, "0.0%")
        self.assertEqual(cells[3].value, datetime(2026, 2, 28))
        self.assertEqual(cells[4].value, datetime(2026, 3, 1, 9, 30))
        self.assertEqual(sheet.freeze_panes, "B2")
        self.assertEqual(sheet.auto_filter.ref, "A1:F2")

    def test_a_tier_colors_its_cells(self):
        columns = [Column("Tier", colors=(('High "A"', 3),))]
        content = self.made(lambda book: book.sheet("x").table(columns, [('High "A"',)]))
        sheet = openpyxl.load_workbook(io.BytesIO(content))["x"]
        [(where, [rule])] = [(r.sqref, r.rules) for r in sheet.conditional_formatting]
        self.assertEqual(str(where), "A2")
        self.assertEqual(rule.formula, ['"High ""A"""'])

    def test_long_texts_are_counted(self):
        counted = []

        def write(book):
            book.sheet("x").table([Column("T")], [("x" * 40_000,), ("y",)])
            counted.append(book.cut_count)

        self.made(write)
        self.assertEqual(counted, [1])

    def test_a_sheet_holds_no_more_than_it_can(self):
        rows = ((1,) for _ in range(SHEET_ROWS))
        with self.assertRaises(TooManyRows):
            self.made(lambda book: book.sheet("x").table([Column("N", "whole")], rows))

    def test_a_sheet_of_a_language_from_the_right(self):
        content = self.made(lambda book: book.sheet("x").line("مرحبا"), is_rtl=True)
        sheet = openpyxl.load_workbook(io.BytesIO(content))["x"]
        self.assertTrue(sheet.sheet_view.rightToLeft)
