"""A company through a year: contracts, maintenance plans and care rules, day by day.

What happens on a day is told in the order of the day: what somebody does in the morning, then
contracts, plans, and care.
"""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tools import SQL

from ...models.care.run_care import CareTurn
from .care import CareCase
from .maintenance import MaintenanceCase

YEAR = 2026
# So many days in a row, of those on which nothing is to happen.
PASSED_BY = 6
CONTRACT = "repair.service.contract"
EVE = datetime(2025, 12, 30, 9)


class ServiceYearCase(CareCase, MaintenanceCase):
    """Lives through a year: each day's previews must be what the day does."""

    def setUp(self):
        super().setUp()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 600)
        (self.kettle | self.mill).unlink()
        self.env["repair.case"].search([("company_id", "=", self.company.id)]).unlink()
        self.shipped.active = False
        self.lena = self.user("rcs_lena", "manager")
        self.ann.active = False
        self.events = {}

    def begin(self, tz, free, limit):
        """Let it be the eve of the year in a company with these free days."""
        self.calendar.tz = tz
        self.company.write({"repair_care_limit": limit, "repair_contract_notice_days": 45})
        midnight = {"Asia/Shanghai": -8, "Europe/Berlin": 0}[tz]
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Free",
                    "calendar_id": self.calendar.id,
                    "company_id": self.company.id,
                    "date_from": datetime(day.year, day.month, day.day) + timedelta(hours=midnight),
                    "date_to": datetime(day.year, day.month, day.day, 23)
                    + timedelta(hours=midnight),
                }
                for day in free
            ]
        )
        self.at(EVE)
        self.classify()

    def contract(self, partner, first, last, **values):
        return self.env["repair.service.contract"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "service_level_id": self.best.id,
                "date_start": first,
                "date_end": last,
                "user_id": self.lena.id,
                "renewal": "none",
                **values,
            }
        )

    def on_day(self, day, *actions):
        """Have something happen in the morning of a day of the year."""
        self.events[f"{YEAR}-{day}"] = actions

    def close(self, plan):
        """Return what completes the visits of a plan that are open."""
        return lambda: self.open_case(plan).action_close()

    def decline(self, partner, done_later=None):
        """Return what records work that a customer declines on a case of long ago."""

        def happen():
            [case] = self.env["repair.case"].search([("partner_id", "=", partner.id)], limit=1)
            work = self.env["repair.declined.work"].create({"name": "Belt", "case_id": case.id})
            if done_later:
                self.on_day(done_later, work.action_done)

        return happen

    def repair(self, device, opened, closed):
        """Have a device repaired: its case is open from one day to another."""

        def open_it():
            case = self.case(device.partner_id, device_id=device.id)
            self.on_day(closed, case.action_close)
            self.classify()

        self.on_day(opened, open_it)

    def live(self, hours):
        """Live through the year; return what happened: (day, customer or device, what, how).

        Days on which nothing is to happen, as the previews say, are passed by, a week at most:
        what they do not say would show on another day.
        """
        rules = self.env["repair.care.rule"].search(
            [("company_id", "=", self.company.id), ("is_on", "=", True)]
        )
        told, day, passed, awaited = [], date(YEAR, 1, 1), PASSED_BY, set()
        while day.year == YEAR:
            events = self.events.get(day.isoformat(), ())
            with freeze_time(datetime(day.year, day.month, day.day, hours[0])):
                for happen in events:
                    happen()
                told += self.follow_contracts(day)
            if events or day.isoformat() in awaited or passed == PASSED_BY:
                passed = 0
                told += self.live_a_day(day, rules, hours)
                with freeze_time(datetime(day.year, day.month, day.day, hours[-1])):
                    awaited = {row[0] for row in self.preview()} | self.opening_days()
            else:
                passed += 1
            day += timedelta(days=1)
        return told

    def live_a_day(self, day, rules, hours):
        """Do what plans and care do on a day, which is what their previews say."""
        with freeze_time(datetime(day.year, day.month, day.day, hours[0])):
            told = self.visit(day)
            preview = [row for row in self.preview() if row[0] == day.isoformat()]
        for hour in hours:
            with freeze_time(datetime(day.year, day.month, day.day, hour)):
                CareTurn(self.company, rules).take()
                self.env.invalidate_all()
        made = self.made(rules, day)
        self.assertEqual(made, sorted(preview), "the preview of the day is what it does")
        return told + made

    def follow_contracts(self, day):
        """Do what the day brings to contracts; return whom somebody was reminded of."""
        activities = self.env["mail.activity"].search([("res_model", "=", CONTRACT)])
        self.env[CONTRACT]._cron_follow_days()
        new = self.env["mail.activity"].search([("res_model", "=", CONTRACT)]) - activities
        return [
            (day.isoformat(), self.env[CONTRACT].browse(a.res_id).partner_id.name, "Reminder", "")
            for a in new
        ]

    def visit(self, day):
        """Open and skip the visits of the day; they are those of its preview."""
        visits = self.env["repair.maintenance.visit"]
        decided = [("company_id", "=", self.company.id), ("state", "in", ("opened", "skipped"))]
        expected, before = self.forecast(day), visits.search(decided).ids
        self.run_now()
        new = visits.search(decided).filtered(lambda visit: visit.id not in before)
        done = sorted(
            (v.device_id.name, v.plan_id.name, v.date_due.isoformat(), v.reason or "") for v in new
        )
        self.assertEqual(done, expected, f"the preview of {day} is what it does")
        return [
            (day.isoformat(), device, plan, f"{due} {reason}".strip())
            for device, plan, due, reason in done
        ]

    def forecast(self, day):
        """Return what the preview of visits says for a day, as :meth:`visit`."""
        return sorted(row[1:] for row in self.forecast_rows() if row[0] <= day.isoformat())

    def opening_days(self):
        return {row[0] for row in self.forecast_rows()}

    def forecast_rows(self):
        """Return the preview of visits: (opens on, device, plan, due on, reason)."""
        self.env.invalidate_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT date_opening::text, device.name, plan.name->>'en_US', date_due::text,
                       COALESCE(reason, '')
                  FROM (%s) AS visit
                  JOIN repair_device AS device ON device.id = visit.device_id
                  JOIN repair_maintenance_plan AS plan ON plan.id = visit.plan_id
                 WHERE visit.company_id = %s
                """,
                self.env["repair.maintenance.forecast"]._table_query,
                self.company.id,
            )
        )

    def made(self, rules, day):
        """Return the contacts of a day, as :meth:`preview` tells them."""
        found = self.env["repair.care.contact"].search(
            [("rule_id", "in", rules.ids), ("day", "=", day)]
        )
        self.assertFalse(found.filtered(lambda c: c.state not in ("sent", "skipped")))
        return sorted((str(c.day), c.contact_id.name, c.rule_id.name, c.reason) for c in found)
