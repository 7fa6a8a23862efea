from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.workbook import background, repair_workbook
from ..bases.cron import CronCase
from ..bases.workbook import WorkbookCase, read_book

CRON = repair_workbook.CRON_WORKBOOKS


@tagged("post_install", "-at_install")
class TestWorkbookBackground(WorkbookCase, CronCase):
    """Large workbooks are made by the scheduled action, and nothing is half written."""

    def setUp(self):
        super().setUp()
        self.history([(self.ann, "2025-06-01", 10)])
        self.policy.classify()
        self.startPatcher(patch.object(repair_workbook, "MADE_AT_ONCE", 0))

    def test_a_large_one_waits_and_is_brought_with_a_message(self):
        workbook = self.order()
        action = workbook.action_make()
        self.assertEqual((action["res_model"], action["res_id"]), ("repair.workbook", workbook.id))
        self.assertEqual(workbook.get_progress(), [["running", 0]])
        with self.assertRaisesRegex(UserError, "being made already"):
            workbook.action_make()
        self.run_cron(CRON)
        self.assertEqual(workbook.get_progress(), [["done", 100]])
        self.assertEqual(workbook.attachment_id.create_uid.id, self.env.ref("base.user_root").id)
        self.assertIn("Ann", [row[0] for row in read_book(workbook.attachment_id.raw)["Customers"]])
        message = self.env["mail.message"].search(
            [("subject", "=", "Your workbook is ready"),
             ("notified_partner_ids", "in", self.lena.partner_id.ids)]
        )  # fmt: skip
        self.assertEqual(len(message), 1)
        self.run_cron(CRON)
        self.assertEqual(workbook.tries, 1, "made once")

    def test_a_small_one_is_made_at_once(self):
        self.startPatcher(patch.object(repair_workbook, "MADE_AT_ONCE", 1))
        workbook = self.order()
        action = workbook.action_make()
        self.assertEqual(action["url"], f"/web/content/{workbook.attachment_id.id}?download=true")
        first = workbook.attachment_id
        workbook.action_make()
        self.assertFalse(first.exists(), "made again, the old file goes")

    def test_one_that_kills_its_worker_is_tried_three_times(self):
        workbook = self.order()
        workbook.action_make()
        workbook.sudo().tries = background.WORKBOOK_TRIES
        self.run_cron(CRON)
        self.assertEqual((workbook.state, workbook.attachment_id.ids), ("failed", []))
        self.assertIn("3 times", workbook.message)
        workbook.action_make()
        self.run_cron(CRON)
        self.assertEqual(workbook.state, "done")

    def test_who_may_not_have_it_any_more_is_told_why(self):
        workbook = self.order().sudo()
        workbook.action_make()
        main = self.env.ref("base.main_company")
        self.lena.write({"company_ids": [(6, 0, main.ids)], "company_id": main.id})
        self.run_cron(CRON)
        self.assertEqual((workbook.state, workbook.attachment_id.ids), ("failed", []))
        self.assertIn("no access to Repair Test Company", workbook.message)

    def test_old_ones_go_with_their_files(self):
        workbook = self.order()
        workbook._make()
        attachment = workbook.attachment_id
        old = fields.Datetime.now() - timedelta(days=31)
        self.env.cr.execute(
            "UPDATE repair_workbook SET create_date = %s WHERE id = %s", [old, workbook.id]
        )
        self.env.invalidate_all()
        self.env["repair.workbook"]._gc_workbooks()
        self.assertFalse(workbook.exists() or attachment.exists())
