from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..bases.common import SegmentationCase


@tagged("post_install", "-at_install")
class TestRedrawing(SegmentationCase):
    """Several rules of an active policy change in one save: the result counts, not the steps."""

    def test_one_share_leaves_the_other(self):
        self.policy.abc_share_a = 70
        self.assertRecordValues(self.policy, [{"abc_share_a": 70, "abc_share_b": 95}])
        self.policy.abc_share_b = 90
        self.assertRecordValues(self.policy, [{"abc_share_a": 70, "abc_share_b": 90}])
        self.assertEqual(self.tier("A").criterion_ids.percent, 70)
        self.assertEqual(self.tier("B").criterion_ids.percent, 90)

    def test_both_shares_pass_each_other(self):
        for a, b in ((96, 98), (10, 20), (80, 95)):
            with self.subTest(a=a, b=b):
                self.policy.write({"abc_share_a": a, "abc_share_b": b})
                self.assertRecordValues(self.policy, [{"abc_share_a": a, "abc_share_b": b}])

    def test_two_segments_swap_cells(self):
        new, asleep = self.tier("New"), self.tier("About to Sleep")
        self.policy.write(
            {"rfm_tier_ids": [(1, new.id, {"cells": "21"}), (1, asleep.id, {"cells": "51"})]}
        )
        self.assertEqual((new.cells, asleep.cells), ("21", "51"))

    def test_a_segment_hands_its_cells_over_and_goes(self):
        new, lost = self.tier("New"), self.tier("Lost")
        self.policy.write({"tier_ids": [(1, lost.id, {"cells": "11 51"}), (2, new.id)]})
        self.assertFalse(new.exists())

    def test_all_tiers_of_a_dimension_are_replaced(self):
        amount = {"metric": "amount", "kind": "value", "value": 10}
        self.set_tiers("value", [("Big", "all", [amount]), ("Small", "all", [])])
        tiers = self.policy.value_tier_ids
        self.assertEqual(tiers.mapped("name"), ["Big", "Small"])

    def test_the_last_tier_passes_its_role_on(self):
        a, c = self.tier("A"), self.tier("C")
        self.policy.write(
            {
                "abc_tier_ids": [
                    (
                        1,
                        c.id,
                        {
                            "sequence": 0,
                            "criterion_ids": [
                                (0, 0, {"metric": "amount", "kind": "pareto", "percent": 50})
                            ],
                        },
                    ),
                    (0, 0, {"name": "D", "dimension": "abc", "sequence": 99}),
                ]
            }
        )
        self.assertEqual(self.policy.abc_tier_ids.mapped("name"), ["C", "A", "B", "D"])
        self.assertTrue(a.exists())

    def test_a_save_that_ends_incomplete_is_refused(self):
        new, asleep = self.tier("New"), self.tier("About to Sleep")
        with self.assertRaisesRegex(ValidationError, "the cells 51 belong to no segment"):
            self.policy.write(
                {"tier_ids": [(1, new.id, {"cells": "11"}), (1, asleep.id, {"cells": "21"})]}
            )

    def test_a_save_that_ends_without_a_tier_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no tier in the dimension “Value”"):
            self.policy.write({"tier_ids": [(2, tier.id) for tier in self.policy.value_tier_ids]})
