from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from ...segmentation import days
from ...segmentation.days import day_of, day_start, window_start
from ..bases.company_days import BERLIN, LOS_ANGELES, SHANGHAI, ZONES, CompanyDaysCase, utc


@tagged("post_install", "-at_install")
class TestDays(CompanyDaysCase):
    def test_a_day_begins_at_midnight_on_the_wall(self):
        self.assertEqual(day_start(date(2026, 1, 1), SHANGHAI), datetime(2025, 12, 31, 16))
        self.assertEqual(day_start(date(2026, 7, 1), LOS_ANGELES), datetime(2026, 7, 1, 7))
        self.assertEqual(day_start(date(2026, 1, 1), LOS_ANGELES), datetime(2026, 1, 1, 8))

    def test_a_day_without_midnight_begins_with_its_first_moment(self):
        # In Beirut the clocks go from 00:00 to 01:00.
        start = day_start(date(2024, 3, 31), "Asia/Beirut")
        self.assertEqual(day_of(start, "Asia/Beirut"), date(2024, 3, 31))
        before = start - timedelta(seconds=1)
        self.assertEqual(day_of(before, "Asia/Beirut"), date(2024, 3, 30))

    def test_a_day_with_two_midnights_begins_with_the_first(self):
        # In Havana the clocks go from 01:00 back to 00:00.
        start = day_start(date(2025, 11, 2), "America/Havana")
        self.assertEqual(start, datetime(2025, 11, 2, 4))

    def test_the_31st_goes_to_the_last_day_of_a_month(self):
        self.assertEqual(window_start(date(2026, 3, 31), 1, "UTC"), datetime(2026, 2, 28))
        self.assertEqual(window_start(date(2028, 2, 29), 12, "UTC"), datetime(2027, 2, 28))
        self.assertIsNone(window_start(date(2026, 3, 31), 0, "UTC"))

    def test_every_time_zone_that_odoo_offers_has_days(self):
        field = self.env["resource.calendar"]._fields["tz"]
        for tz, _label in field._description_selection(self.env):
            with self.subTest(tz=tz):
                start = day_start(date(2026, 3, 29), tz)
                self.assertEqual(day_of(start, tz), date(2026, 3, 29))
                self.assertEqual(day_of(start - timedelta(seconds=1), tz), date(2026, 3, 28))

    def test_a_machine_that_does_not_know_an_old_name(self):
        with patch.object(days, "ZoneInfo", wraps=ZoneInfo) as known:
            known.side_effect = ZoneInfoNotFoundError
            known.from_file = ZoneInfo.from_file
            self.assertEqual(
                days._zone.__wrapped__("US/Eastern").utcoffset(datetime(2026, 1, 1)),
                timedelta(hours=-5),
            )

    def test_the_database_counts_the_same_days(self):
        """To the second, where clocks are changed."""
        for tz in (*ZONES, "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"):
            changes = days._clock_changes(tz, 2027)[1]
            moments = [at + timedelta(seconds=s) for at, _ in changes for s in (-1, 0, 1)]
            moments += [
                day_start(date(2026, 1, 1) + timedelta(days=n), tz) + timedelta(seconds=s)
                for n in range(0, 365, 7)
                for s in (-1, 0)
            ]
            rows = self.env.execute_query(
                SQL(
                    "SELECT moment, %s FROM unnest(%s::timestamp[]) AS moment",
                    days.day_sql(SQL("moment"), tz),
                    moments,
                )
            )
            self.assertEqual([day for _m, day in rows], [day_of(m, tz) for m, _day in rows])

    def test_without_working_hours_days_are_those_of_utc(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self.company._repair_day(datetime(2026, 1, 1, 23, 59)), date(2026, 1, 1))


