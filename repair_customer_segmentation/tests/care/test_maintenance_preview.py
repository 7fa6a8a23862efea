from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from ..bases.maintenance import MaintenanceCase, on


@tagged("post_install", "-at_install")
class TestMaintenancePreview(MaintenanceCase):
    """The preview of a day is what that day's run does."""

    def forecast(self, plan=None):
        """Return the preview: list of (opens, due, plan, device, reason)."""
        model = self.env["repair.maintenance.forecast"].with_context(
            maintenance_plan_id=plan.id if plan else False
        )
        self.env.invalidate_all()
        query = SQL(
            "SELECT date_opening, date_due, plan_id, device_id, reason FROM (%s) AS rows"
            " WHERE company_id = %s ORDER BY date_due, id",
            model._table_query,
            self.company.id,
        )
        plans, devices = self.env["repair.maintenance.plan"], self.env["repair.device"]
        return [
            (opens, due, plans.browse(plan_id), devices.browse(device_id), reason or False)
            for opens, due, plan_id, device_id, reason in self.env.execute_query(query)
        ]

    def test_a_plan_that_is_off_is_previewed_and_changes_nothing(self):
        with on("2025-01-14"):
            plan = self.env["repair.maintenance.plan"].create(
                {
                    "name": "Off", "company_id": self.company.id, "scope": "device",
                    "device_id": self.kettle.id, "date_start": "2025-01-15", "planned_hours": 1.5,
                }
            )  # fmt: skip
            self.assertEqual(self.forecast(), [])
            action = plan.action_preview()
            rows = self.env["repair.maintenance.forecast"].with_context(**action["context"])
            rows = rows.search(action["domain"])
            self.assertEqual(
                [str(day) for day in rows.mapped("date_due")], ["2025-01-15", "2025-07-15"]
            )
            self.assertEqual(sum(rows.mapped("planned_hours")), 3)
            self.assertFalse(plan.visit_ids)

    def test_a_year_day_by_day(self):
        """Each day's preview names what its run opens and skips; so did that of the first day."""
        for day in ("2024-09-05", "2024-09-25", "2024-10-15", "2024-11-24", "2025-01-03"):
            self.repaired(self.mill, day)
        fan = self.device(self.bob, "Fan", bought="2025-01-02")
        with on("2025-01-14"):
            everybody = {"scope": "level", "device_id": False, "service_level_id": self.basic.id}
            plans = [
                self.plan(**everybody, date_start="2025-02-01"),
                self.plan(counts_from="calendar", interval_months=1, lead_days=7),
                self.plan(**everybody, is_once=True, interval_months=3),
                self.plan(device_id=self.mill.id, rhythm="own", lead_days=3),
            ]
            first = self.forecast()
        self.assertTrue({row[4] for row in first} >= {False, "visit"}, "there is something to skip")
        self.assertIn(fan, [row[3] for row in first])
        visits = self.env["repair.maintenance.visit"]
        seen, day = set(), date(2025, 1, 14)
        with on(day) as clock:
            while day < date(2026, 1, 1):
                expected = {row[1:] for row in self.forecast() if row[0] <= day}
                before = set(visits.search([("state", "in", ("opened", "skipped"))]).ids)
                self.run_now()
                after = visits.search([("state", "in", ("opened", "skipped"))])
                done = {
                    (v.date_due, v.plan_id, v.device_id, v.reason)
                    for v in after.filtered(lambda v, before=before: v.id not in before)
                }
                self.assertEqual(done, expected, day)
                seen |= done
                # Each visit is completed on the day it is due.
                for visit in visits.search([("state", "=", "opened"), ("date_due", "<=", day)]):
                    visit.case_id.action_close()
                day += timedelta(days=1)
                clock.tick(timedelta(days=1))
        said = {row[1:] for row in first if row[0] < day}
        self.assertEqual(seen, said, "the preview of the first day")
        self.assertEqual({plan for _due, plan, *_rest in seen}, set(plans))

    def test_a_case_that_is_open_skips_what_opens_within_the_lead_time(self):
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-20", start_from="plan")
            self.case(device_id=self.kettle.id)
            self.assertEqual(
                [(str(row[1]), row[4]) for row in self.forecast(plan)],
                [("2025-01-20", "case"), ("2025-07-20", False)],
            )
