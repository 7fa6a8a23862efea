# ruff: noqa: RUF001 - the same in other writings is what is tested

from datetime import datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ...history_file.values import (
    amount_of,
    day_order,
    decimal_mark,
    is_yes,
    moment_of,
    phone_of,
)


@tagged("post_install", "-at_install")
class TestValues(BaseCase):
    """Days, amounts and numbers mean what their writer meant, or nothing."""

    def test_days_are_read_as_they_are_written(self):
        march = datetime(2025, 3, 7)
        for text, order in (
            ("2025/3/7", "mdy"),
            ("2025-03-07", "mdy"),
            ("2025.3.7", "mdy"),
            ("2025年3月7日", "mdy"),
            ("20250307", "mdy"),
            ("２０２５／３／７", "mdy"),
            ("7.3.2025", "dmy"),
            ("07/03/2025", "dmy"),
            ("3/7/2025", "mdy"),
            ("3/7/25", "mdy"),
            ("7 Mar 2025", "mdy"),
            ("March 7, 2025", "dmy"),
        ):
            self.assertEqual(moment_of(text, order), (march, False), text)

    def test_times_are_read(self):
        for text in (
            "2025/3/7 14:30",
            "2025年3月7日 14:30",
            "2025-03-07T14:30:00",
            "20250307 14:30",
        ):
            self.assertEqual(moment_of(text, "dmy"), (datetime(2025, 3, 7, 14, 30), True), text)
        self.assertEqual(moment_of("3/7/2025 2:30 PM", "mdy"), (datetime(2025, 3, 7, 14, 30), True))

    def test_days_of_a_workbook(self):
        self.assertEqual(moment_of("45723", "dmy", True), (datetime(2025, 3, 7), False))
        self.assertIsNone(moment_of("45723", "dmy"))

    def test_what_is_no_day(self):
        for text in ("", "soon", "2025/13/1", "2025/2/30", "31/31/2025", "13800138000"):
            self.assertIsNone(moment_of(text, "dmy"), text)

    def test_the_order_of_days_is_found(self):
        self.assertEqual(day_order(["2025/3/7"], "mdy"), ("ymd", True))
        self.assertEqual(day_order(["3/7/2025", "25/12/2025"], "mdy"), ("dmy", True))
        self.assertEqual(day_order(["3/7/2025", "12/25/2025"], "dmy"), ("mdy", True))
        self.assertEqual(day_order(["7.3.2025"], "mdy"), ("dmy", True))
        self.assertEqual(day_order(["3/7/2025"], "mdy"), ("mdy", False))

    def test_amounts_are_read(self):
        for text, mark, value in (
            ("1,234.50", ".", "1234.50"),
            ("1.234,50", ",", "1234.50"),
            ("1 234,50 €", ",", "1234.50"),
            ("1'234.50", ".", "1234.50"),
            ("¥1,200", ".", "1200"),
            ("１２００元", ".", "1200"),
            ("RMB 80", ".", "80"),
            ("-5", ".", "-5"),
            ("(5.00)", ".", "-5"),
            ("免费", ".", "0"),
            ("-", ".", "0"),
            (".5", ".", "0.5"),
        ):
            self.assertEqual(amount_of(text, mark), Decimal(value), text)

    def test_what_is_no_amount(self):
        for text in ("about 5", "5 or 6", "=1+1", "1,23,4.5", "12.34.56", "1e5", "9" * 14, "NaN"):
            self.assertIsNone(amount_of(text, "."), text)

    def test_the_decimal_mark_is_found(self):
        self.assertEqual(decimal_mark(["1,234.50"], ","), (".", True))
        self.assertEqual(decimal_mark(["1.234,50"], "."), (",", True))
        self.assertEqual(decimal_mark(["80,5", "1.200"], "."), (",", True))
        self.assertEqual(decimal_mark(["1.200", "2.500"], ","), (",", False))
        self.assertEqual(decimal_mark(["80", "1200"], "."), (".", True))

    def test_numbers_that_a_spreadsheet_shortened_are_none(self):
        self.assertEqual(phone_of("1.38E+10"), "")
        self.assertEqual(phone_of("＋86 138-0013-8000"), "+86 138-0013-8000")
        self.assertEqual(phone_of("none"), "")

    def test_yes(self):
        self.assertTrue(all(map(is_yes, ("是", "Yes", "1", "TRUE"))))
        self.assertFalse(any(map(is_yes, ("否", "No", "0", ""))))
