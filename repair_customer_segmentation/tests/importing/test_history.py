import base64

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ..bases.ledgers import LEDGER, LedgerCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-02 04:00:00")
class TestHistory(LedgerCase):
    """A ledger comes in as it is: looked at first, once, and with its customers and tiers."""

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
        ):
            with self.assertRaisesRegex(UserError, said):
                self.looked_at(data)
        for data, said in (
            (b"Colour,Weight\nred,5\n", "No column is “Customer”"),
            (b"Customer,Weight\nAnn,5\n", "No column is “Opened on”"),
        ):
            history = self.looked_at(data)
            self.assertIn(said, history.understood)
            with self.assertRaisesRegex(UserError, said):
                history.action_start()
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
