from datetime import date

from odoo.tests import tagged

from ..bases.outlook import NBSP, WATCHED, OutlookCase


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
            "Will be downgraded to Ordinary on July 12, 2025. $ 700.00 more in the period would "
            "keep the tier at High.",
        )
        self.assertEqual(
            frequency.words,
            "Will be downgraded to Occasional on July 12, 2025. 1 more repair in the period would "
            "keep the tier at Frequent.",
        )

    def test_the_amount_is_hidden(self):
        self.fall()
        clerk = self.env["res.users"].search([("login", "=", "rcs_user")])
        value = self.outlook().filtered(lambda row: row.dimension == "value")
        self.assertEqual(
            value.with_user(clerk).words,
            "Will be downgraded to Ordinary on July 12, 2025. What is needed to stay in High is "
            "hidden (no access to amounts).",
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
