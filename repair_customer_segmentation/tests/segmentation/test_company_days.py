from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.company_days import LOS_ANGELES, SHANGHAI, ZONES, CompanyDaysCase, utc
from ..bases.outlook import at_least


@tagged("post_install", "-at_install")
class TestWindowOfWholeDays(CompanyDaysCase):
    def test_a_window_begins_with_the_first_moment_of_a_day(self):
        self.policy.window_months = 12
        for tz in ZONES:
            self.move_to(tz)
            first = utc("2025-03-10 00:00", tz)
            partners = self.customer(f"{tz} in"), self.customer(f"{tz} out")
            self.history(
                [
                    (partners[0], first, 100),
                    (partners[1], first - timedelta(seconds=1), 100),
                ]
            )
            for now in ("00:00", "00:01", "01:30", "08:00", "12:00", "16:30", "23:59"):
                with self.subTest(tz=tz, now=now):
                    self.policy.classify(as_of=utc(f"2026-03-10 {now}", tz))
                    counts = [self.profile_of(p).repair_count for p in partners]
                    self.assertEqual(counts, [1, 0])
            self.policy.classify(as_of=utc("2026-03-11 00:00", tz))
            self.assertEqual([self.profile_of(p).repair_count for p in partners], [0, 0])

    def test_ratings_are_those_of_the_window(self):
        self.policy.window_months = 1
        self.move_to(SHANGHAI)
        case = self.history([(self.ann, "2026-01-01", 100)])
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("repair.case"),
                "res_id": case.id,
                "rating": 2,
                "consumed": True,
            }
        )
        rating.rated_on = utc("2026-02-10 00:30", SHANGHAI)
        self.policy.classify(as_of=utc("2026-03-10 23:00", SHANGHAI))
        self.assertEqual(self.profile_of(self.ann).rating_avg, 2)
        self.policy.classify(as_of=utc("2026-03-11 00:00", SHANGHAI))
        self.assertEqual(self.profile_of(self.ann).rating_avg, 0)


@tagged("post_install", "-at_install")
class TestDaysOnTheScreen(CompanyDaysCase):
    def test_the_first_hours_of_a_year_are_january(self):
        for tz in ZONES:
            with self.subTest(tz=tz), freeze_time("2026-12-15 12:00:00"):
                self.move_to(tz)
                partner = self.customer(tz)
                self.history(
                    [
                        (partner, utc("2026-01-01 00:00", tz), 100),
                        (partner, utc("2026-01-01 04:00", tz), 100),
                        (partner, utc("2026-01-31 23:59", tz), 100),
                        (partner, utc("2025-12-31 23:59", tz), 100),
                    ]
                )
                for reader in ("UTC", SHANGHAI, LOS_ANGELES):
                    chart = partner.with_context(tz=reader).repair_chart
                    partner.invalidate_recordset()
                    self.assertEqual(chart["repairs"], [3] + [0] * 11)
                    self.assertEqual(chart["amounts"], [300] + [0] * 11)

    def test_the_chart_ends_with_the_month_of_the_company(self):
        self.move_to(SHANGHAI)
        with freeze_time(utc("2026-12-01 00:30", SHANGHAI)):
            self.history([(self.ann, utc("2026-12-01 00:10", SHANGHAI), 100)])
            chart = self.ann.repair_chart
        self.assertEqual(chart["labels"][-1], "Dec 2026")
        self.assertEqual(chart["repairs"], [0] * 11 + [1])

    def test_the_matrix_counts_a_day_to_its_end(self):
        self.move_to(LOS_ANGELES)
        self.set_tiers(
            "value", [("High", "all", [at_least("amount", 1000)]), ("Ordinary", "all", [])]
        )
        self.history([(self.ann, "2026-01-01", 100)])
        self.policy.classify(as_of=utc("2026-03-01 12:00", LOS_ANGELES))
        self.history([(self.ann, "2026-03-09", 1000)])
        self.policy.classify(as_of=utc("2026-03-10 23:30", LOS_ANGELES))
        matrix = self.env["repair.tier.matrix"]
        high, ordinary = (str(self.tier(name).id) for name in ("High", "Ordinary"))
        for day, cell in (("2026-03-10", high), ("2026-03-09", ordinary)):
            cells = matrix.get_matrix("value", "2026-03-02", day)["cells"]
            self.assertEqual([*cells[ordinary]], [cell])
        with freeze_time(utc("2026-03-10 23:45", LOS_ANGELES)):
            self.assertEqual(matrix.get_matrix("value")["date_to"], "2026-03-10")

    def test_months_are_rebuilt_to_their_end(self):
        self.policy.min_population = 0
        for tz in (SHANGHAI, LOS_ANGELES):
            with self.subTest(tz=tz), freeze_time(utc("2026-06-01 02:00", tz)):
                self.move_to(tz)
                partner = self.customer(tz)
                self.history([(partner, utc("2026-04-30 23:30", tz), 100)])
                wizard = self.env["repair.backfill.wizard"].create({"months": 2})
                self.assertEqual(wizard.date_first, date(2026, 4, 30))
                self.assertEqual(wizard.date_last, date(2026, 5, 31))
                wizard.action_rebuild()
                first = self.env["repair.segmentation.transition"].search(
                    [("partner_id", "=", partner.id)], order="date", limit=1
                )
                self.assertEqual(first.date, utc("2026-05-01 00:00", tz))
                self.assertEqual(first.metrics["recency_days"], 1)

    def test_a_warranty_runs_to_the_end_of_its_day(self):
        self.move_to(LOS_ANGELES)
        device = self.env["repair.device"].create(
            {"name": "Drill", "partner_id": self.ann.id, "warranty_date": "2026-03-10"}
        )
        for opened, state in (("2026-03-10 23:30", "running"), ("2026-03-11 00:30", "ended")):
            for reader in ("UTC", SHANGHAI):
                [case] = self.history(
                    [(self.ann, utc(opened, LOS_ANGELES), 0, {"device_id": device.id})]
                )
                self.assertEqual(case.with_context(tz=reader).warranty_state, state)
