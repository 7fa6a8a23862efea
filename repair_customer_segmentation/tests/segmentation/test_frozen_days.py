from datetime import datetime, timedelta

from odoo.tests import tagged

from ..bases.common import SegmentationCase


@tagged("post_install", "-at_install")
class TestFrozenDays(SegmentationCase):
    """A line of so many days is a day of the calendar until the next full run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"min_population": 5, "window_months": 0})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")
        cls.people = cls.customers(10)
        # 00:30 in Shanghai on the 1st to the 10th of June; Ann and Bob are equal.
        cls.history(
            [
                (partner, f"2025-05-{21 + i:02} 16:30:00", 100)
                for i, partner in enumerate(cls.people)
            ]
            + [(partner, "2025-05-24 16:30:00", 100) for partner in (cls.ann, cls.bob)]
        )

    def classes(self, partner):
        profile = self.profile_of(partner)
        return profile.recency_score, profile.rfm_tier_id.name, profile.value_tier_id.name

    def check_equal_at_any_time(self):
        self.policy.classify(as_of=datetime(2025, 6, 10, 17, 30))  # 01:30 on the 11th there
        self.assertEqual(self.classes(self.ann), self.classes(self.bob))
        before = self.classes(self.bob)
        for hours in (1, 14, 15, 22, 23, 24, 40, 400):
            moment = datetime(2025, 6, 10, 17, 30) + timedelta(hours=hours)
            with self.subTest(moment=moment):
                run = self.policy.classify(as_of=moment, partner_ids=self.ann.ids)
                self.assertEqual(run.scope, "some")
                self.assertEqual(self.classes(self.ann), before)
                self.assertEqual(run.changed_count, 0)

    def test_fifths(self):
        self.check_equal_at_any_time()

    def test_typed_numbers(self):
        self.policy.write(
            {
                "cut_method": "fixed",
                **{f"recency_cut_{n}": days for n, days in enumerate((5, 10, 17, 20), start=1)},
            }
        )
        self.check_equal_at_any_time()

    def check_criterion(self, metric, operator):
        criterion = {"metric": metric, "kind": "value", "value": 17, "operator": operator}
        self.set_tiers("value", [("High", "all", [criterion]), ("Low", "all", [])])
        self.check_equal_at_any_time()

    def test_here_of_late(self):
        self.check_criterion("recency_days", "at_most")

    def test_quiet_for_long(self):
        self.check_criterion("recency_days", "at_least")

    def test_a_new_customer(self):
        self.check_criterion("tenure_days", "at_most")

    def test_an_old_customer(self):
        self.check_criterion("tenure_days", "at_least")

    def test_at_least_0_days_is_always(self):
        self.set_tiers(
            "value",
            [
                (
                    "High",
                    "all",
                    [
                        {
                            "metric": "recency_days",
                            "operator": "at_least",
                            "kind": "value",
                            "value": 0,
                        }
                    ],
                ),
                ("Low", "all", []),
            ],
        )
        self.policy.classify(as_of=datetime(2025, 6, 10, 17, 30))
        self.history([(self.ann, "2025-06-12", 100)])
        self.policy.classify(as_of=datetime(2025, 6, 12, 1), partner_ids=self.ann.ids)
        self.assertEqual(self.profile_of(self.ann).value_tier_id.name, "High")

    def test_the_explanation_is_of_the_same_lines(self):
        self.policy.write({"cut_method": "fixed", "recency_cut_1": 15, "recency_cut_2": 17})
        self.policy.classify(as_of=datetime(2025, 6, 10, 17, 30))
        self.history([(self.ann, "2025-05-24 17:30:00", 50)])
        self.policy.classify(as_of=datetime(2025, 6, 12, 17, 30), partner_ids=self.ann.ids)
        profile = self.profile_of(self.ann)
        [recency, *_others] = profile._explanation()["rfm"]["scores"]
        self.assertEqual(recency["number"], 19)
        self.assertEqual(recency["score"], profile.recency_score)
        self.assertEqual(recency["cuts"][:2], [17, 19])
        self.assertEqual(
            recency["source"],
            "fixed in the policy on June 11, 2025, plus one day for each day since",
        )
        self.assertEqual(profile.recency_score, self.profile_of(self.bob).recency_score)
