from odoo.exceptions import UserError
from odoo.tests import tagged

from ..bases.maintenance import MaintenanceCase, on


@tagged("post_install", "-at_install")
class TestMaintenanceRun(MaintenanceCase):
    """What the daily run opens and what it skips."""

    def test_a_case_is_opened_ahead_and_once(self):
        with on("2025-01-14"):
            self.ann.lang = "en_US"
            plan = self.plan(subject="Look at it")
        self.run_on("2025-06-30")
        self.assertEqual(self.visits(plan), [("2025-01-15", "opened", False)])

    def test_the_case(self):
        """It is due by the end of its day in Berlin, and nobody waits for a reply."""
        team = self.env["repair.case.team"].create(
            {"name": "Inspectors", "company_id": self.company.id}
        )
        with on("2025-01-14"):
            plan = self.plan(subject="Look at it", date_start="2025-05-01", team_id=team.id)
        self.assertEqual(self.due(plan), "2025-07-15")
        self.run_on("2025-06-30")
        self.assertEqual(self.visits(plan), [("2025-07-15", "planned", False)])
        self.run_on("2025-07-01")
        self.run_on("2025-07-01")
        self.run_on("2025-07-02")
        case = plan.visit_ids.case_id
        self.assertEqual(len(case), 1)
        self.assertEqual(
            (
                case.name,
                case.partner_id,
                case.device_id,
                case.type_id,
                case.team_id,
                case.company_id,
            ),
            ("Look at it", self.ann, self.kettle, self.inspection, team, self.company),
        )
        self.assertEqual(case.planned_date.isoformat(), "2025-07-15")
        self.assertEqual(str(case.resolution_deadline), "2025-07-15 22:00:00")
        self.assertEqual(case.next_deadline, case.resolution_deadline)
        self.assertFalse(case.response_deadline)
        self.assertEqual(str(case.queue_date), "2025-07-14 22:00:00")
        self.assertEqual(case.service_level_id, self.basic)
        with on("2025-07-16"):
            case.invalidate_recordset()
            self.assertEqual(case.sla_state, "breached")

    def test_inspections_are_no_repairs(self):
        """They would keep customers frequent, and be a failure of the device."""
        with on("2025-01-14"):
            self.plan(date_start="2025-01-15")
        self.run_on("2025-01-14")
        with on("2025-01-16"):
            self.policy.classify()
            self.assertEqual(self.profile_of(self.ann).repair_count_total, 0)
            self.assertTrue(self.profile_of(self.ann), "known all the same")
            self.assertEqual((self.kettle.case_count, self.kettle.repair_count), (1, 0))
            self.inspection.is_inspection = False
            self.policy.classify()
            self.assertEqual(self.profile_of(self.ann).repair_count_total, 1)

    def test_what_is_skipped_and_why(self):
        fan, iron = self.device(self.ann, "Fan"), self.device(self.bob, "Iron")
        with on("2025-01-14"):
            level = self.plan(
                scope="level", device_id=False, service_level_id=self.basic.id,
                date_start="2025-05-01",
            )  # fmt: skip
        self.assertEqual(len(level.visit_ids), 4)
        with on("2025-06-01"):
            self.case(device_id=self.kettle.id)
            fan.active = False
            self.bob.active = False
        self.run_on("2025-07-01")
        found = {v.device_id: (v.state, v.reason) for v in level.visit_ids.sorted("date_due", 1)}
        self.assertEqual(
            {device: found[device] for device in (fan, self.mill, iron)},
            dict.fromkeys((self.mill, iron), ("skipped", "customer"))
            | {fan: ("skipped", "device")},
        )
        kettle = level.visit_ids.filtered(lambda v: v.device_id == self.kettle)
        self.assertEqual(
            [(str(v.date_due), v.state, v.reason) for v in kettle.sorted("date_due")],
            [("2025-07-15", "skipped", "case"), ("2026-01-15", "planned", False)],
        )
        self.run_on("2026-08-01")
        self.assertEqual(
            len(level.visit_ids.filtered(lambda v: v.device_id == fan)), 1, "skipped once"
        )

    def test_who_comes_back_in_time_loses_nothing(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-05-01")
            self.kettle.active = False
        self.assertEqual(self.visits(plan), [("2025-07-15", "planned", "device")])
        with on("2025-06-20"):
            self.kettle.active = True
        self.run_on("2025-07-01")
        self.assertEqual(self.visits(plan), [("2025-07-15", "opened", False)])

    def test_a_device_that_changes_hands(self):
        """The plan of a level follows its owner; the visits stay those of the device."""
        with on("2025-01-14"):
            vip = self.tier("Frequent")
            vip.service_level_id = self.best
            self.env["repair.segmentation.override"].create(
                {
                    "partner_id": self.ann.id, "dimension": "frequency", "tier_id": vip.id,
                    "reason": "Test", "company_id": self.company.id,
                }
            )  # fmt: skip
            self.policy.classify()
            plans = [
                self.plan(
                    scope="level", device_id=False, service_level_id=self.best.id,
                    date_start="2025-05-01",
                ),
                self.plan(scope="tier", device_id=False, tier_id=vip.id, date_start="2025-05-01"),
            ]  # fmt: skip
        for plan in plans:
            self.assertEqual(plan.visit_ids.device_id, self.kettle)
            self.assertEqual(plan.visit_ids.partner_id, self.ann)
        with on("2025-06-20"):
            self.kettle.partner_id = self.bob
        for plan in plans:
            self.assertEqual(self.visits(plan), [("2025-07-15", "planned", "scope")])
            self.assertEqual(plan.visit_ids.partner_id, self.bob)
        with on("2025-06-21"):
            self.kettle.partner_id = self.ann
        self.run_on("2025-07-01")
        self.assertEqual(self.visits(plans[0]), [("2025-07-15", "opened", False)])
        self.assertEqual(
            [row[1:] for row in self.visits(plans[1])],
            [("skipped", "visit"), ("planned", False)],
            "two plans of one device within the lead time: one case",
        )

    def test_months_without_a_run_are_made_up_for_once(self):
        with on("2025-01-14"):
            plan = self.plan(
                counts_from="calendar", start_from="plan", date_start="2025-02-01",
                interval_months=1, lead_days=0,
            )  # fmt: skip
        self.run_on("2025-09-20")
        self.assertEqual(
            self.visits(plan), [("2025-09-01", "opened", False), ("2025-10-01", "planned", False)]
        )

    def test_a_plan_archived_and_taken_back(self):
        with on("2025-01-14"):
            plan = self.plan(counts_from="calendar", date_start="2025-05-01")
        self.run_on("2025-07-01")
        self.complete(plan, "2025-07-10")
        with on("2025-08-01"):
            plan.active = False
        self.assertEqual(self.visits(plan), [("2025-07-15", "done", False)])
        self.run_on("2026-03-01")
        with on("2026-03-02"):
            plan.active = True
        self.assertEqual(self.due(plan), "2026-01-15", "46 days late: the one that was missed")
        self.run_on("2026-03-02")
        self.assertEqual(
            self.visits(plan)[1:],
            [("2026-01-15", "opened", False), ("2026-07-15", "planned", False)],
        )

    def test_a_visit_follows_its_case(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15")
        self.run_on("2025-01-14")
        case = plan.visit_ids.case_id
        visit = plan.visit_ids
        with on("2025-01-16"):
            case.action_close()
            self.assertEqual((visit.state, str(visit.date_done)), ("done", "2025-01-16"))
            case.action_reopen()
            self.assertEqual((visit.state, visit.date_done), ("opened", False))
            self.assertEqual(self.visits(plan), [("2025-01-15", "opened", False)])
            other = self.case(device_id=self.kettle.id)
            other._merge(case)
            self.assertEqual(visit.state, "opened", "the case it was merged into goes on")
            other.action_close()
            self.assertEqual(visit.state, "done")
            self.assertEqual(self.due(plan), "2025-07-16")

    def test_cancelled_and_deleted_cases(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15")
        self.run_on("2025-01-14")
        with on("2025-01-16"):
            plan.visit_ids.case_id.stage_id = self.stage_cancelled
        self.assertEqual(
            self.visits(plan),
            [("2025-01-15", "skipped", "cancelled"), ("2025-07-15", "planned", False)],
        )
        self.run_on("2025-07-01")
        self.open_case(plan).unlink()
        self.run_on("2025-07-02")
        self.assertEqual(
            self.visits(plan)[1:],
            [("2025-07-15", "skipped", "deleted"), ("2026-01-15", "planned", False)],
            "it is not opened again",
        )

    def test_open_now_and_skip(self):
        manager = self.user("rcs_manager", "manager")
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-05-01")
            other = self.plan(device_id=self.mill.id, date_start="2025-05-01")
            visit = plan.visit_ids
            visit.with_user(manager).action_open_now()
            self.assertEqual(visit.state, "opened")
            with self.assertRaisesRegex(UserError, "not planned any more"):
                visit.with_user(manager).action_open_now()
            other.visit_ids.with_user(manager).action_skip()
        self.assertEqual(
            self.visits(other),
            [("2025-07-15", "skipped", "hand"), ("2026-01-15", "planned", False)],
        )

    def test_merged_customers_keep_their_visits(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15")
        self.run_on("2025-01-14")
        with on("2025-01-16"):
            self.env["base.partner.merge.automatic.wizard"]._merge(
                (self.ann | self.bob).ids, self.bob
            )
            self.env.flush_all()
            self.env.invalidate_all()
        visit = plan.visit_ids
        self.assertEqual((visit.partner_id, visit.commercial_partner_id), (self.bob, self.bob))
        self.assertEqual(visit.state, "opened")
        self.assertEqual(visit.case_id.partner_id, self.bob)

    def test_a_contract_that_ends_in_between(self):
        """The last visit is within it; the one after its end is skipped once."""
        with on("2025-01-14"):
            contract = self.env["repair.service.contract"].create(
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "service_level_id": self.best.id,
                    "date_start": "2025-02-01",
                    "date_end": "2025-07-31",
                    "visits_year": 2,
                }
            )
            plan = self.plan(scope="contract", device_id=False, contract_id=contract.id)
            level = self.plan(
                scope="level", device_id=False, service_level_id=self.best.id, lead_days=0,
                date_start="2025-06-01",
            )  # fmt: skip
            self.assertFalse(level.visit_ids, "the contract has not begun")
            self.assertIn("covered by contract", plan.sentence)
        self.assertEqual(plan.visit_ids.device_id, self.kettle, "Bob has none")
        self.run_on("2025-07-14")
        self.assertEqual(level.visit_ids.device_id, self.kettle)
        self.complete(plan, "2025-07-15")
        self.assertEqual(self.visits(plan)[0], ("2025-07-15", "done", False))
        with on("2025-07-16"):
            self.assertEqual((contract.visit_count, contract.visits_year), (1, 2))
            contract.date_end = "2026-01-31"
        self.assertEqual(
            self.visits(plan), [("2025-07-15", "done", False), ("2026-01-15", "planned", False)]
        )
        with on("2025-10-01"):
            contract.date_end = "2025-12-31"
        for day in ("2026-01-01", "2026-07-15", "2027-01-15"):
            self.run_on(day)
        self.assertEqual(
            self.visits(plan),
            [("2025-07-15", "done", False), ("2026-01-15", "skipped", "contract")],
        )
