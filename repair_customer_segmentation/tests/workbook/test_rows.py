import zipfile
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ...workbook import rows
from ...workbook.book import Book, Column
from .test_book import HOSTILE

COLUMNS = (
    Column("Text"), Column("Wrapped text"), Column("N", "whole"), Column("M", "money"),
    Column("P", "percent"), Column("D", "day"), Column("T", "moment"),
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestRows(BaseCase):
    """Rows are the same in the file, in whichever way they are written."""

    def parts(self):
        """Return the parts of a book of hostile texts and all kinds of numbers."""
        table = [
            (text, f"{text}\r\x01\ufffe{text}", number, number / 3, 1 / (number + 1),
             date(2026, 2, 1 + number), datetime(2026, 3, 1, 9, number, 7))
            for number, text in enumerate(HOSTILE)
        ]  # fmt: skip
        table += [("", None, None, -0.0, None, None, None), ("x" * 40_000, *[None] * 6)]
        with TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            with Book(str(path), {"title": "Test"}) as book:
                sheet = book.sheet("a")
                sheet.title("Title")
                sheet.table(COLUMNS, iter(table), is_list=True)
                sheet.heading("Below")
                sheet.table(COLUMNS, iter(()))
                book.sheet("b").table(COLUMNS, iter(table[:1]))
            with zipfile.ZipFile(path) as file:
                return {name: file.read(name) for name in file.namelist() if "core" not in name}

    def test_this_version_of_xlsxwriter_is_written_directly(self):
        """When this fails, XlsxWriter keeps rows in another way: see ``workbook/direct.py``."""
        rows.fits_directly.cache_clear()
        self.assertTrue(rows.fits_directly())

    def test_both_ways_give_one_file(self):
        directly = self.parts()
        with patch.object(rows, "fits_directly", lambda: False):
            by_calls = self.parts()
        self.assertEqual(directly, by_calls)

    def test_another_version_is_written_by_its_calls(self):
        def other(*_args):
            raise AttributeError("'Worksheet' object has no attribute '_write_single_row'")

        expected = self.parts()
        rows.fits_directly.cache_clear()
        self.addCleanup(rows.fits_directly.cache_clear)
        with (
            patch.object(rows, "write_direct", other),
            self.assertLogs(rows._logger, "WARNING") as logs,
        ):
            self.assertEqual(self.parts(), expected)
        self.assertEqual(len(logs.output), 1, "said once")
        self.assertIn("XlsxWriter", logs.output[0])
