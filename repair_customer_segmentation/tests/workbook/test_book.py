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
    "'Sheet 2'!$A$1",
    '"quoted", "twice"',
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

    def test_names_that_no_condition_takes_leave_their_cells_plain(self):
        """Excel repairs a book whose condition holds a longer text, and XML one with controls."""
        names = ("x" * 300, "a\x01b", '=1+"')
        columns = [Column("Tier", colors=tuple((name, 3) for name in names))]
        content = self.made(
            lambda book: book.sheet("x").table(columns, [(name,) for name in names])
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content))["x"]
        [rules] = [found.rules for found in sheet.conditional_formatting]
        self.assertEqual([rule.formula for rule in rules], [['"a\ufffdb"'], ['"=1+"""']])
        self.assertEqual([cell.value for cell in sheet["A"]][1:], [names[0], "a\ufffdb", names[2]])

    def test_who_made_it_may_have_any_name(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            with Book(str(path), {"author": "A\x02 & <b>", "company": "=1"}) as book:
                book.sheet("x")
            self.assertEqual(openpyxl.load_workbook(path).properties.creator, "A\ufffd & <b>")

    def test_wrapped_rows_are_as_high_as_their_text(self):
        columns = [Column("A", "wrapped"), Column("B", "wrapped")]
        table = [("short", "word " * 20), ("客" * 20, ""), ("one", "two")]
        content = self.made(lambda book: book.sheet("x", [10, 20]).table(columns, table))
        sheet = openpyxl.load_workbook(io.BytesIO(content))["x"]
        self.assertEqual([sheet.row_dimensions[n].height for n in (2, 3, 4)], [70.5, 57, 16.5])

    def test_a_list_on_paper(self):
        """Its head on every page, the first column beside, three pages wide, with numbers."""
        columns = [Column("A"), Column("B", "whole"), Column("C")]
        content = self.made(
            lambda book: book.sheet("x").table(columns, [("a", 1, "c")], is_list=True, printed=2)
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content))["x"]
        self.assertEqual((sheet.print_title_rows, sheet.print_title_cols), ("$1:$1", "$A:$A"))
        self.assertEqual(sheet.print_area, "'x'!$A$1:$B$2")
        self.assertEqual((sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight), (3, 0))
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(sheet.oddFooter.right.text, "&P / &N")

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
