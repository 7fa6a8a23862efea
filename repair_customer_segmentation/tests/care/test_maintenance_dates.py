from odoo.tests import tagged

from ..bases.maintenance import MaintenanceCase, on


@tagged("post_install", "-at_install")
class TestMaintenanceDates(MaintenanceCase):
    """When visits are due, case by case."""

    def chain(self, plan, *completions):
        """Complete visit after visit; return the due days, the one that is planned last.

        :param completions: when each is completed; ``None``: on its due day
        """
        dues = []
        for completed in completions:
            due = self.due(plan)
            dues.append(due)
            self.run_on(max(min(due, completed or due), "2025-01-14"))
            self.complete(plan, completed or due)
        self.run_on(completions[-1] or dues[-1])
        return [*dues, self.due(plan)]

    def test_chains(self):
        """(what the plan says, when its visits are completed, when they are due)"""
        table = [
            (
                "the calendar adds months to where it begins: 31 January",
                {"counts_from": "calendar", "start_from": "plan", "date_start": "2025-01-31",
                 "interval_months": 1, "lead_days": 0},
                [None, None, None],
                ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"],
            ),
            (
                "from completion the day of the month gets lost: 31 January",
                {"counts_from": "completion", "start_from": "plan", "date_start": "2025-01-31",
                 "interval_months": 1, "lead_days": 0},
                [None, None],
                ["2025-01-31", "2025-02-28", "2025-03-28"],
            ),
            (
                "29 February",
                {"counts_from": "calendar", "start_from": "plan", "date_start": "2024-02-29",
                 "interval_months": 12, "lead_days": 0},
                ["2025-01-20", None],
                # The day of 2024 has passed by more than 30 days: it is the last that counts.
                ["2024-02-29", "2025-02-28", "2026-02-28"],
            ),
            (
                "from completion, early and late",
                {"counts_from": "completion", "date_start": "2025-01-15", "lead_days": 14},
                ["2025-01-20", "2025-07-10", "2026-02-10"],
                ["2025-01-15", "2025-07-20", "2026-01-10", "2026-08-10"],
            ),
            (
                "by the calendar, early and late",
                {"counts_from": "calendar", "date_start": "2025-01-15", "lead_days": 14},
                ["2025-01-20", "2025-07-10", "2026-02-10"],
                ["2025-01-15", "2025-07-15", "2026-01-15", "2026-07-15"],
            ),
            (
                "once, the purchase being before the first day: never",
                {"is_once": True, "interval_months": 3},
                [],
                [None],
            ),
        ]  # fmt: skip
        for what, values, completions, dues in table:
            with self.subTest(what):
                with on("2025-01-14"):
                    plan = self.plan(**values)
                found = self.chain(plan, *completions) if completions else [self.due(plan)]
                self.assertEqual(found, dues)
                plan.active = False
                plan.visit_ids.case_id.unlink()

    def test_a_check_of_a_new_device_is_due_once(self):
        with on("2025-01-14"):
            fan = self.device(self.ann, "Fan", bought="2024-12-30")
            plan = self.plan(device_id=fan.id, is_once=True, interval_months=2)
        self.assertEqual(self.due(plan), "2025-02-28", "30 December and two months")
        self.run_on("2025-02-14")
        self.complete(plan, "2025-02-20")
        self.run_on("2027-01-01")
        self.assertEqual(self.visits(plan), [("2025-02-28", "done", False)])

    def test_a_moved_start_moves_what_follows(self):
        """A visit stands for the day of the grid that is nearest to it."""
        with on("2025-01-14"):
            plan = self.plan(counts_from="calendar", start_from="plan", date_start="2025-03-01")
        self.run_on("2025-03-01")
        self.complete(plan, "2025-03-01")
        self.assertEqual(self.due(plan), "2025-09-01")
        with on("2025-03-02"):
            for start, due in (
                ("2025-03-15", "2025-09-15"),
                ("2025-02-15", "2025-08-15"),
                ("2025-07-01", "2025-07-01"),
                ("2025-03-01", "2025-09-01"),
            ):
                plan.date_start = start
                self.assertEqual(self.due(plan), due, start)
            plan.interval_months = 3
            self.assertEqual(self.due(plan), "2025-06-01")
            plan.counts_from = "completion"
            self.assertEqual(self.due(plan), "2025-06-01")
        self.assertEqual(len(plan.visit_ids), 2, "the row was moved, none came or went")

    def test_an_inspection_that_nobody_planned_counts_from_completion(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-03-01")
        self.assertEqual(self.due(plan), "2025-07-15")
        with on("2025-05-05"):
            case = self.case(device_id=self.kettle.id, type_id=self.inspection.id)
            case.action_close()
        self.assertEqual(self.due(plan), "2025-11-05")
        with on("2025-05-06"):
            case.action_reopen()
        self.assertEqual(self.due(plan), "2025-07-15")

    def test_after_so_many_repairs(self):
        with on("2025-01-14"):
            plan = self.plan(rhythm="repairs", repair_interval=3)
        self.repaired(self.kettle, "2024-12-01", "2025-02-01", "2025-02-10")
        self.repaired(self.kettle, "2025-02-12", is_rework=True)
        self.repaired(self.kettle, "2025-02-13", type_id=self.inspection.id)
        self.repaired(self.kettle, "2025-02-14", stage_id=self.stage_cancelled.id)
        self.run_on("2025-03-01")
        self.assertEqual(self.due(plan), None, "one before the first day, and since the inspection")
        self.repaired(self.kettle, "2025-03-02", "2025-03-03", "2025-03-04")
        self.run_on("2025-03-05")
        self.assertEqual(self.visits(plan), [("2025-03-04", "opened", False)])
        self.complete(plan, "2025-03-10")
        self.repaired(self.kettle, "2025-03-11", "2025-03-12")
        self.run_on("2025-03-13")
        self.assertEqual(self.due(plan), None)
        self.repaired(self.kettle, "2025-03-20")
        self.run_on("2025-03-21")
        self.assertEqual(self.visits(plan)[-1], ("2025-03-20", "opened", False))

    def test_the_devices_own_rhythm(self):
        """Gaps of 10, 20, 60 and 80 days: the median is 40 days."""
        with on("2025-01-14"):
            plan = self.plan(rhythm="own", date_start="2025-01-01", lead_days=0)
        self.repaired(self.kettle, "2025-02-01", "2025-02-11", "2025-03-03", "2025-05-02")
        self.run_on("2025-05-03")
        self.assertEqual(self.due(plan), None)
        self.assertIn("4 of the 5", plan.rhythm_note)
        self.repaired(self.kettle, "2025-07-21")
        self.run_on("2025-07-22")
        self.assertEqual(self.due(plan), "2025-08-30")
        plan.invalidate_recordset()
        self.assertEqual(plan.rhythm_note, "Applies: the device has 5 closed repairs or more.")
        self.run_on("2025-08-30")
        self.complete(plan, "2025-09-01")
        self.assertEqual(self.due(plan), "2025-10-11", "40 days after the inspection")

    def test_a_visit_that_is_done_long_before_its_day_is_never_due_again_on_it(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-07-01", interval_months=2, lead_days=10)
            visit = plan.visit_ids
            self.assertEqual(self.due(plan), "2025-07-15")
        with on("2025-05-15"):
            visit.action_open_now()
            visit.case_id.action_close()
        self.assertEqual(self.due(plan), "2025-07-16", "a day later: one visit, plan and day")

    def test_one_that_is_skipped_late_does_not_bring_the_backlog(self):
        """From completion, too: the day it is counted from may be long ago."""
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15", interval_months=1, lead_days=0)
        self.run_on("2025-01-15")
        self.complete(plan, "2025-01-15")
        with on("2025-02-01"):
            plan.action_switch_off()
        with on("2025-09-20"):
            plan.action_switch_on()
            self.assertEqual(self.due(plan), "2025-09-15")
            plan.visit_ids.filtered(lambda v: v.state == "planned").action_skip()
        self.assertEqual(self.due(plan), "2025-10-15")
        with on("2025-09-20"):
            counted = self.plan(
                device_id=self.mill.id, rhythm="repairs", repair_interval=2, lead_days=0
            )
            self.repaired(self.mill, *(f"2025-0{month}-10" for month in range(2, 9)))
            counted._moved()
            # The sixth one, not the second or the fourth.
            self.assertEqual(self.due(counted), "2025-07-10")
            counted.visit_ids.action_skip()
            self.assertIsNone(self.due(counted))
            self.repaired(self.mill, "2025-09-15")
            counted._moved()
            self.assertEqual(self.due(counted), "2025-09-15")
