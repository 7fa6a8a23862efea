from functools import partial
from unittest.mock import patch

import psycopg2

from odoo import sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.common import AS_OF
from ..bases.runs import ALL, STALE, RunCase

LOGGER = "odoo.addons.repair_customer_segmentation.models.classification.pieces"


@tagged("post_install", "-at_install")
class TestSideBySide(RunCase):
    def lock_of_another_process(self):
        """Hold the company's lock in a second connection; return what lets it go."""
        cr = sql_db.db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(cr.close)
        cr.execute(
            "SELECT pg_advisory_lock(hashtext(%s), %s)", [self.policy._name, self.company.id]
        )
        release = partial(cr.execute, "SELECT pg_advisory_unlock_all()")
        self.addCleanup(release)
        return release

    def test_a_second_process_leaves(self):
        run = self.queue_run()
        release = self.lock_of_another_process()
        self.work_off()
        self.assertEqual(run.state, "queued")
        soon = self.env["ir.cron.trigger"].search([("cron_id", "=", self.env.ref(ALL).id)])
        self.assertTrue(soon, "it comes back in a minute")
        release()
        self.work_off()
        self.assertEqual(run.state, "done")

    def test_a_click_is_told(self):
        self.lock_of_another_process()
        with self.assertRaisesRegex(UserError, "being classified right now"):
            self.policy.action_classify()

    def test_a_click_among_many_tells_the_progress(self):
        self.queue_run()
        self.kill_before(3)
        many = patch.object(type(self.policy), "_has_many_cases", lambda policy: True)
        with many:
            message = self.policy.action_classify()["params"]["message"]
        self.assertIn("being classified: 4 of 7", message)
        self.assertEqual(len(self.runs()), 1, "no second one waits")

    def test_the_lists_of_customers_tell_the_progress(self):
        profiles = self.env["repair.customer.profile"]
        self.assertEqual(profiles.get_run_progress(), "")
        self.queue_run()
        self.kill_before(3)
        for login, groups in (("rcs_user", ["user"]), ("rcs_manager", ["manager"])):
            user = self.user(login, *groups)
            with self.subTest(login=login):
                self.assertEqual(
                    profiles.with_user(user).get_run_progress(),
                    "Customers are being classified: 4 of 7, about a minute left.",
                )
        with self.assertRaises(AccessError):
            profiles.with_user(self.user("rcs_employee")).get_run_progress()
        self.runs().duration = 60 * 4
        self.assertEqual(
            profiles.get_run_progress(),
            "Customers are being classified: 4 of 7, about 4 minutes left.",
        )
        self.work_off()
        self.assertEqual(profiles.get_run_progress(), "")

    def test_the_stale_queue_waits_for_the_full_run_of_its_company(self):
        self.queue_run()
        self.kill_before(2)
        self.history([(self.people[0], "2025-06-30", 5000)])
        self.run_cron(STALE)
        self.assertEqual(self.queue().partner_id, self.people[0])
        self.assertEqual(self.runs().mapped("scope"), ["all"])
        soon = [("cron_id", "=", self.env.ref(STALE).id)]
        self.assertTrue(self.env["ir.cron.trigger"].search(soon), "it looks again")
        self.work_off()
        self.run_cron(STALE)
        self.assertFalse(self.queue())
        self.assertEqual(self.runs().mapped("scope"), ["all", "some"])

    def test_the_stale_queue_of_another_company_does_not_wait(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.queue_run()
        self.kill_before(2)
        theirs = {"company_id": other.id, "stage_id": shared.id}
        self.history([(self.people[0], "2025-06-30", 7, theirs)])
        self.run_cron(STALE)
        self.assertEqual(self.profile_of(self.people[0], other).amount_total, 7)

    def test_customers_asked_for_under_way_are_classified_again_after_it(self):
        self.policy.classify(as_of=AS_OF)
        self.queue_run()
        self.kill_before(2)
        self.policy.classify(partner_ids=self.people[6].ids)
        self.env.cr.flush()
        self.assertEqual(self.queue().partner_id, self.people[6])

    def test_customers_deleted_under_way_are_left_out(self):
        run = self.queue_run()
        self.kill_before(2)
        lone = self.people[6]
        self.env["repair.case"].search([("partner_id", "=", lone.id)]).unlink()
        lone.unlink()
        self.work_off()
        self.assertEqual(run.state, "done")
        self.assertEqual(len(self.table()), 6)

    def test_a_piece_that_meets_an_edit_is_done_again(self):
        run = self.queue_run()
        expected = self.undisturbed()

        def before(number, run):
            if number in (0, 2, 4):
                raise psycopg2.errors.SerializationFailure("somebody was faster")

        self.work_off(before)
        self.assertEqual((run.state, run.customer_count), ("done", 7))
        self.assertEqual(self.table(), expected)

    def test_it_gives_up_after_some_attempts_and_says_why(self):
        run = self.queue_run()

        def before(number, run):
            raise psycopg2.errors.SerializationFailure("somebody was faster")

        with mute_logger(LOGGER):
            self.work_off(before)
        self.assertRecordValues(run, [{"state": "failed", "message": "somebody was faster"}])

    def test_one_company_fails_and_the_next_goes_on(self):
        other = self.env["res.company"].create({"name": "Zeta", "sequence": 9999})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        theirs = {"company_id": other.id, "stage_id": shared.id}
        self.history([(self.people[0], "2025-06-30", 7, theirs)])
        run = self.queue_run()

        def before(number, run):
            if run.company_id == self.company and run.customer_count:
                raise ZeroDivisionError("the third piece is bad")

        with mute_logger(LOGGER):
            self.work_off(before)
        self.assertRecordValues(
            run, [{"state": "failed", "message": "the third piece is bad", "customer_count": 2}]
        )
        self.assertEqual(self.profile_of(self.people[0], other).amount_total, 7)
