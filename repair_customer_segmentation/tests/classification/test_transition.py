from datetime import timedelta

from odoo.tests import tagged

from ..bases.common import AS_OF
from ..bases.override import OverrideCase


@tagged("post_install", "-at_install")
class TestTransition(OverrideCase):
    """One row for each change of a tier, with its cause; no row for what did not change."""

    def setUp(self):
        super().setUp()
        self.revise({"grace_days": 0})
        self.seen = self.transitions()

    def transitions(self, dimension="value"):
        return self.env["repair.segmentation.transition"].search(
            [("company_id", "=", self.company.id), ("dimension", "=", dimension)], order="id"
        )

    def added(self, days=0):
        """Classify; return what was added as (from, to, cause)."""
        self.run = self.policy.classify(as_of=AS_OF + timedelta(days=days))
        new = self.transitions() - self.seen
        self.seen |= new
        return [(t.from_tier_id.name, t.to_tier_id.name, t.cause) for t in new]

    def test_being_classified_first_is_no_change(self):
        self.assertFalse(self.transitions())
        self.assertEqual(self.added(), [])

    def test_by_the_rule(self):
        case = self.history([(self.ann, "2025-06-02", 50)])
        self.assertEqual(self.added(), [("Small", "Big", "rule")])
        row = self.transitions()
        self.assertRecordValues(
            row,
            [
                {
                    "partner_id": self.ann.id,
                    "date": AS_OF,
                    "run_id": self.run.id,
                    "policy_id": self.policy.id,
                    "metrics": {"recency_days": 29, "repair_count": 2, "amount": 100},
                }
            ],
        )
        case.unlink()
        self.assertEqual(self.added(1), [("Big", "Small", "rule")])
        self.assertEqual(self.added(2), [])

    def test_by_an_override_and_its_end(self):
        override = self.override()
        self.assertEqual(self.added(), [("Small", "Big", "override")])
        self.assertEqual(self.added(1), [])
        override.active = False
        self.assertEqual(self.added(2), [("Big", "Small", "expiry")])

    def test_by_an_override_that_expires(self):
        self.override(date_end=AS_OF + timedelta(days=1))
        self.assertEqual(self.added(), [("Small", "Big", "override")])
        self.assertEqual(self.added(1), [("Big", "Small", "expiry")])

    def test_an_override_that_says_what_the_rule_says_changes_nothing(self):
        override = self.override(tier_id=self.small.id)
        self.assertEqual(self.added(), [])
        override.active = False
        self.assertEqual(self.added(1), [])

    def test_by_new_rules(self):
        self.revise(change=lambda draft: self.tier("Big", draft).criterion_ids.write({"value": 50}))
        self.assertEqual(self.added(), [("Small", "Big", "policy")])
        self.assertEqual(self.added(1), [])

    def test_after_a_grace(self):
        self.revise({"grace_days": 10})
        case = self.history([(self.ann, "2025-06-02", 50)])
        self.assertEqual(self.added(), [("Small", "Big", "rule")])
        case.unlink()
        self.assertEqual(self.added(1), [])
        self.assertEqual(self.added(11), [("Big", "Small", "rule")])

    def test_a_grace_that_was_not_needed(self):
        self.revise({"grace_days": 10})
        self.history([(self.ann, "2025-06-02", 50)])
        self.added()
        fallen = self.history([(self.ann, "2025-06-03", -50)])
        self.assertEqual(self.added(1), [])
        fallen.unlink()
        self.assertEqual(self.added(2), [])

    def test_by_a_partial_run(self):
        self.added()
        self.history([(self.ann, "2025-06-02", 50)])
        run = self.policy.classify(as_of=AS_OF, partner_ids=self.ann.ids)
        row = self.transitions() - self.seen
        self.assertEqual((row.to_tier_id, row.run_id, row.cause), (self.big, run, "rule"))

    def test_every_dimension_has_rows_of_its_own(self):
        self.history([(self.ann, "2025-06-02", 0)] * 3)
        self.added()
        self.assertRecordValues(
            self.transitions("frequency"),
            [
                {
                    "from_tier_id": self.tier("Occasional").id,
                    "to_tier_id": self.tier("Frequent").id,
                }
            ],
        )
