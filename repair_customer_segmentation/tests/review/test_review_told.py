from odoo.tests import tagged

from ..bases.review import ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewTold(ReviewCase):
    """Who is responsible hears of a review a week before, once."""

    def setUp(self):
        super().setUp()
        self.ann.user_id = self.agent
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        self.review = self.reviews()

    def told(self):
        """Return (user, deadline, summary) of the reminders."""
        return [
            (each.user_id, each.date_deadline.isoformat(), each.summary)
            for each in self.review.activity_ids
        ]

    def test_a_week_before(self):
        self.plan_on("2025-01-23")
        self.assertFalse(self.told())
        for day in ("2025-01-24", "2025-01-25", "2025-02-25"):
            self.plan_on(day)
            told = (self.agent, "2025-01-31", "Review with Ann, due on January 31, 2025")
            self.assertEqual(self.told(), [told])

    def test_a_reminder_moves_with_the_day(self):
        self.plan_on("2025-01-24")
        self.review.with_user(self.agent).date_due = "2025-03-31"
        self.plan_on("2025-01-25")
        self.assertFalse(self.told())
        self.plan_on("2025-03-24")
        self.assertEqual(
            self.told(), [(self.agent, "2025-03-31", "Review with Ann, due on March 31, 2025")]
        )

    def test_a_reminder_goes_to_whoever_is_responsible(self):
        self.plan_on("2025-01-24")
        self.review.with_user(self.agent).user_id = self.manager
        self.plan_on("2025-01-25")
        self.assertEqual([user for user, _day, _summary in self.told()], [self.manager])

    def test_a_new_account_manager_is_told(self):
        self.plan_on("2025-01-24")
        self.ann.user_id = self.manager
        self.plan_on("2025-01-25")
        self.assertEqual([user for user, _day, _summary in self.told()], [self.manager])

    def test_nobody_to_tell(self):
        self.ann.user_id = False
        self.plan_on("2025-01-24")
        self.assertFalse(self.review.user_id)
        self.assertFalse(self.told())

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.agent.lang = "zh_CN"
        self.plan_on("2025-01-24")
        self.assertIn("2025年1月31日", self.told()[0][2])

    def test_signed_off_is_done(self):
        self.plan_on("2025-01-24")
        with on("2025-01-30"):
            self.review.with_user(self.agent).action_sign_off()
        self.assertFalse(self.told())
