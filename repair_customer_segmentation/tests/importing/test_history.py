import base64
from io import BytesIO

import xlsxwriter
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ...history_file.reading import read_sheet
from ..bases.common import SegmentationCase

LEDGER = """工单号,客户名称,联系电话,报修日期,完成日期,机型,序列号,故障描述,金额(元),状态,备注
A1,王芳,13800138000,2025/3/7,2025/3/8,冰箱,S1,不制冷,"1,234.50",已完成,急
A2,上海永新机电有限公司,021-55551111,2025年4月1日,,水泵,,漏水,80,维修中,
A3,王芳,138 0013 8000,2025/5/2,2025/5/2,冰箱,S1,又不制冷,60,已完成,
A4,王芳,13900139000,2025/5/3,2025/5/4,电视,,没图像,50,已完成,
A5,,,2025/5/4,,,,没人要,1,,
"""


@tagged("post_install", "-at_install")
@freeze_time("2025-06-02 04:00:00")
class TestHistory(SegmentationCase):
    """A ledger comes in as it is: looked at first, once, and with its customers and tiers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_user", "user", "amount")
        cls.user("rcs_manager", "manager")

    def looked_at(self, text, encoding="gb18030", **values):
        data = text.encode(encoding) if isinstance(text, str) else text
        history = self.env["repair.history.import"].create(
            {"file": base64.b64encode(data), "file_name": "ledger.csv", **values}
        )
        history.action_read()
        return history

    def cases(self):
        return self.env["repair.case"].search(
            [("company_id", "=", self.company.id)], order="reference, id"
        )

    @users("rcs_manager")
    def test_nothing_is_written_before_it_was_seen(self):
        before = self.env["res.partner"].search_count([])
        history = self.looked_at(LEDGER)
        self.assertEqual(history.state, "checked")
        self.assertFalse(self.cases())
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertEqual(history.encoding, "gb18030")
        self.assertEqual(history.separator, "comma")
        self.assertEqual(
            history.column_ids.mapped(lambda column: (column.heading, column.target))[:4],
            [
                ("工单号", "reference"),
                ("客户名称", "partner_id"),
                ("联系电话", "phone"),
                ("报修日期", "date_open"),
            ],
        )
        self.assertIn("4 of 5 rows will be imported", history.understood)
        self.assertIn("Customers: 3, of whom 3 are new.", history.understood)
        self.assertIn("1,424.50", history.understood)
        self.assertIn("Rows that are left out: 1.", history.left_out)
        self.assertIn("No customer. Fill in the name", history.left_out)

    @users("rcs_manager")
    def test_repairs_customers_devices_and_tiers(self):
        history = self.looked_at(LEDGER)
        history.action_start()
        self.assertEqual(history.state, "done")
        self.assertEqual((history.case_count, history.customer_count), (4, 3))
        cases = self.cases()
        self.assertEqual(
            cases.mapped(lambda c: (c.reference, c.name, c.state, c.amount)),
            [
                ("A1", "不制冷", "closed", 1234.5),
                ("A2", "漏水", "open", 80.0),
                ("A3", "又不制冷", "closed", 60.0),
                ("A4", "没图像", "closed", 50.0),
            ],
        )
        wang, pump, again, other = cases.partner_id[0], cases[1], cases[2], cases[3]
        self.assertEqual(again.partner_id, wang)
        self.assertNotEqual(other.partner_id, wang, "a person with another number is another one")
        self.assertEqual(wang.phone, "13800138000")
        self.assertFalse(wang.is_company)
        self.assertTrue(pump.partner_id.is_company)
        self.assertEqual(cases[0].device_id, again.device_id)
        self.assertEqual(cases[0].device_id.serial_number, "S1")
        self.assertEqual(history.device_count, 3)
        self.assertIn("备注: 急", cases[0].description)
        self.assertEqual(cases[0].channel_id.display_name, "Import")
        profile = self.env["repair.customer.profile"].search([("partner_id", "=", wang.id)])
        self.assertEqual((profile.repair_count_total, profile.amount_total), (2, 1294.5))
        self.assertTrue(profile.value_tier_id)
        self.assertIn(profile.value_tier_id, history.tier_ids)

    @users("rcs_manager")
    def test_a_day_is_the_companys(self):
        self.company.sudo().resource_calendar_id.tz = "Asia/Shanghai"
        self.looked_at("客户,日期\n王芳,2025/3/7\n李强,2025/3/7 09:30\n").action_start()
        self.assertEqual(
            self.cases().mapped(lambda case: fields.Datetime.to_string(case.date_open)),
            ["2025-03-06 16:00:00", "2025-03-07 01:30:00"],
        )

    @users("rcs_manager")
    def test_the_same_file_again_brings_nothing(self):
        plain = "客户,日期,金额,故障\n王芳,2025/3/7,80,a\n王芳,2025/3/7,80,a\n李强,2025/3/8,,b\n"
        for text in (LEDGER, plain):
            self.looked_at(text).action_start()
            count = len(self.cases())
            again = self.looked_at(text)
            self.assertIn("0 of", again.understood)
            self.assertIn("Imported before. Nothing to do.", again.left_out)
            with self.assertRaisesRegex(UserError, "No row can be imported"):
                again.action_start()
            self.assertEqual(len(self.cases()), count)
        self.looked_at(plain + "李强,2025/3/9,5,c\n").action_start()
        self.assertEqual(len(self.cases()), count + 1)

    @users("rcs_manager")
    def test_who_of_two_contacts_of_one_name_is_chosen(self):
        first = self.customer("Ann Twice", phone="+1 415 555 0110")
        second = self.customer("Ann Twice", city="Oakland")
        history = self.looked_at("Customer,Date,Amount\nAnn Twice,2025-03-07,5\nBob,2025-03-08,6\n")
        self.assertIn("1 of 2 rows will be imported", history.understood)
        self.assertIn("Several customers have this name", history.left_out)
        self.assertEqual(history.name_ids.partner_id, first | second)
        self.assertEqual(history.name_ids.mapped("row_count"), [1, 1])
        history.name_ids.filtered(lambda name: name.partner_id == second).action_choose()
        self.assertIn("2 of 2 rows will be imported", history.understood)
        history.action_start()
        self.assertEqual(self.cases().partner_id.filtered(lambda p: p.name != "Bob"), second)

    @users("rcs_manager")
    def test_a_number_tells_namesakes_apart(self):
        first = self.customer("Ann Twice", phone="+1 415 555 0110")
        self.customer("Ann Twice")
        self.looked_at(
            "Customer,Phone,Date\nAnn Twice,(415) 555-0110,2025-03-07\n", "utf-8"
        ).action_start()
        self.assertEqual(self.cases().partner_id, first)

    @users("rcs_manager")
    def test_customers_are_added_only_when_asked(self):
        ann = self.customer("Ann Known")
        history = self.looked_at("Customer,Date\nann  known,2025-03-07\nBob New,2025-03-08\n")
        with Form(history) as form:
            form.create_customers = False
        self.assertTrue(history.action_start(), "it is shown first what that means")
        self.assertFalse(self.cases())
        self.assertIn("The customer is not in your contacts", history.left_out)
        history.action_start()
        self.assertEqual(self.cases().partner_id, ann)

    @users("rcs_manager")
    def test_columns_are_corrected(self):
        history = self.looked_at('Customer,Date,Kwitantie,Preis\nAnn,7.3.2025,R-1,"1.234,50"\n')
        self.assertEqual(
            history.column_ids.mapped("target"), ["partner_id", "date_open", False, False]
        )
        self.assertIn("“Kwitantie”, “Preis”", history.understood)
        history.column_ids[2].target = "reference"
        history.column_ids[3].target = "amount"
        history.decimal_mark = ","
        history.action_check()
        history.action_start()
        case = self.cases()
        self.assertEqual((case.reference, case.amount), ("R-1", 1234.5))

    @users("rcs_manager")
    def test_what_is_not_known_is_kept_in_words(self):
        history = self.looked_at("客户,日期,状态,类型\n王芳,2025/3/7,待评估,空调类\n")
        self.assertIn("“待评估”", history.understood)
        history.action_start()
        case = self.cases()
        self.assertEqual(case.state, "closed")
        self.assertIn("空调类", case.description)

    @users("rcs_manager")
    def test_bad_files_are_refused(self):
        for data, said in (
            (b" ", "empty"),
            (b"\x89PNG\r\n\x1a\n", "picture"),
            (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
            (b"Customer,Date\n", "no rows"),
            (b"Colour,Weight\nred,5\n", "No column is “Customer”"),
            (b"Customer,Weight\nAnn,5\n", "No column is “Opened on”"),
        ):
            with self.assertRaisesRegex(UserError, said):
                self.looked_at(data)
        self.assertFalse(self.cases())

    @users("rcs_user")
    def test_it_is_for_managers(self):
        with self.assertRaises(AccessError):
            self.looked_at(LEDGER)

    def test_amounts_are_for_those_who_see_them(self):
        manager = self.env["res.users"].search([("login", "=", "rcs_manager")])
        amount = self.env.ref("repair_customer_segmentation.group_amount")
        groups = self.env.ref("repair_customer_segmentation.group_manager")
        groups.implied_ids -= amount
        history = self.env(user=manager)["repair.history.import"].create(
            {"file": base64.b64encode(LEDGER.encode()), "file_name": "ledger.csv"}
        )
        history.action_read()
        self.assertNotIn("amount", history.column_ids.mapped("target"))
        self.assertNotIn("1,424", history.understood)

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
        output = BytesIO()
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
        self.assertIn("José", text)
        self.assertIn("不是日期", text)
