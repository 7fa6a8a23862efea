from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..bases.cron import ALL, CronCase
from ..bases.runs import Killed

JAN, FEB, MAR, APR, MAY, JUN = (datetime(2025, month, 1) for month in range(2, 8))
GOOD = {"metric": "repair_count", "operator": "at_least", "kind": "value", "value": 2}


class BackfillCase(CronCase):
    """Two customers under a policy of a two months' window: good is who came twice in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-07-10 12:00:00"))
        cls.bob = cls.customer("Bob")
        cls.history(
            [
                (cls.ann, "2025-02-10", 100),
                (cls.ann, "2025-03-31 23:59:59", 50),
                (cls.bob, "2025-05-01 00:00:00", 10),
                (cls.bob, "2025-05-20", 10),
                (cls.bob, "2025-06-20", 10),
            ]
        )
        cls.policy.window_months = 2
        cls.set_tiers("value", [("Good", "all", [GOOD]), ("Rest", "all", [])])

    def rebuild(self, months=6):
        """Rebuild as a manager's click does; return the run."""
        wizard = self.env["repair.backfill.wizard"].create({"months": months})
        action = wizard.action_rebuild()
        return self.env[action["res_model"]].browse(action["res_id"])

    def rows(self, dimension="value", cause="backfill"):
        """Return who changed: (customer, from, to, when)."""
        self.env.invalidate_all()
        found = self.env["repair.segmentation.transition"].search(
            [
                ("company_id", "=", self.company.id),
                ("dimension", "=", dimension),
                ("cause", "=", cause),
            ],
            order="date, partner_id",
        )
        return [
            (row.partner_id.name, row.from_tier_id.name, row.to_tier_id.name, row.date)
            for row in found
        ]

    EXPECTED = [
        ("Ann", False, "Rest", FEB),
        ("Ann", "Rest", "Good", MAR),
        ("Ann", "Good", "Rest", APR),
        ("Bob", False, "Good", MAY),
    ]


