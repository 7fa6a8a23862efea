from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from odoo.tests import BaseCase, tagged

from ...history_file.columns import targets_of
from ...history_file.reading import UnreadableFile, read_sheet

LEDGER = "客户名称,联系电话,报修日期,金额\n上海永新机电有限公司,13800138000,2025/3/7,1200\n"
ROWS = [["上海永新机电有限公司", "13800138000", "2025/3/7", "1200"]]


def cells(sheet):
    return [row for _line, row in sheet.rows]


@tagged("post_install", "-at_install")
class TestReading(BaseCase):
    """A file is read as shops have it, or refused with the reason."""

    def assertRefused(self, data, reason):
        with self.assertRaises(UnreadableFile) as caught:
            read_sheet(data)
        self.assertEqual(caught.exception.reason, reason)

    def test_every_writing_is_read(self):
        for encoding, found in (
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("gb18030", "gb18030"),
            ("gbk", "gb18030"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
        ):
            with self.subTest(encoding):
                sheet = read_sheet(LEDGER.encode(encoding), "zh_CN")
                self.assertEqual(sheet.encoding, found)
                self.assertEqual(sheet.headings, ("客户名称", "联系电话", "报修日期", "金额"))
                self.assertEqual(cells(sheet), ROWS)

    def test_letters_of_the_west_are_read(self):
        sheet = read_sheet("Kunde;Datum;Betrag\nMüller;7.3.2025;1.234,50\n".encode("cp1252"))
        self.assertEqual(cells(sheet), [["Müller", "7.3.2025", "1.234,50"]])

    def test_every_separator_is_found(self):
        for separator in ",;\t|":
            text = LEDGER.replace(",", separator)
            sheet = read_sheet(text.encode())
            self.assertEqual(sheet.separator, separator)
            self.assertEqual(cells(sheet), ROWS)

    def test_quotes_hold_separators_and_lines(self):
        sheet = read_sheet(b'Customer,Problem\n"Smith, John","leaks\nbadly"\nAnn,x\n')
        self.assertEqual(sheet.rows, [(2, ["Smith, John", "leaks\nbadly"]), (4, ["Ann", "x"])])

    def test_a_title_above_the_headings_is_passed_over(self):
        sheet = read_sheet(("2025年维修台账\n\n" + LEDGER).encode())
        self.assertEqual(sheet.headings[0], "客户名称")
        self.assertEqual(sheet.rows[0][0], 4)

    def test_short_and_empty_lines(self):
        sheet = read_sheet(b"Customer,Date,Amount\nAnn,2025-03-07\n,,\n\nBob,2025-03-08,5,extra\n")
        self.assertEqual(cells(sheet), [["Ann", "2025-03-07", ""], ["Bob", "2025-03-08", "5"]])
        self.assertEqual([line for line, _row in sheet.rows], [2, 5])

    def test_a_workbook_is_read_as_typed(self):
        data = self.workbook(
            ("Customer", "Phone", "Date", "Amount", "Job"),
            ("Ann", 13800138000, datetime(2025, 3, 7), 1234.5, "007"),
            ("Bob", "+1 415", datetime(2025, 3, 8, 9, 30), 80, None),
        )
        sheet = read_sheet(data)
        self.assertTrue(sheet.is_workbook)
        self.assertEqual(
            cells(sheet),
            [
                ["Ann", "13800138000", "2025-03-07", "1234.5", "007"],
                ["Bob", "+1 415", "2025-03-08 09:30:00", "80", ""],
            ],
        )

    @staticmethod
    def workbook(*rows):
        output = BytesIO()
        with xlsxwriter.Workbook(output) as book:
            sheet = book.add_worksheet()
            style = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            for number, row in enumerate(rows):
                for index, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, index, cell, style)
                    else:
                        sheet.write(number, index, cell)
        return output.getvalue()

    def test_what_is_no_table_is_refused(self):
        self.assertRefused(b"", "empty")
        self.assertRefused(b" \r\n\r\n ", "empty")
        self.assertRefused(b"\x89PNG\r\n\x1a\n0000", "picture")
        self.assertRefused(b"BM\x36\x00\x0c\x00" + bytes(8) + b"pixels", "picture")
        self.assertRefused(b"%PDF-1.7 ...", "document")
        self.assertRefused(b"\xd0\xcf\x11\xe0 Workbook", "old_workbook")
        protected = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
        self.assertRefused(protected, "protected")
        self.assertRefused(b"PK\x03\x04 torn", "damaged")
        self.assertRefused(b"Customer,Date,Amount\n", "header_only")
        self.assertRefused(",".join(["x"] * 1_000_000).encode(), "too_wide")
        self.assertRefused(self.workbook(("Customer", "Date")), "header_only")
        self.assertRefused(self.workbook(["x"] * 300, ["y"] * 300), "too_wide")

    def test_a_text_that_begins_like_a_picture(self):
        sheet = read_sheet(b"BM No,Customer,Date\n7,Ann,2025-03-07\n")
        self.assertEqual(sheet.headings, ("BM No", "Customer", "Date"))

    def test_columns_are_known_by_heading_and_by_content(self):
        sheet = read_sheet(
            "序号,客户名称,手机,,报修日期,完成日期,机型,序列号,故障描述,金额(元),备注,地址\n"
            "1,王芳,13800138000,wang@example.com,2025年3月7日,2025/3/8,冰箱,S1,不制冷,80,急,上海\n".encode()
        )
        self.assertEqual(
            targets_of(sheet),
            (
                *("", "partner_id", "phone", "email", "date_open", "date_closed", "device_id"),
                *("serial_number", "name", "amount", "note", "note"),
            ),
        )

    def test_each_field_is_one_column(self):
        sheet = read_sheet(b"Customer,Client,Opened on,Total,Price\nAnn,A,2025-03-07,1,2\n")
        self.assertEqual(targets_of(sheet), ("partner_id", "", "date_open", "amount", ""))
        allowed = ("partner_id", "date_open")
        self.assertEqual(
            targets_of(sheet, allowed=allowed), ("partner_id", "", "date_open", "", "")
        )
