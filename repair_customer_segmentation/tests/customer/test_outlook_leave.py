import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.common import AS_OF
from ..bases.outlook import WATCHED, OutlookCase, at_least


@tagged("post_install", "-at_install")
class TestOutlookLeave(OutlookCase):
    """Repairs leave the window within 30 days, and the rest is not enough."""

    def test_the_first_day_of_it(self):
        self.classify(("2024-07-10", 10), *[("2025-06-01", 10)] * 3)
        self.assertEqual(
            self.rows(),
            [("frequency", "leave", date(2025, 7, 11), "Frequent", "Occasional")],
        )
        self.assertEqual(
            self.words("leave"),
            "From July 11, 2025 the calculated tier is Occasional: 1 repair leaves the period. 1 "
            "more repair in the period would keep the tier at Frequent.",
        )
        self.policy.classify(as_of=AS_OF + timedelta(days=9))
        self.assertEqual(self.profile_of(self.ann).frequency_computed_tier_id.name, "Frequent")
        self.policy.classify(as_of=AS_OF + timedelta(days=10))
        self.assertEqual(self.profile_of(self.ann).frequency_computed_tier_id.name, "Occasional")

    @freeze_time("2025-07-01 12:00:00")
    def test_days_left(self):
        self.classify(("2024-07-10", 10), *[("2025-06-01", 10)] * 3)
        row = self.outlook()
        self.assertEqual(row.days_left, "10 days")
        self.assertEqual(row.missing, "1 more repair in the period")
        for day, text in (("2025-07-10", "1 day"), ("2025-07-11", "now")):
            with freeze_time(day):
                row.invalidate_recordset(["days_left"])
                self.assertEqual(row.days_left, text)

    def test_repairs_that_may_leave_are_waited_for(self):
        self.classify(
            ("2024-07-05", 10), ("2024-07-10", 10), ("2024-07-10", 10), *[("2025-06-01", 10)] * 3
        )
        [row] = self.outlook()
        self.assertRecordValues(row, [{"day": date(2025, 7, 11), "repair_count": 3, "amount": 30}])
        self.assertEqual(
            row.words,
            "From July 11, 2025 the calculated tier is Occasional: 3 repairs leave the period. 1 "
            "more repair in the period would keep the tier at Frequent.",
        )

    def test_the_horizon(self):
        """30 days on the window begins on 2024-07-31."""
        self.classify(("2024-07-31", 10), *[("2025-06-01", 10)] * 3)
        self.assertFalse(self.rows())
        self.classify(days=1)
        self.assertEqual(self.outlook().day, date(2025, 8, 1))

    def test_an_amount(self):
        self.classify(("2024-07-10", 900), ("2025-06-01", 850))
        self.assertEqual(self.rows(), [("value", "leave", date(2025, 7, 11), "High", "Ordinary")])
        self.assertTrue(self.outlook().is_money)
        self.assertEqual(
            self.words("leave"),
            "From July 11, 2025 the calculated tier is Ordinary: 1 repair leaves the period. $ "
            "150.00 more in the period would keep the tier at High.",
        )

    def test_rework_does_not_count(self):
        self.classify(("2024-07-10", 10, {"is_rework": True}), *[("2025-06-01", 10)] * 4)
        self.assertFalse(self.rows())

    def test_nothing_leaves_a_window_without_end(self):
        self.policy.window_months = 0
        self.classify(("2024-07-10", 10), *[("2025-06-01", 10)] * 3)
        self.assertFalse(self.rows())

    def test_a_new_repair_takes_the_row_away(self):
        self.classify(("2024-07-10", 10), *[("2025-06-01", 10)] * 3)
        self.classify(("2025-06-20", 10), partner_ids=self.ann.ids)
        self.assertFalse(self.rows())

    def test_it_becomes_a_fall(self):
        self.classify(("2024-07-10", 10), *[("2025-06-01", 10)] * 3)
        self.classify(days=10)
        self.assertEqual(
            self.rows(),
            [("frequency", "fall", date(2025, 7, 21), "Frequent", "Occasional")],
        )

    def test_the_days_are_those_of_the_runs_to_come(self):
        """Random histories, credits among them: the day told is that of the first lower class."""
        pick = random.Random(7)
        self.set_tiers(
            "value",
            [
                ("Gold", "all", [at_least("amount", 900)]),
                ("Silver", "any", [at_least("amount", 400), at_least("repair_count", 5)]),
                ("Bronze", "all", []),
            ],
        )
        people = self.customers(40)
        self.history(
            [
                (
                    partner,
                    AS_OF - timedelta(days=365 - pick.randint(0, 45), hours=pick.randint(0, 23))
                    if pick.random() < 0.6
                    else AS_OF - timedelta(days=pick.randint(1, 300)),
                    pick.choice([-100, 50, 150, 300, 400]),
                )
                for partner in people
                for _ in range(pick.randint(1, 8))
            ]
        )
        self.policy.classify(as_of=AS_OF)
        told = {
            (row.partner_id, row.dimension): row.day
            for row in self.outlook_of(people)
            if row.kind == "leave"
        }
        expected, today = {}, self.ranks(people)
        for days in range(1, 31):
            self.policy.classify(as_of=AS_OF + timedelta(days=days))
            for key, rank in self.ranks(people).items():
                if rank > today[key]:
                    expected.setdefault(key, (AS_OF + timedelta(days=days)).date())
        self.assertGreater(len(expected), 10)
        self.assertEqual(told, expected)

    def outlook_of(self, people):
        return self.env["repair.customer.outlook"].search([("partner_id", "in", people.ids)])

    def ranks(self, people):
        """Return (customer, dimension) -> the place of its computed tier, the best first."""
        profiles = self.env["repair.customer.profile"].search([("partner_id", "in", people.ids)])
        return {
            (profile.partner_id, dimension): profile[f"{dimension}_computed_tier_id"].sequence
            for profile in profiles
            for dimension in WATCHED
        }
