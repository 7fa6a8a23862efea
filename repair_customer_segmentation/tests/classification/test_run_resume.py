from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ...segmentation import work
from ..bases.runs import ALL, STALE, RunCase


@tagged("post_install", "-at_install")
class TestResume(RunCase):
    def test_a_killed_run_goes_on_where_it_stopped(self):
        expected = self.undisturbed()
        run = self.queue_run()
        self.kill_before(3)
        self.assertRecordValues(
            run, [{"state": "running", "customer_count": 4, "last_partner_id": self.people[3].id}]
        )
        self.assertEqual(len(self.table()), 4)
        self.assertAlmostEqual(run.progress, 400 / 7)
        self.assertTrue(run.date_expected_end)
        done = []
        self.work_off(lambda number, run: done.append(run.customer_count))
        self.assertEqual(done, [4, 6], "nothing is done twice")
        self.assertRecordValues(
            run, [{"state": "done", "customer_count": 7, "changed_count": 7, "progress": 100}]
        )
        self.assertFalse(run.date_expected_end)
        self.assertEqual(self.table(), expected)
        self.assertIsNone(work.count(self.env.cr, self.company.id), "the work table is gone")

    def test_killed_before_each_step_it_ends_alike(self):
        expected = self.undisturbed()
        self.queue_run()
        for step in (0, 1, 1, 1):
            self.kill_before(step)
        self.work_off()
        self.assertEqual(self.runs().mapped("state"), ["done"])
        self.assertEqual(self.table(), expected)

    def test_what_changed_meanwhile_is_seen_after_the_run(self):
        """The frozen figures are gone on with; the queue brings the news."""
        self.queue_run()
        self.kill_before(2)
        self.history([(self.people[6], "2025-06-30", 5000)])
        self.work_off()
        self.assertEqual(self.profile_of(self.people[6]).amount, 216)
        self.run_cron(STALE)
        self.assertEqual(self.profile_of(self.people[6]).amount_total, 5216)

    def test_a_lost_work_table_makes_it_start_over(self):
        expected = self.undisturbed()
        run = self.queue_run()
        for loss in ("DELETE FROM %s", "DROP TABLE %s"):
            self.kill_before(2)
            self.env.cr.execute(SQL(loss, work.work_table(self.company.id)))
            self.kill_before(1)
            self.assertEqual((run.state, run.customer_count), ("running", 0))
        self.work_off()
        self.assertEqual((run.state, run.customer_count), ("done", 7))
        self.assertEqual(self.table(), expected)

    def test_other_rules_make_it_start_over(self):
        self.policy.window_months = 2
        expected = self.undisturbed()
        self.policy.window_months = 12
        run = self.queue_run()
        self.kill_before(3)
        self.policy.window_months = 2
        self.work_off()
        self.assertEqual((run.state, run.customer_count), ("done", 7))
        self.assertEqual(run.rules_digest, self.policy._rules_digest())
        self.assertEqual(self.table(), expected)

    def test_rules_changed_under_way_are_noticed_at_the_next_piece(self):
        self.policy.window_months = 2
        expected = self.undisturbed()
        self.policy.window_months = 12
        run = self.queue_run()

        def before(number, run):
            if number == 3:
                run.policy_id.window_months = 2

        self.work_off(before)
        self.assertEqual((run.state, run.customer_count), ("done", 7))
        self.assertEqual(self.table(), expected)

    def test_the_time_of_the_scheduled_action_ends_between_pieces(self):
        run = self.queue_run()
        model = type(self.env["ir.cron"])
        commit = model._commit_progress
        with patch.object(model, "_commit_progress", lambda *a, **k: commit(*a, **k) and 0.0):
            self.work_off()
            self.assertEqual((run.state, run.customer_count), ("running", 0))
            self.work_off()
            self.assertEqual(run.customer_count, 2)
        self.work_off()
        self.assertEqual(run.state, "done")

    def test_a_run_of_an_archived_policy_ends(self):
        run = self.queue_run()
        self.kill_before(2)
        self.policy._write_state("archived")
        self.work_off()
        self.assertEqual(run.state, "failed")
        self.assertIn("archived", run.message)
        self.assertIsNone(work.count(self.env.cr, self.company.id))

    def test_runs_that_stand_still_are_woken(self):
        run = self.queue_run()
        self.kill_before(2)
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.env.ref(ALL).id)])
        triggers.unlink()
        self.env["repair.segmentation.run"]._wake_interrupted()
        self.assertFalse(triggers.search([("cron_id", "=", self.env.ref(ALL).id)]))
        self.env.cr.execute(
            "UPDATE repair_segmentation_run SET write_date = write_date - interval '1 hour'"
            " WHERE id = %s",
            [run.id],
        )
        self.env["repair.segmentation.run"]._wake_interrupted()
        self.assertTrue(triggers.search([("cron_id", "=", self.env.ref(ALL).id)]))
