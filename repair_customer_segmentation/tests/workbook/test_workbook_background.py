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

    def test_who_asked_can_stop_it(self):
        workbook = self.order()
        workbook.action_make()
        workbook.action_stop()
        self.assertEqual(workbook.get_progress(), [["failed", 0]])
        self.assertEqual(workbook.message, "You stopped it.")
        self.run_cron(CRON)
        self.assertEqual((workbook.state, workbook.tries), ("failed", 0), "not begun")
        workbook.action_make()
        self.run_cron(CRON)
        self.assertEqual((workbook.state, workbook.message), ("done", False))
        workbook.action_stop()
        self.assertEqual(workbook.state, "done", "what is made stays")

    def made_while(self, act):
        """Make a workbook; ``act`` is called with it when the first customers are written."""
        workbook = self.order()
        workbook.action_make()
        told = type(workbook)._told

        def meanwhile(record):
            tell = told(record)

            def say(share):
                act(workbook)
                self.env.flush_all()
                tell(share)

            return say

        def contents(record, tell):
            tell(0.5)
            return b"PK"

        with (
            patch.object(type(workbook), "_told", meanwhile),
            patch.object(type(workbook), "_contents", contents),
        ):
            self.run_cron(CRON)
        return workbook

    def test_progress_is_seen_while_it_is_made(self):
        seen = []
        workbook = self.made_while(lambda workbook: None)
        self.assertEqual(workbook.state, "done")
        told = workbook.sudo()._told()
        workbook.sudo().state = "running"
        with self.enter_registry_test_mode():
            for share in (0.01, 0.06, 0.08, 0.5):
                told(share)
                workbook.invalidate_recordset()
                seen.append(workbook.progress)
        self.assertEqual(seen, [100, 6, 6, 50])

    def test_one_that_is_stopped_in_the_middle_is_not_kept(self):
        before = self.env["mail.message"].search_count([])
        workbook = self.made_while(lambda workbook: workbook.action_stop())
        self.assertEqual((workbook.state, workbook.attachment_id.ids), ("failed", []))
        self.assertEqual(workbook.message, "You stopped it.")
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    def test_one_that_is_stopped_at_the_end_is_not_kept(self):
        workbook = self.order()
        workbook.action_make()

        def contents(record, tell):
            workbook.action_stop()
            self.env.flush_all()
            return b"PK"

        with patch.object(type(workbook), "_contents", contents):
            self.run_cron(CRON)
        self.assertEqual((workbook.state, workbook.attachment_id.ids), ("failed", []))

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
