from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.cron import CronCase

REVIEW = "repair_customer_segmentation.ir_cron_review_classification"
NOW = datetime(2025, 7, 1, 12)
MODEL = "repair.improvement.classification"


EVERYBODY = [("All", "all", [])]


def at_least(metric, value, operator="at_least"):
    return {"metric": metric, "operator": operator, "kind": "value", "value": value}


@tagged("post_install", "-at_install")
class TestClassificationReview(CronCase):
    """What a look at the classification finds, and where it leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.bob = cls.customer("Bob")
        cls.history([(cls.ann, "2025-06-01", 900)] * 4 + [(cls.bob, "2025-06-01", 100)])
        cls.manager = cls.user("rcs_manager", "manager")
        cls.user("rcs_user", "user")

    def review(self):
        return self.env[MODEL]._review(self.company)

    def kinds(self, review=None):
        return (review or self.review()).line_ids.mapped("kind")

    def line(self, kind, review=None):
        return (review or self.review()).line_ids.filtered(lambda line: line.kind == kind)

    def classify(self, **dimensions):
        """Classify by rules that everybody meets, apart from those of some dimensions."""
        every_cell = " ".join(f"{r}{fm}" for r in range(1, 6) for fm in range(1, 6))
        rules = {
            **dict.fromkeys(("frequency", "abc", "kind", "size", "location", "need"), EVERYBODY),
            "rfm": [("All", "all", [], {"cells": every_cell})],
            "value": [("High", "all", [at_least("amount", 1000)]), ("Rest", "all", [])],
            **dimensions,
        }
        for dimension, tiers in rules.items():
            self.set_tiers(dimension, tiers)
        self.env.flush_all()
        self.policy.classify(as_of=NOW)

    def test_all_is_well(self):
        self.policy.cut_method = "fixed"
        self.classify()
        review = self.review()
        self.assertEqual(self.kinds(review), [])
        self.assertEqual(review.finding_count, 0)
        self.assertEqual(review.day, date(2025, 7, 1))

    def test_tiers_without_customers(self):
        self.classify(value=[("High", "all", [at_least("amount", 9999)]), ("Rest", "all", [])])
        line = self.line("empty")
        self.assertEqual(line.count, 1)
        self.assertEqual(line.detail, "Value “High”")
        action = line.action_mend()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.mapped("name"), ["High"])

    def test_rules_nobody_can_meet(self):
        never = [at_least("repair_count", 5), at_least("repair_count", 2, "at_most")]
        self.classify(value=[("Never", "all", never), ("Rest", "all", [])])
        review = self.review()
        self.assertIn("empty", self.kinds(review))
        line = self.line("unreachable", review)
        self.assertIn("“Never”: no customer can reach it", line.detail)
        self.assertEqual(line.action_mend()["res_id"], self.policy.id)

    def test_scores_nobody_has(self):
        self.policy.write({"cut_method": "quantile", "min_population": 0})
        self.classify()
        line = self.line("scores")
        self.assertIn("no customer has the scores", line.detail)

    def test_overrides_that_differ_for_long(self):
        self.classify()
        override = self.env["repair.segmentation.override"].create(
            {
                "partner_id": self.bob.id,
                "company_id": self.company.id,
                "dimension": "value",
                "tier_id": self.tier("High").id,
                "reason": "Test",
                "date_start": NOW - timedelta(days=91),
            }
        )
        self.policy.classify(as_of=NOW)
        line = self.line("override")
        self.assertEqual(line.count, 1)
        action = line.action_mend()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), override)
        override.date_start = NOW - timedelta(days=89)
        self.assertNotIn("override", self.kinds())
        override.write({"date_start": NOW - timedelta(days=91), "tier_id": self.tier("Rest").id})
        self.assertNotIn("override", self.kinds())

    def test_classes_older_than_a_night(self):
        self.classify()
        with freeze_time(NOW + timedelta(hours=29)):
            self.assertNotIn("stale", self.kinds())
        with freeze_time(NOW + timedelta(days=3)):
            line = self.line("stale")
            self.assertEqual(line.detail, "The last classification of all customers is 3 days old.")
            self.assertEqual(line.count, 2)
            line.action_mend()
            self.assertNotIn("stale", self.kinds())

    def test_class_a_far_from_the_rule_of_thumb(self):
        self.history([(customer, "2025-06-01", 100) for customer in self.customers(20)])
        self.classify(abc=[("A", "all", [at_least("amount", 100)]), ("B", "all", [])])
        line = self.line("abc")
        self.assertEqual(line.count, 22)
        self.assertEqual(
            line.detail,
            "“A” has 100% of the customers with a repair in the period, who paid 100% of the "
            "amount.",
        )

    def test_a_company_without_customers(self):
        company = self.env["res.company"].create({"name": "New Company"})
        review = self.env[MODEL]._review(company)
        self.assertEqual(self.kinds(review), [])

    def test_each_language_reads_its_own(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.classify(need=[("Test", "any", [at_least("repair_count", 99)]), ("All", "all", [])])
        self.tier("Test").with_context(lang="fr_FR").name = "Essai"
        line = self.line("empty")
        self.assertIn("Essai", line.with_context(lang="fr_FR").detail)
        self.assertIn("Test", line.with_context(lang="en_US").detail)

    def run_at(self, moment):
        with freeze_time(moment):
            self.run_cron(REVIEW)
        return self.env[MODEL].search([("company_id", "=", self.company.id)])

    def test_once_a_quarter_of_the_company_and_told_to_its_managers(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        first = self.run_at(datetime(2025, 9, 30, 15, 59))
        self.assertEqual(first.mapped("day"), [date(2025, 9, 30)])
        self.assertEqual(len(self.run_at(datetime(2025, 9, 30, 15, 59, 30))), 1)
        both = self.run_at(datetime(2025, 9, 30, 16, 0))
        self.assertEqual(both.mapped("day"), [date(2025, 10, 1), date(2025, 9, 30)])
        self.assertIn(self.manager, both[0].activity_ids.user_id)
        self.assertEqual(len(self.run_at(datetime(2025, 12, 31, 15, 59))), 2)
        self.assertEqual(len(self.run_at(datetime(2025, 12, 31, 16, 0))), 3)

    @users("rcs_user")
    def test_nobody_but_managers_reviews(self):
        with self.assertRaises(AccessError):
            self.env[MODEL].action_review_now()
        with self.assertRaises(AccessError):
            self.env[MODEL].search([])

    @users("rcs_manager")
    def test_a_manager_reviews_on_demand(self):
        action = self.env[MODEL].action_review_now()
        review = self.env[MODEL].browse(action["res_id"])
        self.assertEqual(review.user_id, self.env.user)
        self.assertEqual(review.company_id, self.company)
        with self.assertRaises(AccessError):
            review.day = date(2020, 1, 1)
