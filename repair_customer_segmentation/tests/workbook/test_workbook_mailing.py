from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ...models.workbook.repair_workbook import CRON_WORKBOOKS as CRON
from ..bases.cron import CronCase
from ..bases.workbook import WorkbookCase, read_book


@tagged("post_install", "-at_install")
class TestWorkbookMailing(WorkbookCase, CronCase):
    """Each recipient gets the book once a date: in their language, with what they may see."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("zh_CN")
        self.history([(self.ann, "2025-06-01 18:00:00", 7654.25)] * 2)
        self.now = freeze_time("2025-07-01 10:00:00")
        self.now.start()
        self.addCleanup(self.now.stop)
        self.policy.classify()
        self.kim = self.without_amounts()
        self.kim.lang = "zh_CN"

    def mailing(self, **values):
        return self.env(user=self.lena)["repair.workbook.mailing"].create(
            {
                "name": "Monthly",
                "recipient_ids": [(6, 0, (self.lena | self.kim).ids)],
                "start_date": "2025-07-01",
                **values,
            }
        )

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "repair.workbook")], order="id")

    def test_each_gets_their_own(self):
        mailing = self.mailing()
        self.assertEqual(mailing.next_date, date(2025, 7, 1))
        self.run_cron(CRON)
        mails = self.mails()
        self.assertEqual(len(mails), 2)
        by_person = {mail.recipient_ids: mail for mail in mails}
        lena, kim = by_person[self.lena.partner_id], by_person[self.kim.partner_id]
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        self.assertIn("Summary", read_book(lena.attachment_ids.raw))
        sheets = read_book(kim.attachment_ids.raw)
        self.assertNotIn("Summary", sheets, "in Chinese")
        cells = [str(cell) for rows in sheets.values() for row in rows for cell in row]
        self.assertFalse([cell for cell in cells if "15308" in cell or "15,308" in cell])
        self.assertIn("America/Los_Angeles", cells)
        self.assertEqual(mailing.next_date, date(2025, 8, 1))
        self.assertTrue(mailing.date_sent)

    def test_nobody_gets_it_twice(self):
        self.mailing()
        self.run_cron(CRON)
        self.run_cron(CRON)
        self.assertEqual(len(self.mails()), 2)

    def test_who_lost_the_right_gets_nothing_and_it_is_told(self):
        mailing = self.mailing()
        self.kim.group_ids -= self.env.ref("repair_customer_segmentation.group_manager")
        self.run_cron(CRON)
        self.assertEqual(self.mails().recipient_ids, self.lena.partner_id)
        told = mailing.message_ids[0]
        self.assertIn("rcs_kim", told.body)
        self.assertIn("is no manager", told.body)
        self.assertIn(self.lena.partner_id, told.notified_partner_ids)

    def test_who_was_archived_gets_nothing_and_it_is_told(self):
        mailing = self.mailing()
        self.kim.active = False
        self.run_cron(CRON)
        self.assertEqual(self.mails().recipient_ids, self.lena.partner_id)
        self.assertIn("rcs_kim", mailing.message_ids[0].body)

    def test_who_was_archived_after_it_was_begun_gets_nothing(self):
        mailing = self.mailing(start_date="2025-09-30")
        mailing.action_send_now()
        self.kim.active = False
        self.run_cron(CRON)
        self.assertEqual(self.mails().recipient_ids, self.lena.partner_id)
        self.assertIn("rcs_kim", mailing.message_ids[0].body)
        self.assertEqual(sorted(mailing.sudo().workbook_ids.mapped("state")), ["done", "failed"])

    def test_a_manager_of_another_company_gets_that_company_alone(self):
        """Who works in both is sent the book of the mailing's company, wherever they are now."""
        there = self.env["res.company"].create({"name": "There"})
        self.env["repair.case"].with_context(allowed_company_ids=there.ids).create(
            {"name": "x", "partner_id": self.customer("Alien").id, "company_id": there.id}
        )
        there._active_repair_policy().classify()
        self.kim.write({"company_ids": [(4, there.id)], "company_id": there.id})
        mailing = self.mailing(recipient_ids=[(6, 0, self.kim.ids)])
        self.run_cron(CRON)
        self.assertTrue(mailing.date_sent)
        sheets = read_book(self.mails().attachment_ids.raw)
        cells = [str(cell) for rows in sheets.values() for row in rows for cell in row]
        self.assertIn("Ann", cells)
        self.assertIn("Repair Test Company", cells)
        self.assertFalse({"Alien", "There"} & set(cells))
        alone = self.user("rcs_alone", "manager", email="alone@example.com")
        alone.write({"company_ids": [(6, 0, there.ids)], "company_id": there.id})
        with self.assertRaisesRegex(ValidationError, "rcs_alone"):
            mailing.recipient_ids += alone

    def test_who_has_no_access_to_the_company_gets_nothing(self):
        mailing = self.mailing()
        other = self.env["res.company"].create({"name": "Other"})
        self.kim.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.run_cron(CRON)
        self.assertEqual(self.mails().recipient_ids, self.lena.partner_id)
        self.assertIn("no access to Repair Test Company", mailing.message_ids[0].body)

    def test_a_filter_that_one_may_not_ask_is_no_mail_for_them(self):
        mailing = self.mailing(domain="[('amount', '>', 1)]")
        self.run_cron(CRON)
        self.assertEqual(self.mails().recipient_ids, self.lena.partner_id)
        self.assertIn("rcs_kim", mailing.message_ids[0].body)

    def test_who_has_no_address_is_told(self):
        mailing = self.mailing()
        self.kim.email = False
        self.run_cron(CRON)
        self.assertEqual(self.mails().recipient_ids, self.lena.partner_id)
        self.assertIn("no email address", mailing.message_ids[0].body)

    def test_send_now_leaves_the_next_date(self):
        mailing = self.mailing(start_date="2025-09-30")
        mailing.action_send_now()
        self.run_cron(CRON)
        self.assertEqual(len(self.mails()), 2)
        self.assertEqual(mailing.next_date, date(2025, 9, 30))

    def test_the_last_day_of_a_month_comes_back(self):
        mailing = self.mailing(start_date="2025-01-31")
        days = ["2025-02-01", "2025-03-01", "2025-04-30", "2025-05-01"]
        found = [mailing._date_from(date.fromisoformat(day)) for day in days]
        self.assertEqual([str(day) for day in found],
                         ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"])  # fmt: skip
        mailing.rhythm = "weekly"
        self.assertEqual(str(mailing._date_from(date(2025, 7, 1))), "2025-07-04")
        mailing.rhythm = "daily"
        self.assertEqual(mailing.next_date, date(2025, 7, 1))

    def test_what_was_missed_is_sent_once(self):
        mailing = self.mailing(rhythm="daily")
        with freeze_time("2025-07-10 10:00:00"):
            self.run_cron(CRON)
        self.assertEqual(len(self.mails()), 2)
        self.assertEqual(mailing.next_date, date(2025, 7, 11))

    def test_recipients_are_managers(self):
        clerk = self.user("rcs_clerk", "user")
        with self.assertRaisesRegex(ValidationError, "rcs_clerk"):
            self.mailing(recipient_ids=[(6, 0, clerk.ids)])
        with self.assertRaisesRegex(ValidationError, "at least one recipient"):
            self.mailing(recipient_ids=[(5,)])
        with self.assertRaises(AccessError):
            self.env(user=clerk)["repair.workbook.mailing"].search([])
