import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase

NBSP = "\N{NO-BREAK SPACE}"
WATCHED = ("value", "frequency")


def at_least(metric, value):
    return {"metric": metric, "operator": "at_least", "kind": "value", "value": value}


class OutlookCase(SegmentationCase):
    """High from 1000 $, Frequent from 4 repairs, in a window of 12 months; grace 10 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"window_months": 12, "grace_days": 10})
        cls.set_tiers(
            "value", [("High", "all", [at_least("amount", 1000)]), ("Ordinary", "all", [])]
        )
        cls.set_tiers(
            "frequency",
            [("Frequent", "all", [at_least("repair_count", 4)]), ("Occasional", "all", [])],
        )
        cls.ann = cls.customer("Ann")
        cls.user("rcs_user", "user")
        cls.user("rcs_amount", "user", "amount")
        cls.user("rcs_manager", "manager")

    def classify(self, *rows, days=0, **values):
        self.history([(self.ann, *row) for row in rows])
        self.policy.classify(as_of=AS_OF + timedelta(days=days), **values)

    def outlook(self, partner=None):
        """Return the rows of a customer that the current user sees, in their order."""
        return self.env["repair.customer.outlook"].search(
            [
                ("partner_id", "=", (partner or self.ann).id),
                ("company_id", "=", self.company.id),
            ]
        )

    def rows(self, partner=None):
        return [
            (row.dimension, row.kind, row.day, row.tier_id.name, row.to_tier_id.name)
            for row in self.outlook(partner)
        ]

    def words(self, kind):
        [row] = self.outlook().filtered(lambda row: row.kind == kind)
        return row.words.replace(NBSP, " ")


@tagged("post_install", "-at_install")
class TestOutlookRise(OutlookCase):
    def test_one_repair_is_missing(self):
        self.classify(*[("2025-06-01", 10)] * 3)
        self.assertEqual(self.rows(), [("frequency", "rise", False, "Occasional", "Frequent")])
        self.assertEqual(self.words("rise"), "1 more repair in the window would make it Frequent.")

    def test_two_repairs_are_too_many(self):
        self.classify(*[("2025-06-01", 10)] * 2)
        self.assertFalse(self.rows())

    def test_who_is_at_the_top_rises_no_more(self):
        self.classify(*[("2025-06-01", 300)] * 4)
        self.assertFalse(self.rows())

    def test_a_fifth_of_the_amount_is_missing(self):
        self.classify(("2025-06-01", 800))
        self.assertEqual(self.rows(), [("value", "rise", False, "Ordinary", "High")])
        self.assertTrue(self.outlook().is_money)
        self.assertEqual(self.words("rise"), "$ 200.00 more in the window would make it High.")

    def test_a_cent_more_than_a_fifth_is_missing(self):
        self.classify(("2025-06-01", 799.99))
        self.assertFalse(self.rows())

    def test_all_criteria_must_be_met_or_near(self):
        self.set_tiers(
            "value",
            [
                ("Star", "all", [at_least("amount", 1000), at_least("is_enterprise", 1)]),
                ("Plain", "all", []),
            ],
        )
        self.classify(("2025-06-01", 900))
        self.assertFalse(self.rows())
        self.ann.is_company = True
        self.classify(days=1)
        self.assertEqual(self.rows(), [("value", "rise", False, "Plain", "Star")])
        self.assertEqual(self.words("rise"), "$ 100.00 more in the window would make it Star.")

    def test_any_criterion_will_do(self):
        self.set_tiers(
            "value",
            [
                ("Star", "any", [at_least("amount", 1000), at_least("repair_count", 2)]),
                ("Plain", "all", []),
            ],
        )
        self.classify(("2025-06-01", 100))
        self.assertEqual(self.rows(), [("value", "rise", False, "Plain", "Star")])
        self.assertEqual(
            self.words("rise"),
            "$ 900.00 more in the window or 1 more repair in the window would make it Star.",
        )

    def test_only_the_next_tier(self):
        self.set_tiers(
            "frequency",
            [
                ("Gold", "all", [at_least("repair_count", 3)]),
                ("Silver", "all", [at_least("repair_count", 3), at_least("rework_count", 1)]),
                ("Bronze", "all", []),
            ],
        )
        self.classify(*[("2025-06-01", 10)] * 2)
        self.assertFalse(self.rows())

    def test_who_has_no_repair_is_not_near(self):
        self.set_tiers(
            "frequency",
            [("Known", "all", [at_least("repair_count", 1)]), ("New", "all", [])],
        )
        self.history([(self.ann, "2025-06-01", 10, {"stage_id": self.stage_cancelled.id})])
        self.classify()
        self.assertTrue(self.profile_of(self.ann))
        self.assertFalse(self.rows())

    def test_a_repair_takes_the_row_away(self):
        self.classify(*[("2025-06-01", 10)] * 3)
        self.classify(("2025-06-20", 10), partner_ids=self.ann.ids)
        self.assertEqual(self.profile_of(self.ann).frequency_tier_id.name, "Frequent")
        self.assertFalse(self.rows())

    def test_classifying_one_leaves_the_others(self):
        bob = self.customer("Bob")
        self.history([(bob, "2025-06-01", 10)] * 3)
        self.classify(*[("2025-06-01", 10)] * 3)
        before = self.outlook(bob)
        self.classify(("2025-06-20", 10), partner_ids=self.ann.ids)
        self.assertEqual(self.outlook(bob), before)
        self.assertEqual(self.rows(bob), [("frequency", "rise", False, "Occasional", "Frequent")])

    def test_a_quiet_night_writes_nothing(self):
        self.classify(*[("2025-06-01", 10)] * 3)
        self.env.flush_all()
        query = "SELECT xmin::text, id FROM repair_customer_outlook WHERE company_id = %s"
        self.env.cr.execute(query, [self.company.id])
        before = self.env.cr.fetchall()
        self.classify(days=1)
        self.env.cr.execute(query, [self.company.id])
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_archived_customers_are_left_out(self):
        self.classify(*[("2025-06-01", 10)] * 3)
        self.ann.active = False
        self.assertFalse(self.outlook())
        self.classify(days=1)
        self.assertFalse(self.outlook())
        self.ann.active = True
        self.classify(days=1, partner_ids=self.ann.ids)
        # While she was archived there was no amount to draw the lines of ABC classes by.
        fall = ("abc", "fall", (AS_OF + timedelta(days=11)).date(), "A", "C")
        rise = ("frequency", "rise", False, "Occasional", "Frequent")
        self.assertEqual(self.rows(), [fall, rise])

    def test_an_override_holds(self):
        self.classify(*[("2025-06-01", 10)] * 3)
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": self.ann.id,
                "company_id": self.company.id,
                "dimension": "frequency",
                "tier_id": self.tier("Occasional").id,
                "reason": "Does not pay",
                "date_start": "2025-06-30",
            }
        )
        self.classify(days=1)
        self.assertFalse(self.rows())


@tagged("post_install", "-at_install")
class TestOutlookFall(OutlookCase):
    """Who is in grace, and what would keep it."""

    def fall(self):
        """Let Ann fall in both dimensions on the day after."""
        case = self.history([(self.ann, "2025-06-01", 900)])
        self.classify(*[("2025-06-01", 100)] * 3)
        case.unlink()
        self.classify(days=1)

    def test_falls_in_both(self):
        self.fall()
        day = date(2025, 7, 12)
        self.assertEqual(
            [row for row in self.rows() if row[0] in WATCHED],
            [
                ("value", "fall", day, "High", "Ordinary"),
                ("frequency", "fall", day, "Frequent", "Occasional"),
            ],
        )

    def test_words(self):
        self.fall()
        value, frequency = self.outlook().filtered(lambda row: row.dimension in WATCHED)
        self.assertEqual(
            value.words.replace(NBSP, " "),
            "Falls to Ordinary on 07/12/2025. $ 700.00 more in the window would keep it High.",
        )
        self.assertEqual(
            frequency.words,
            "Falls to Occasional on 07/12/2025. "
            "1 more repair in the window would keep it Frequent.",
        )

    def test_the_amount_is_hidden(self):
        self.fall()
        clerk = self.env["res.users"].search([("login", "=", "rcs_user")])
        value = self.outlook().filtered(lambda row: row.dimension == "value")
        self.assertEqual(
            value.with_user(clerk).words,
            "Falls to Ordinary on 07/12/2025. What would keep it High is hidden: it is an amount.",
        )

    def test_recovering_ends_it(self):
        self.fall()
        self.classify(("2025-06-20", 900), days=2, partner_ids=self.ann.ids)
        self.assertFalse(self.rows())

    def test_after_the_fall_it_is_over(self):
        self.fall()
        self.classify(days=12)
        self.assertNotIn("fall", [row[1] for row in self.rows() if row[0] in WATCHED])

    def test_a_deleted_customer_is_gone(self):
        self.fall()
        profile = self.profile_of(self.ann)
        self.env["repair.case"].search([("partner_id", "=", self.ann.id)]).unlink()
        self.env["repair.customer.profile"]._forget("partner_id", self.ann.ids)
        self.assertFalse(
            self.env["repair.customer.outlook"].search([("profile_id", "=", profile.id)])
        )


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
            "From 07/11/2025 on it is Occasional by the rule: 1 repair leaves the window. "
            "1 more repair in the window would keep it Frequent.",
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
        self.assertEqual(row.missing, "1 more repair in the window")
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
            "From 07/11/2025 on it is Occasional by the rule: 3 repairs leave the window. "
            "1 more repair in the window would keep it Frequent.",
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
            "From 07/11/2025 on it is Ordinary by the rule: 1 repair leaves the window. "
            "$ 150.00 more in the window would keep it High.",
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
