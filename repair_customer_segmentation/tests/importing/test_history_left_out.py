import base64
import csv
import io

import xlsxwriter
from freezegun import freeze_time

from odoo.tests import tagged, users

from ...history_file.reading import read_sheet
from ..bases.ledgers import LEDGER, LedgerCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-02 04:00:00")
class TestHistoryLeftOut(LedgerCase):
    """Rows that are left out come back as they came, to be corrected and brought in."""

    @users("rcs_manager")
    def test_rows_left_out_can_be_corrected_and_brought(self):
        history = self.looked_at(LEDGER)
        self.assertEqual(history.left_out_name, "ledger (to correct).csv")
        history.action_start()
        text = base64.b64decode(history.left_out_file).decode("gb18030")
        head, row = text.splitlines()
        self.assertEqual(head, LEDGER.splitlines()[0] + ',"Why, and What to Do"')
        self.assertEqual(
            row,
            LEDGER.splitlines()[5] + ',"No customer. Fill in the name, the phone or the email."',
        )
        again = self.looked_at(text.replace("A5,,", "A5,王芳,13800138000"))
        self.assertIn("1 of 1 rows will be imported", again.understood)
        self.assertFalse(again.left_out_file)
        again.action_start()
        self.assertEqual(self.cases().mapped("reference"), ["A1", "A2", "A3", "A4", "A5"])

    @users("rcs_manager")
    def test_rows_left_out_of_a_workbook(self):
        output = io.BytesIO()
        with xlsxwriter.Workbook(output) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, ["客户", "日期", "金额"])
            page.write_row(1, 0, ["王芳", "2025-03-07", 12.5])
            page.write_row(2, 0, ["李强", "someday", 1])
            page.write_string(4, 0, "=1+1")
            page.write(4, 2, 3)
        history = self.looked_at(output.getvalue(), file_name="账本.xlsx")
        sheet = read_sheet(base64.b64decode(history.left_out_file))
        self.assertTrue(sheet.is_workbook)
        self.assertEqual(history.left_out_name, "账本 (to correct).xlsx")
        self.assertEqual(
            sheet.rows,
            [
                (2, ["李强", "someday", "1", "“日期” is not a day. Write it like 2025-03-07."]),
                (3, ["=1+1", "", "3", "No day. Fill in “日期”."]),
            ],
        )

    @users("rcs_manager")
    def test_reasons_that_the_encoding_of_the_file_lacks(self):
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        self.env.user.sudo().lang = "zh_CN"
        self.env = self.env(context={**self.env.context, "lang": "zh_CN"})
        # No Chinese letter ends in a semicolon, so this is no Chinese file.
        history = self.looked_at("Kunde;Datum\nJosé;nie\n", encoding="cp1252")
        text = base64.b64decode(history.left_out_file).decode("utf-8-sig")
        self.assertIn("José;nie;", text)
        self.assertIn("不是日期", text)

    @users("rcs_manager")
    def test_every_writing_comes_back_as_it_came(self):
        """The same separator and encoding, and after a correction all rows come in."""
        rows = [
            ["Customer", "Opened on", "Amount", "Note"],
            ["José, the 1st", "2025-03-07", "1", "fine"],
            ['Ann "A|n;n"', "never", "2", "a;b,c|d\te"],
            ["Bob", "", "3", "two\nlines"],
        ]
        for sign in ",;\t|":
            for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"):
                with self.subTest(sign=sign, encoding=encoding):
                    history = self.looked_at(written(rows, sign), encoding)
                    data = base64.b64decode(history.left_out_file)
                    sheet = read_sheet(data, separator=sign)
                    self.assertEqual(sheet.encoding, MARKED.get(encoding, encoding))
                    self.assertEqual(read_sheet(data).separator, sign)
                    self.assertEqual(sheet.headings, (*rows[0], "Why, and What to Do"))
                    self.assertEqual(
                        [cells for _line, cells in sheet.rows],
                        [
                            [*rows[2], "“Opened on” is not a day. Write it like 2025-03-07."],
                            [*rows[3], "No day. Fill in “Opened on”."],
                        ],
                    )
                    text = data.decode(sheet.encoding).replace("never", "2025-03-08")
                    again = self.looked_at(
                        text.replace(f"Bob{sign}{sign}", f"Bob{sign}2025-03-09{sign}"), encoding
                    )
                    self.assertIn("2 of 2 rows will be imported", again.understood)

    @users("rcs_manager")
    def test_a_separator_that_was_chosen_is_kept(self):
        history = self.looked_at("Customer|Opened on;Date;Client\nAnn|never;2025-03-07;Bob\n")
        self.assertEqual(history.separator, "semicolon")
        history.separator = "bar"
        history.action_check()
        self.assertEqual(history.column_ids.mapped("target")[0], "partner_id")
        history.column_ids[1].target = "date_open"
        history.action_check()
        text = base64.b64decode(history.left_out_file).decode("utf-8-sig")
        self.assertIn("\r\nAnn|never;2025-03-07;Bob|", text)

    @users("rcs_manager")
    def test_a_separator_in_the_reason_parts_no_cell(self):
        self.customer("Ann Twice")
        self.customer("Ann Twice")
        reason = (
            "Several customers have this name. Choose one under “Which Customer?”, or add a phone "
            "or an email to the row."
        )
        for sign in ",;":
            history = self.looked_at(f"Customer{sign}Date\nAnn Twice{sign}2025-03-07\n")
            sheet = read_sheet(base64.b64decode(history.left_out_file))
            self.assertEqual(sheet.separator, sign)
            self.assertEqual(
                [cells for _line, cells in sheet.rows],
                [["Ann Twice", "2025-03-07", reason]],
            )

    @users("rcs_manager")
    def test_chinese_reasons_in_a_chinese_file(self):
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        self.env = self.env(context={**self.env.context, "lang": "zh_CN"})
        for sign in ",;\t|":
            history = self.looked_at(LEDGER.replace(',"1,234.50"', ",1234").replace(",", sign))
            sheet = read_sheet(base64.b64decode(history.left_out_file), "zh_CN")
            self.assertEqual((sheet.encoding, sheet.separator), ("gb18030", sign))
            self.assertEqual(sheet.headings[-1], "原因及处理办法")
            [(_line, cells)] = sheet.rows
            self.assertEqual(cells[0], "A5")
            self.assertIn("客户", cells[-1])


# What tells other programs the encoding is a mark.
MARKED = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16"}


def written(rows, sign):
    """Return rows as the text of a CSV file."""
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=sign).writerows(rows)
    return output.getvalue()
