import base64

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from ..bases import office_files
from ..bases.ledgers import LedgerCase

HEADINGS = ["Customer", "Opened on", "Amount"]


@tagged("post_install", "-at_install")
@freeze_time("2025-06-02 04:00:00")
class TestHistoryFiles(LedgerCase):
    """Whatever file somebody has: it is read, or a sentence says what to do."""

    def assertRefused(self, data, sentence):
        with self.assertRaises(UserError) as caught:
            self.looked_at(data)
        self.assertEqual(str(caught.exception), sentence)

    @users("rcs_manager")
    def test_workbooks_of_other_formats(self):
        self.assertRefused(
            office_files.old_workbook(),
            "The workbook has the old format .xls. Save it as .xlsx, and choose it again.",
        )
        self.assertRefused(
            office_files.protected_workbook(),
            "The workbook is protected by a password. Save it without one, and choose it again.",
        )
        self.assertRefused(
            office_files.open_document(),
            "The workbook has the format .ods. Save it as .xlsx, and choose it again.",
        )
        other = (
            "The workbook has another format than .xlsx. Save or export it as .xlsx, and choose "
            "that file."
        )
        self.assertRefused(office_files.zipped({"xl/workbook.bin": ""}), other)
        self.assertRefused(office_files.zipped({"Index/Document.iwa": ""}), other)
        self.assertRefused(
            office_files.zipped({"word/document.xml": ""}),
            "The file is not a table. Choose an Excel workbook (.xlsx) or a CSV file.",
        )

    @users("rcs_manager")
    def test_web_pages_that_are_called_workbooks(self):
        said = (
            "The file is a web page, even if it is called .xls. Open it in your spreadsheet "
            "program, save it as .xlsx, and choose that file."
        )
        page = "<html><table><tr><td>客户</td><td>日期</td></tr></table></html>"
        xml = '<?xml version="1.0"?><Workbook><Worksheet/></Workbook>'
        for text in (page, "\r\n" + page.upper(), xml, "<!-- by us --><table></table>"):
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
                self.assertRefused(text.encode(encoding), said)

    @users("rcs_manager")
    def test_files_without_rows(self):
        empty = "The file is empty. Choose another one."
        self.assertRefused(b"", empty)
        self.assertRefused(b"\xef\xbb\xbf\r\n", empty)
        self.assertRefused(office_files.workbook(("Sheet1", [])), empty)
        no_rows = "The file has headings, but no rows below them. Choose a file with repairs."
        self.assertRefused(",".join(HEADINGS).encode(), no_rows)
        self.assertRefused(office_files.workbook(("Sheet1", [HEADINGS])), no_rows)
        with self.assertRaisesRegex(UserError, "Choose a file first"):
            self.env["repair.history.import"].create({}).action_read()

    @users("rcs_manager")
    def test_headings_that_are_merged(self):
        data = office_files.workbook(
            (
                "台账",
                [
                    [],
                    [],
                    ["姓名", "电话", "报修", "完成", "", ""],
                    ["王芳", "13800138000", "2025/3/7", "2025/3/8", 80, "急"],
                    ["李强", "13900139000", "2025/3/9", "", "12.5", ""],
                ],
            ),
            merged=(
                ("A1:F1", "维修台账"),
                ("A2:B2", "客户"),
                ("C2:D2", "日期"),
                ("E2:E3", "金额"),
                ("F2:F3", "备注"),
            ),
        )
        history = self.looked_at(data, file_name="台账.xlsx")
        self.assertEqual(
            history.column_ids.mapped(lambda column: (column.heading, column.target)),
            [
                ("姓名", "partner_id"),
                ("电话", "phone"),
                ("报修日期", "date_open"),
                ("完成日期", "date_closed"),
                ("金额", "amount"),
                ("备注", "note"),
            ],
        )
        self.assertIn("2 of 2 rows will be imported", history.understood)
        self.assertIn("92.50", history.understood)

    @users("rcs_manager")
    def test_a_row_without_a_day_is_no_heading(self):
        history = self.looked_at("客户,日期,备注\n王芳,,客户\n李强,2025/3/8,\n")
        self.assertIn("1 of 2 rows will be imported", history.understood)
        self.assertEqual(history.facts["problems"][0][:2], [2, "no_day"])

    @users("rcs_manager")
    def test_rows_without_anything_to_do_are_counted(self):
        """They would hide those that are to be corrected."""
        rows = "".join(f"Customer {number},2025-03-07,10\n" for number in range(150))
        self.looked_at(f"Customer,Date,Amount\n{rows}").action_start()
        history = self.looked_at(f"Customer,Date,Amount\n{rows}Total,,1500\nAnn,never,1\n")
        self.assertEqual(
            history.left_out.count("<tr>"), 2, "the headings, and the row to be corrected"
        )
        self.assertIn("Rows that are left out: 152.", history.left_out)
        self.assertIn("Imported before. Nothing to do. Rows: 150.", history.left_out)
        self.assertIn("The total of the rows above. Nothing to do. Rows: 1.", history.left_out)
        self.assertIn("“Date” is not a day.", history.left_out)

    @users("rcs_manager")
    def test_a_workbook_of_several_sheets(self):
        rows = [HEADINGS, ["Ann", "2025-03-07", 5]]
        history = self.looked_at(
            office_files.workbook(
                ("Cover", [["Our repairs"], ["Printed on", "June 1"]]),
                ("2025", rows),
                ("2024", [*rows, ["Bob", "2024-03-07", 5]]),
                ("Prices", [["Part", "Price list"], ["Seal", 8]]),
                ("Empty", []),
            )
        )
        self.assertIn("1 of 1 rows will be imported", history.understood)
        self.assertIn(
            "Only one sheet of the workbook is read. Left out: “2024”.", history.understood
        )
        self.assertNotIn("Prices", history.understood)
        self.assertIn("Sheet of the workbook: “2025”.", history.understood)
        alone = self.looked_at(office_files.workbook(("Cover", [["Us"]]), ("2025", rows)))
        self.assertNotIn("Only one sheet", alone.understood)
        single = self.looked_at(office_files.workbook(("2025", rows), ("Empty", [])))
        self.assertFalse(single.has_sheets)
        self.assertNotIn("Sheet of the workbook", single.understood)

    @users("rcs_manager")
    def test_the_sheet_is_chosen(self):
        data = office_files.workbook(
            ("2025", [HEADINGS, ["Ann", "2025-03-07", 5]]),
            ("2024", [["Paid", *HEADINGS[:2]], [7, "Bob", "2024-03-07"], [8, "Ann", "2024-03-08"]]),
            ("Prices", [["Part", "Price list"], ["Seal", 8]]),
            ("Empty", []),
        )
        history = self.looked_at(data)
        self.assertEqual((history.sheet_name, history.has_sheets), ("2025", True))
        self.assertEqual(history.sheet_names, ["2025", "2024", "Prices"])
        with Form(history) as form:
            form.sheet_name = "2024"
        self.assertTrue(history.is_stale)
        self.assertTrue(history.action_start(), "it is shown first")
        self.assertFalse(self.cases())
        self.assertIn("2 of 2 rows will be imported", history.understood)
        self.assertIn("Sheet of the workbook: “2024”.", history.understood)
        self.assertIn("Left out: “2025”.", history.understood)
        self.assertEqual(history.column_ids.mapped("target"), ["amount", "partner_id", "date_open"])
        history.action_start()
        self.assertEqual(sorted(self.cases().mapped("amount")), [7, 8])
        # And the other one after it, from the same file.
        after = self.looked_at(data)
        after.action_start()
        self.assertEqual(sorted(self.cases().mapped("amount")), [5, 7, 8])

    @users("rcs_manager")
    def test_a_sheet_of_alike_repairs_is_shown_before_it_is_read(self):
        rows = [HEADINGS, ["Ann", "2025-03-07", 5]]
        history = self.looked_at(office_files.workbook(("North", rows), ("South", rows)))
        history.sheet_name = "South"
        self.assertTrue(history.action_start())
        self.assertFalse(self.cases())

    @users("rcs_manager")
    def test_any_sheet_with_rows_is_read(self):
        data = office_files.workbook(
            ("2025", [HEADINGS, ["Ann", "2025-03-07", 5]]),
            ("Liste", [["Wie", "Wanneer"], ["Bob", "2025-03-08"]]),
        )
        history = self.looked_at(data)
        history.sheet_name = "Liste"
        history.action_check()
        self.assertIn("No column is “Customer”", history.understood)
        history.column_ids[0].target, history.column_ids[1].target = "partner_id", "date_open"
        history.action_check()
        self.assertIn("1 of 1 rows will be imported", history.understood)
        history.sheet_name = "Elsewhere"
        with self.assertRaisesRegex(UserError, "has no sheet of this name"):
            history.action_check()

    @users("rcs_manager")
    def test_another_file_is_read_anew(self):
        history = self.looked_at(
            office_files.workbook(
                ("2025", [HEADINGS, ["Ann", "2025-03-07", 5]]),
                ("2024", [HEADINGS, ["Bob", "2024-03-07", 5]]),
            )
        )
        history.sheet_name = "2024"
        history.action_check()
        history.write({"file": base64.b64encode(b"Customer,Date\nCarl,2025-03-07\n")})
        self.assertFalse(history.sheet_name)
        self.assertFalse(history.has_sheets)
        history.action_start()
        self.assertIn("1 of 1 rows will be imported", history.understood)
        self.assertFalse(history.sheet_name)

    @users("rcs_manager")
    def test_headings_that_nobody_knows_are_chosen(self):
        history = self.looked_at("Wie;Wanneer;Hoeveel\nAnn;3/25/2025;5\nBob;3/7/2025;6\n")
        self.assertEqual(history.state, "checked")
        self.assertIn("No column is “Customer”", history.understood)
        self.assertIn("“Wie”, “Wanneer”, “Hoeveel”", history.understood)
        with self.assertRaisesRegex(UserError, "No column is “Customer”"):
            history.action_start()
        with Form(history) as form:
            for index, target in enumerate(("partner_id", "date_open", "amount")):
                with form.column_ids.edit(index) as column:
                    column.target = target
        self.assertTrue(history.action_start(), "it is shown first")
        self.assertEqual(history.day_order, "mdy")
        self.assertIn("2 of 2 rows will be imported", history.understood)
        self.assertIn("Opened from March 7, 2025 to March 25, 2025.", history.understood)
        history.action_start()
        self.assertEqual(sum(self.cases().mapped("amount")), 11)

    @users("rcs_manager")
    def test_headings_tell_the_separator(self):
        history = self.looked_at("Customer;Opened on;a, b, c, d\nAnn;2025-03-07;e, f, g, h\n")
        self.assertEqual(history.separator, "semicolon")
        self.assertIn("1 of 1 rows will be imported", history.understood)
