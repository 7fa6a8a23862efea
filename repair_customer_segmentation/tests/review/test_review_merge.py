from odoo.tests import tagged

from ..bases.review import ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewMerge(ReviewCase):
    """Two customers become one: nothing that was agreed is lost, and one review is open."""

    def merge(self, into, *others):
        partners = into.union(*others)
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, into)
        self.env.invalidate_all()

    def test_signed_reviews_of_both(self):
        self.everybody_by(self.best)
        self.plan_on("2025-01-14")
        with on("2025-01-31"):
            self.reviews().action_sign_off()
        signed = self.reviews().filtered(lambda r: r.state == "done")
        self.assertEqual(len(signed), 2)
        self.merge(self.ann, self.bob)
        self.assertEqual(signed.exists().partner_id, self.ann)
        self.assertEqual(len(signed.exists()), 2)
        self.assertEqual(self.due(self.ann), "2025-04-30")
        self.plan_on("2025-02-01")
        self.assertEqual(self.due(self.ann), "2025-04-30")

    def test_what_is_prepared_stays(self):
        self.everybody_by(self.best)
        self.plan_on("2025-01-14")
        prepared = self.reviews(self.bob)
        prepared.action_prepare()
        self.merge(self.ann, self.bob)
        self.assertEqual(self.reviews(), prepared)
        self.assertEqual(prepared.partner_id, self.ann)

    def test_prepared_for_both(self):
        first, second = self.open_review(self.ann), self.open_review(self.bob)
        second.note = "<p>kept</p>"
        self.merge(self.ann, self.bob)
        self.assertEqual(first.state, "preparing")
        self.assertEqual(second.state, "skipped")
        self.assertEqual(second.skip_reason, "The customer was merged with another one")
        self.assertEqual(second.partner_id, self.ann)
        self.assertIn("kept", second.note)

    def test_who_brought_whom(self):
        """Kept from either, also where it named one of those that are merged."""
        carl, dora, emil = self.customer("Carl"), self.customer("Dora"), self.customer("Emil")
        self.bob.repair_referred_by_id = carl
        dora.repair_referred_by_id = self.bob
        self.merge(self.ann, self.bob)
        self.assertEqual(self.ann.repair_referred_by_id, carl)
        self.assertEqual(dora.repair_referred_by_id, self.ann)
        self.assertEqual(self.ann.repair_referral_count, 1)
        emil.repair_referred_by_id = dora
        self.merge(dora, emil)
        self.assertEqual(dora.repair_referred_by_id, self.ann)

    def test_a_merge_makes_no_circle(self):
        """Ann was brought by Carl, whom Bob brought; Ann and Bob become one."""
        carl = self.customer("Carl")
        self.ann.repair_referred_by_id = carl
        carl.repair_referred_by_id = self.bob
        self.merge(self.ann, self.bob)
        self.assertFalse(self.ann.repair_referred_by_id)
        self.assertEqual(carl.repair_referred_by_id, self.ann)

    def test_nobody_brings_themselves(self):
        self.bob.repair_referred_by_id = self.ann
        self.merge(self.ann, self.bob)
        self.assertFalse(self.ann.repair_referred_by_id)
        self.assertEqual(self.ann.repair_referral_count, 0)
