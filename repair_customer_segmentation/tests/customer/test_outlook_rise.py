from datetime import timedelta

from odoo.tests import tagged

from ..bases.common import AS_OF
from ..bases.outlook import OutlookCase, at_least


@tagged("post_install", "-at_install")
class TestOutlookRise(OutlookCase):
    def test_one_repair_is_missing(self):
        self.classify(*[("2025-06-01", 10)] * 3)
        self.assertEqual(self.rows(), [("frequency", "rise", False, "Occasional", "Frequent")])
        self.assertEqual(
            self.words("rise"), "1 more repair in the period would raise the tier to Frequent."
        )

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
        self.assertEqual(
            self.words("rise"), "$ 200.00 more in the period would raise the tier to High."
        )

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
        self.assertEqual(
            self.words("rise"), "$ 100.00 more in the period would raise the tier to Star."
        )

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
            "$ 900.00 more in the period or 1 more repair in the period would raise the tier "
            "to Star.",
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
