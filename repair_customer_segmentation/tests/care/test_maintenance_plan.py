from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..bases.maintenance import MaintenanceCase, on


@tagged("post_install", "-at_install")
class TestMaintenancePlan(MaintenanceCase):
    """What a plan says, refuses and shows to whom."""

    def test_a_company_starts_with_plans_that_are_off(self):
        self.assertEqual(
            [(p.name, p.is_running, p.tier_id.name) for p in self.shipped],
            [
                ("Call-Back for Occasional Customers", False, "Occasional"),
                ("Check of New Devices", False, False),
                ("Preventive Inspection for Frequent Customers", False, "Frequent"),
            ],
        )
        self.assertEqual(self.shipped.tier_id.company_id, self.company)
        self.assertFalse(self.shipped.visit_ids)
        with self.assertRaisesRegex(ValidationError, "look at its preview"):
            self.shipped[0].action_switch_on()
        self.shipped[0].action_preview()
        with on("2025-03-01"):
            self.shipped[0].action_switch_on()
        self.assertEqual(str(self.shipped[0].date_start), "2025-03-01")

    def test_sentences(self):
        tier = self.tier("Frequent")
        table = [
            (
                {"scope": "level", "device_id": False, "service_level_id": self.best.id},
                (
                    "Every 6 months from completion, opened 14 days ahead, for devices of "
                    "customers at Best."
                ),
            ),
            (
                {"counts_from": "calendar", "interval_months": 1, "lead_days": 1,
                 "start_from": "plan", "date_start": "2025-03-01"},
                ("Every month by the calendar from March 1, 2025, opened 1 day ahead, for the "
                "device Kettle."),
            ),
            (
                {"scope": "tier", "device_id": False, "tier_id": tier.id, "is_once": True,
                 "interval_months": 3, "lead_days": 0},
                ("Once, 3 months after the purchase of the device, opened when it is due, for "
                "devices of customers in the tier Frequent."),
            ),
            (
                {"rhythm": "repairs", "repair_interval": 4},
                ("After 4 repairs since the last inspection, opened when it is due, for the device "
                "Kettle."),
            ),
            (
                {"rhythm": "own"},
                (
                    "At the device's own rhythm, counted from its last repair or inspection, "
                    "opened 14 days ahead, for the device Kettle."
                ),
            ),
        ]  # fmt: skip
        for values, sentence in table:
            self.assertEqual(self.plan(**values).sentence, sentence)

    def test_what_is_refused(self):
        repair = self.env["repair.case.type"].create({"name": "Broken"})
        for words, values in (
            ("“Months” is 0", {"interval_months": 0}),
            ("“Repairs” is 0", {"rhythm": "repairs", "repair_interval": 0}),
            ("“Open Ahead \\(Days\\)” is -1", {"lead_days": -1}),
            ("Enter less than 28", {"lead_days": 30, "interval_months": 1}),
            ("fill in “Device”", {"device_id": False}),
            ("fill in “Service Level”", {"scope": "level", "device_id": False}),
            ("Leave one of them empty", {"service_level_id": self.best.id}),
            ("count as repairs", {"type_id": repair.id}),
            ("“Planned Hours” is -1", {"planned_hours": -1}),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words):
                self.plan(**values)

    def test_the_form(self):
        manager = self.user("rcs_manager", "manager")
        form = Form(self.env["repair.maintenance.plan"].with_user(manager))
        form.name = "Yearly"
        form.scope = "device"
        form.device_id = self.kettle
        form.interval_months = 12
        form.scope = "level"
        form.service_level_id = self.best
        plan = form.save()
        self.assertFalse(plan.device_id, "another scope was chosen")
        self.assertEqual(plan.company_id, self.company)
        with self.assertRaisesRegex(ValidationError, "look at its preview"):
            plan.action_switch_on()

    def test_who_may_do_what(self):
        user, manager = self.user("rcs_user", "user"), self.user("rcs_manager", "manager")
        portal = new_test_user(self.env, "rcs_portal", groups="base.group_portal")
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-05-01")
        visit = plan.visit_ids
        self.assertEqual(visit.with_user(user).read(["state"])[0]["state"], "planned")
        self.assertTrue(self.env["repair.maintenance.forecast"].with_user(user).search_count([]))
        for records, call in (
            (plan.with_user(user), lambda r: r.write({"lead_days": 1})),
            (visit.with_user(user), lambda r: r.action_open_now()),
            (visit.with_user(user), lambda r: r.action_skip()),
            (visit.with_user(manager), lambda r: r.write({"date_due": "2025-01-01"})),
            (visit.with_user(manager), lambda r: r.unlink()),
            (visit.with_user(portal), lambda r: r.read(["state"])),
            (plan.with_user(portal), lambda r: r.read(["name"])),
            (self.env["repair.maintenance.forecast"].with_user(portal), lambda r: r.search([])),
        ):
            with self.assertRaises(AccessError):
                call(records)

    def test_companies_apart(self):
        """A shared device is planned for by each company's plans, and seen by its users alone."""
        other = self.env["res.company"].create({"name": "Other"})
        manager = self.user("rcs_manager", "manager")
        shared = self.device(self.ann, "Shared", company_id=False)
        with on("2025-01-14"):
            plan = self.plan(device_id=shared.id)
            foreign = self.plan(device_id=shared.id, company_id=other.id)
            self.case(device_id=shared.id)
        self.assertTrue(foreign.visit_ids)
        plans = self.env["repair.maintenance.plan"].with_user(manager).search([])
        self.assertIn(plan, plans)
        self.assertNotIn(foreign, plans)
        self.assertEqual(
            self.env["repair.maintenance.visit"].with_user(manager).search([]).plan_id, plan
        )
        self.run_on("2025-01-15")
        self.assertEqual(self.visits(plan)[0][1:], ("skipped", "case"))
        self.assertEqual(foreign.visit_ids.mapped("state"), ["planned"])

    def test_the_device_shows_its_next_and_last_visit(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15")
        self.assertEqual(str(self.kettle.next_visit_date), "2025-01-15")
        self.run_on("2025-01-14")
        self.complete(plan, "2025-01-16")
        self.kettle.invalidate_recordset()
        self.assertEqual(str(self.kettle.next_visit_date), "2025-07-16")
        self.assertEqual(str(self.kettle.last_visit_date), "2025-01-16")
        with self.assertQueryCount(2):
            devices = (self.kettle | self.mill).with_user(self.env.user)
            devices.invalidate_recordset(flush=False)
            devices.mapped("next_visit_date")

    def test_visits_keep_a_plan_from_being_deleted(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15")
        self.run_on("2025-01-14")
        with self.assertRaisesRegex(Exception, "Archive it instead"):
            plan.unlink()

    def test_a_visit_is_late_when_its_day_is_over_where_the_company_is(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-05-01", lead_days=10)
        # In the evening of the 15th in Los Angeles it is the morning of the 16th in Shanghai.
        for zone, late in (("America/Los_Angeles", False), ("Asia/Shanghai", True)):
            with self.subTest(zone), freeze_time("2025-07-16 00:30:00"):
                self.company.resource_calendar_id.tz = zone
                visit = plan.visit_ids
                visit.invalidate_recordset(["is_overdue"])
                self.assertEqual((str(visit.date_due), visit.is_overdue), ("2025-07-15", late))
                found = visit.search([("id", "=", visit.id), ("is_overdue", "=", True)])
                self.assertEqual(bool(found), late)
                self.assertEqual(bool(self.ann._portal_next_visits()), not late)

    def test_the_portal_shows_the_next_visit_and_nothing_of_the_plan(self):
        with on("2025-01-14"):
            self.plan(name="Secret Plan", date_start="2025-05-01", lead_days=10)
            self.assertEqual(
                self.ann._portal_next_visits(),
                [{"device": "Kettle", "day": "July 15, 2025", "url": False}],
            )
            self.assertEqual(self.bob._portal_next_visits(), [])
            self.assertEqual(str(self.ann.repair_next_visit_date), "2025-07-15")
        self.run_on("2025-07-06")
        with on("2025-07-07"):
            [visit] = self.ann._portal_next_visits()
            self.assertEqual(visit["device"], "Kettle")