@tagged("post_install", "-at_install")
class TestDaysOfFigures(CompanyDaysCase):
    def figures(self, partner, as_of):
        """Return days since the last and since the first repair, as the engine counts them."""
        self.env.flush_all()
        self.env.cr.execute(self.policy._metrics_relation(as_of))
        rows = {row["partner_id"]: row for row in self.env.cr.dictfetchall()}
        return rows[partner.id]["recency_days"], rows[partner.id]["tenure_days"]

    def test_who_was_here_this_morning_was_here_0_days_ago(self):
        for tz in ZONES:
            with self.subTest(tz=tz):
                self.move_to(tz)
                partner = self.customer(tz)
                self.history([(partner, utc("2026-03-10 07:30", tz), 100)])
                for now in ("2026-03-10 08:30", "2026-03-10 12:00", "2026-03-10 23:59"):
                    self.assertEqual(self.figures(partner, utc(now, tz)), (0, 0), now)
                for now in ("2026-03-11 00:01", "2026-03-11 09:00", "2026-03-11 23:59"):
                    self.assertEqual(self.figures(partner, utc(now, tz)), (1, 1), now)

    def test_changed_clocks_are_no_day(self):
        for tz, last in ((BERLIN, "2026-03-28 23:30"), (LOS_ANGELES, "2026-03-07 23:30")):
            with self.subTest(tz=tz):
                self.move_to(tz)
                partner = self.customer(tz)
                opened = utc(last, tz)
                self.history([(partner, opened, 100)])
                after = opened + timedelta(days=30)
                self.assertEqual(self.figures(partner, after), (31, 31))

    def profile_days(self, partner, now):
        with freeze_time(now):
            profile = self.profile_of(partner)
            profile.invalidate_recordset()
            recency = profile.recency_days
            found = profile.search(
                [("recency_days", "=", recency), ("company_id", "=", self.company.id)]
            )
            self.assertIn(profile, found)
            grouped = profile._read_group([("id", "=", profile.id)], [], ["recency_days:max"])
            self.assertEqual(grouped, [(recency,)])
            return recency

    def test_the_profile_says_the_same(self):
        for tz in ZONES:
            with self.subTest(tz=tz):
                self.move_to(tz)
                partner = self.customer(tz)
                self.history([(partner, utc("2026-03-10 07:30", tz), 100)])
                self.policy.classify(as_of=utc("2026-03-10 08:30", tz))
                self.assertEqual(self.profile_days(partner, utc("2026-03-10 08:31", tz)), 0)
                self.assertEqual(self.profile_days(partner, utc("2026-03-11 00:01", tz)), 1)

    def test_each_company_counts_in_its_own_days(self):
        self.move_to(SHANGHAI)
        other = self.env["res.company"].create({"name": "In Los Angeles"})
        other.resource_calendar_id.tz = LOS_ANGELES
        moment = utc("2026-03-10 07:30", SHANGHAI)
        self.history([(self.ann, moment, 100)])
        self.env["repair.case"].with_company(other).create(
            {"name": "There", "partner_id": self.ann.id, "date_open": moment}
        )
        for company in (self.company, other):
            company._active_repair_policy().with_context(allowed_company_ids=company.ids).classify(
                as_of=utc("2026-03-10 08:30", SHANGHAI)
            )
        profiles = self.profile_of(self.ann) | self.profile_of(self.ann, other)
        # It is 01:00 on the 12th in Shanghai, and 10:00 on the 11th in Los Angeles.
        with freeze_time(utc("2026-03-12 01:00", SHANGHAI)):
            profiles.invalidate_recordset()
            self.assertEqual(profiles.mapped("recency_days"), [2, 2])
            # It is 16:00 in Los Angeles.
        with freeze_time(utc("2026-03-12 07:00", SHANGHAI)):
            profiles.invalidate_recordset()
            rows = profiles.search_fetch([("recency_days", "=", 2), ("id", "in", profiles.ids)])
            self.assertEqual(rows, profiles)
        with freeze_time(utc("2026-03-12 16:00", SHANGHAI)):
            profiles.invalidate_recordset()
            self.assertEqual(profiles.mapped("recency_days"), [2, 3])
            order = profiles.search([("id", "in", profiles.ids)], order="recency_days desc")
            self.assertEqual(order.mapped("recency_days"), [3, 2])

    def test_who_never_had_a_repair_was_here_on_no_day(self):
        """A number finds nobody without a repair; nothing is asked for by nothing."""
        bea = self.customer("Bea")
        # She is known by a repair that is still to come.
        self.history([(self.ann, "2026-03-10 09:00", 100), (bea, "2026-04-10 09:00", 100)])
        with freeze_time("2026-03-10 12:00"):
            self.policy.classify()
            profiles = self.env["repair.customer.profile"]
            own = [("company_id", "=", self.company.id)]
            ann, never = self.profile_of(self.ann), self.profile_of(bea)
            self.assertTrue(ann and never)
            for name in ("recency_days", "tenure_days"):
                for operator, value, found in (
                    ("=", 0, ann),
                    ("!=", 0, never),
                    ("<=", 30, ann),
                    ("<", 0, profiles),
                    ("in", [0, 5], ann),
                    ("=", False, never),
                    ("!=", False, ann),
                ):
                    with self.subTest(name=name, operator=operator, value=value):
                        domain = [(name, operator, value)]
                        self.assertEqual(profiles.search(own + domain), found, domain)

    def test_the_explanation_says_the_same(self):
        self.move_to(SHANGHAI)
        self.policy.cut_method = "fixed"
        self.history([(self.ann, utc("2026-03-10 07:30", SHANGHAI), 100)])
        for now, expected in (("2026-03-10 08:30", 0), ("2026-03-11 00:30", 1)):
            self.policy.classify(as_of=utc(now, SHANGHAI))
            scores = self.profile_of(self.ann)._explanation()["rfm"]["scores"]
            self.assertEqual(scores[0]["number"], expected)