@tagged("post_install", "-at_install")
class TestBackfill(BackfillCase):
    def test_month_ends_are_told_exactly(self):
        """The last second of March is in March, the first of May is not in April."""
        run = self.rebuild()
        self.assertEqual(self.rows(), self.EXPECTED)
        self.assertRecordValues(
            run,
            [{"state": "done", "scope": "backfill", "month_count": 6, "months_done": 6}],
        )
        self.assertEqual(run.progress, 100)

    def test_each_month_is_what_that_days_run_would_have_given(self):
        self.rebuild()
        for moment in (FEB, MAR, APR, MAY, JUN):
            with self.env.cr.savepoint() as savepoint:
                self.policy.classify(as_of=moment)
                profiles = self.env["repair.customer.profile"].search(
                    [("company_id", "=", self.company.id), ("repair_count_total", ">", 0)]
                )
                for dimension in ("value", "frequency", "rfm", "abc"):
                    rows = self.rows(dimension)
                    rebuilt = {name: to for name, _from, to, date in rows if date <= moment}
                    field = f"{dimension}_computed_tier_id"
                    would_be = {each.partner_id.name: each[field].name for each in profiles}
                    self.assertEqual(would_be, rebuilt, (dimension, moment))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_figures_are_those_of_the_month(self):
        self.rebuild()
        transitions = self.env["repair.segmentation.transition"].search(
            [("partner_id", "=", self.ann.id), ("dimension", "=", "value")], order="date"
        )
        self.assertEqual(
            transitions.mapped("metrics"),
            [
                {"recency_days": 19, "repair_count": 1, "amount": 100.0},
                {"recency_days": 1, "repair_count": 2, "amount": 150.0},
                {"recency_days": 31, "repair_count": 1, "amount": 50.0},
            ],
        )

    def test_fewer_months_begin_with_the_state_of_their_first(self):
        self.rebuild(3)
        self.assertEqual(
            self.rows(),
            [("Ann", False, "Rest", APR), ("Bob", False, "Good", MAY)],
        )

    def test_it_leaves_out_what_has_no_history(self):
        self.rebuild()
        for dimension in ("kind", "size", "location", "need"):
            self.assertFalse(self.rows(dimension))

    def test_profiles_and_full_runs_are_left_alone(self):
        self.rebuild()
        self.assertFalse(self.profile_of(self.ann))
        self.assertFalse(self.policy._last_full_run())
        self.assertFalse(self.policy.last_run_id)

    def test_twice_gives_the_same_table(self):
        self.rebuild(5)
        self.rebuild()
        self.assertEqual(self.rows(), self.EXPECTED)

    def test_it_ends_where_the_real_one_begins(self):
        self.policy.classify(as_of=datetime(2025, 4, 15))
        self.assertEqual(self.rebuild().month_count, 3)
        self.assertEqual(self.rows(), self.EXPECTED[:2])
        with self.assertRaisesRegex(UserError, "Nothing to rebuild"):
            self.rebuild(3)

    def test_real_changes_stay(self):
        self.policy.grace_days = 0
        for moment in (APR, JUN):
            self.policy.classify(as_of=moment)
        real = self.rows(cause="rule")
        self.rebuild()
        self.assertEqual(self.rows(cause="rule"), real)
        self.assertEqual(self.rows(), self.EXPECTED[:3], "the last one is on the day of the run")

    def test_another_company_is_left_alone(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.rebuild()
        with self.assertRaises(UserError):
            other.repair_policy_id._write_state("archived")
            other.repair_policy_id = False
            self.env["repair.backfill.wizard"].create({"company_id": other.id}).action_rebuild()
        self.assertEqual(self.rows(), self.EXPECTED)

    def test_months_out_of_bounds_are_refused(self):
        for months in (0, 61):
            with self.assertRaisesRegex(UserError, "from 1 to 60"):
                self.rebuild(months)

    def test_the_wizard_says_which_months(self):
        wizard = self.env["repair.backfill.wizard"].new({"months": 3})
        self.assertEqual(
            [str(wizard.date_first), str(wizard.date_last), wizard.count],
            ["2025-04-30", "2025-06-30", 3],
        )


@tagged("post_install", "-at_install")
class TestBackfillInPieces(BackfillCase):
    def queue_rebuild(self):
        with patch.object(type(self.policy), "_has_many_cases", lambda policy: True):
            return self.rebuild()

    def work_off(self, kill_before=None):
        """Do what the scheduled action does; die before that step."""
        model = type(self.env["repair.segmentation.run"])
        original, numbers = model._step, iter(range(1000))

        def step(run):
            if run.scope == "backfill" and next(numbers) == kill_before:
                raise Killed
            return original(run)

        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            patch.object(model, "_step", step),
        ):
            self.env(cr=cr)["repair.segmentation.policy"]._cron_classify_all()

    def killed_before(self, step):
        try:
            self.work_off(step)
        except Killed:
            return
        self.fail("it ended before")

    def test_many_are_rebuilt_by_the_scheduled_action(self):
        run = self.queue_rebuild()
        self.assertEqual(run.state, "queued")
        self.run_cron(ALL)
        self.assertEqual(run.state, "done")
        self.assertEqual(self.rows(), self.EXPECTED)

    def test_killed_in_the_middle_it_goes_on(self):
        run = self.queue_rebuild()
        self.killed_before(4)
        self.assertRecordValues(run, [{"state": "running", "months_done": 3, "progress": 50}])
        self.assertEqual(self.rows(), self.EXPECTED[:2])
        self.killed_before(1)
        self.assertEqual(run.months_done, 4)
        self.work_off()
        self.assertEqual(run.state, "done")
        self.assertEqual(self.rows(), self.EXPECTED)

    def test_other_rules_make_it_start_over(self):
        run = self.queue_rebuild()
        self.killed_before(4)
        self.policy.window_months = 0
        self.work_off()
        self.assertEqual(run.state, "done")
        self.assertEqual(
            self.rows(),
            [("Ann", False, "Rest", FEB), ("Ann", "Rest", "Good", MAR), self.EXPECTED[3]],
        )

    def test_a_second_one_is_refused_meanwhile(self):
        self.queue_rebuild()
        with self.assertRaisesRegex(UserError, "already"):
            self.rebuild()

    def test_customers_are_classified_meanwhile(self):
        self.queue_rebuild()
        self.killed_before(2)
        self.policy.classify()
        self.work_off()
        self.assertEqual(self.rows(), self.EXPECTED)
        self.assertTrue(self.profile_of(self.ann))


@tagged("post_install", "-at_install")
class TestBackfillAccess(BackfillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_backfill_manager", "manager")
        cls.user("rcs_backfill_user", "user_all")

    @users("rcs_backfill_manager")
    def test_managers_rebuild(self):
        self.assertEqual(self.rebuild().sudo().state, "done")

    @users("rcs_backfill_user")
    def test_others_do_not(self):
        with self.assertRaises(AccessError):
            self.rebuild()
