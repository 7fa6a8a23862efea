from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

import psycopg2

from odoo import sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...models.classification import pieces
from ...segmentation import work
from ..bases.common import AS_OF
from .test_cron import CronCase

ALL = "repair_customer_segmentation.ir_cron_classify_all"
STALE = "repair_customer_segmentation.ir_cron_classify_stale"
LOGGER = "odoo.addons.repair_customer_segmentation.models.classification.pieces"


class Killed(BaseException):
    """Nobody catches it: the process is gone."""


class RunCase(CronCase):
    """Seven customers, classified two at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(7)
        cls.history(
            [
                (partner, f"2025-0{month}-11", 10 * number + month)
                for number, partner in enumerate(cls.people, 1)
                for month in range(1, 1 + number % 5 + 1)
            ]
        )
        cls.startClassPatcher(patch.object(pieces, "PIECE", 2))

    def queue_run(self):
        """Queue a full run as of a fixed day, as the nightly one is."""
        return self.policy._create_run(AS_OF, state="queued", is_nightly=True)

    @contextmanager
    def steps(self, before):
        """Call ``before(number, run)`` ahead of each piece of a run."""
        model = type(self.env["repair.segmentation.run"])
        original, numbers = model._step, iter(range(1000))

        def step(run):
            before(next(numbers), run)
            return original(run)

        with patch.object(model, "_step", step):
            yield

    def work_off(self, before=None):
        """Do what the scheduled action does, in a cursor of its own that commits."""
        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            self.steps(before or (lambda number, run: None)),
        ):
            self.env(cr=cr)["repair.segmentation.policy"]._cron_classify_all()

    def kill_before(self, step):
        """Work off the queue, and die ahead of that step (0 is the freezing of the metrics)."""

        def before(number, run):
            if number == step:
                raise Killed

        # Not assertRaises: it would roll back what the run committed before.
        try:
            self.work_off(before)
        except Killed:
            return
        self.fail(f"the run ended before step {step}")

    def table(self):
        """Return all that profiles say, whoever wrote it."""
        self.env.cr.execute(
            "SELECT (to_jsonb(profile) - 'id' - 'run_id')::text"
            " FROM repair_customer_profile profile WHERE company_id = %s ORDER BY partner_id",
            [self.company.id],
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def undisturbed(self):
        """Return the table of an undisturbed run, of which nothing else remains."""
        with self.env.cr.savepoint() as savepoint:
            self.policy.classify(as_of=AS_OF)
            table = self.table()
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(len(table), 7)
        return table


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
