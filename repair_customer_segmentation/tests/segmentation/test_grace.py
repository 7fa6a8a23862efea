from datetime import date, timedelta

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestGrace(SegmentationCase):
    """Who falls keeps the tier for a while; who recovers in time never fell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"window_months": 0, "grace_days": 10})

        def from_amount(value):
            return {"metric": "amount", "operator": "at_least", "kind": "value", "value": value}

        cls.set_tiers(
            "value",
            [
                ("Gold", "all", [from_amount(100)]),
                ("Silver", "all", [from_amount(50)]),
                ("Bronze", "all", []),
            ],
        )
        cls.ann = cls.customer("Ann")
        cls.case = cls.history([(cls.ann, "2025-06-01", 100)])
        cls.policy.classify(as_of=AS_OF)

    def day(self, days, amount=None, partial=False):
        """Classify some days later; return tier in force, computed tier, and day of the fall."""
        if amount is not None:
            self.case.amount = amount
        self.policy.classify(
            as_of=AS_OF + timedelta(days=days), partner_ids=self.ann.ids if partial else None
        )
        profile = self.profile_of(self.ann)
        return (
            profile.value_tier_id.name,
            profile.value_computed_tier_id.name,
            profile.value_falls_on,
        )

    def test_who_falls_keeps_the_tier_until_the_day(self):
        falls_on = date(2025, 7, 12)
        self.assertEqual(self.day(1, 60), ("Gold", "Silver", falls_on))
        self.assertEqual(self.day(2), ("Gold", "Silver", falls_on))
        self.assertEqual(self.day(10), ("Gold", "Silver", falls_on))
        self.assertEqual(self.day(11), ("Silver", "Silver", False))
        self.assertEqual(self.day(30), ("Silver", "Silver", False))

    def test_partial_runs_count_like_full_ones(self):
        falls_on = date(2025, 7, 12)
        self.assertEqual(self.day(1, 60, partial=True), ("Gold", "Silver", falls_on))
        self.assertEqual(self.day(10, partial=True), ("Gold", "Silver", falls_on))
        self.assertEqual(self.day(11, partial=True), ("Silver", "Silver", False))

    def test_who_recovers_in_time_never_fell(self):
        self.day(1, 60)
        self.assertEqual(self.day(5, 100), ("Gold", "Gold", False))
        self.assertEqual(self.day(12), ("Gold", "Gold", False))
        self.assertEqual(self.day(13, 60), ("Gold", "Silver", date(2025, 7, 24)))

    def test_falling_further_does_not_prolong_it(self):
        self.day(1, 60)
        self.assertEqual(self.day(5, 10), ("Gold", "Bronze", date(2025, 7, 12)))
        self.assertEqual(self.day(11), ("Bronze", "Bronze", False))

    def test_recovering_in_part_does_not_end_it(self):
        self.day(1, 10)
        self.assertEqual(self.day(5, 60), ("Gold", "Silver", date(2025, 7, 12)))
        self.assertEqual(self.day(11), ("Silver", "Silver", False))

    def test_rising_is_immediate(self):
        self.day(1, 10)
        self.day(11)
        self.assertEqual(self.day(12, 60), ("Silver", "Silver", False))
        self.assertEqual(self.day(13, 100), ("Gold", "Gold", False))

    def test_a_missed_day_falls_on_the_next_run(self):
        self.day(1, 60)
        self.assertEqual(self.day(99), ("Silver", "Silver", False))

    def test_without_a_grace_everybody_falls_at_once(self):
        self.revise({"grace_days": 0})
        self.assertEqual(self.day(1, 60), ("Silver", "Silver", False))

    def test_switching_it_off_ends_every_grace(self):
        self.day(1, 60)
        self.revise({"grace_days": 0})
        self.assertEqual(self.day(2), ("Silver", "Silver", False))

    def test_new_rules_give_no_grace(self):
        """Nobody fell: the tiers are others now."""
        self.revise(
            change=lambda draft: self.tier("Gold", draft).criterion_ids.write({"value": 200})
        )
        self.assertEqual(self.day(1), ("Silver", "Silver", False))

    def graced(self):
        """Let Ann fall in three dimensions; return those in which she is kept."""

        def twice(draft):
            self.tier("Frequent", draft).criterion_ids.value = 2

        more = self.history([(self.ann, "2025-06-01", 100)])
        other = self.history([(self.customer("Bob"), "2025-06-01", 1)])
        self.revise(change=twice)
        self.policy.classify(as_of=AS_OF)
        more.is_rework, other.amount = True, 10_000
        self.day(1, 60)
        return self.kept()

    def kept(self):
        profile = self.profile_of(self.ann)
        return [name for name in ("value", "frequency", "abc") if profile[f"{name}_falls_on"]]

    def test_new_rules_of_one_dimension_end_its_grace_alone(self):
        self.assertEqual(self.graced(), ["value", "frequency", "abc"])

        def silver(draft):
            self.tier("Silver", draft).criterion_ids.value = 51

        self.revise(change=silver)
        run = self.policy.classify(as_of=AS_OF + timedelta(days=2))
        self.assertRecordValues(run, [{"policy_changed": True, "changed_dimensions": ["value"]}])
        self.assertEqual(self.kept(), ["frequency", "abc"])
        moves = self.env["repair.segmentation.transition"].search([("run_id", "=", run.id)])
        self.assertEqual(moves.mapped(lambda m: (m.dimension, m.cause)), [("value", "policy")])

    def test_a_share_of_another_dimension_ends_no_grace(self):
        self.assertEqual(self.graced(), ["value", "frequency", "abc"])
        self.revise({"abc_share_a": 70})
        self.policy.classify(as_of=AS_OF + timedelta(days=2))
        self.assertEqual(self.kept(), ["value", "frequency"])

    def test_other_scores_end_no_grace(self):
        self.assertEqual(self.graced(), ["value", "frequency", "abc"])
        self.revise({"cut_method": "fixed", "min_population": 7, "monetary_cut_1": 1})
        self.policy.classify(as_of=AS_OF + timedelta(days=2))
        self.assertEqual(self.kept(), ["value", "frequency", "abc"])

    def test_another_period_ends_every_grace(self):
        self.assertEqual(self.graced(), ["value", "frequency", "abc"])
        self.revise({"window_months": 24})
        self.policy.classify(as_of=AS_OF + timedelta(days=2))
        self.assertEqual(self.kept(), [])

    def test_segments_tell_the_present(self):
        """Being recent is no merit to keep: RFM has no grace."""
        before = self.profile_of(self.ann).rfm_tier_id
        self.day(400)
        self.assertNotEqual(self.profile_of(self.ann).rfm_tier_id, before)

    def test_frequency_has_a_grace_too(self):
        frequent, occasional = self.policy.frequency_tier_ids
        more = self.history([(self.ann, "2025-06-01", 0)] * 3)
        self.day(1)
        self.assertEqual(self.profile_of(self.ann).frequency_tier_id, frequent)
        more.unlink()
        self.day(2)
        self.assertRecordValues(
            self.profile_of(self.ann),
            [
                {
                    "frequency_tier_id": frequent.id,
                    "frequency_computed_tier_id": occasional.id,
                    "frequency_falls_on": date(2025, 7, 13),
                }
            ],
        )

    def test_a_negative_grace_is_refused(self):
        with self.assertRaisesRegex(Exception, "“Grace Period \\(Days\\)” is -1"):
            self.revise({"grace_days": -1})
