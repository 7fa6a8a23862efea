from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..bases.review import REVIEW, ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewSignOff(ReviewCase):
    """From planned to signed off or skipped, and no way back."""

    def test_sign_off(self):
        review = self.open_review()
        with on("2025-01-20"):
            review.with_user(self.agent).action_sign_off()
        self.assertRecordValues(
            review,
            [{"state": "done", "signed_by_id": self.agent.id}],
        )
        self.assertEqual(review.date_done.isoformat(), "2025-01-20")
        self.assertEqual(review.signed_text, "Signed off by Uma User on January 20, 2025.")

    def test_nothing_changes_after_it(self):
        review = self.open_review()
        review.write({"needs": "A spare kettle", "agreed": "<p>Yes</p>"})
        review.action_sign_off()
        for values in ({"needs": "x"}, {"date_due": "2026-01-01"}, {"user_id": self.agent.id}):
            for user in (self.agent, self.manager):
                with self.assertRaisesRegex(UserError, "was signed off on January 13, 2025"):
                    review.with_user(user).write(values)
        with self.assertRaisesRegex(UserError, "It cannot be deleted"):
            review.with_user(self.manager).unlink()
        for step in ("action_prepare", "action_sign_off"):
            with self.assertRaisesRegex(UserError, "is Signed Off. Reload the page."):
                getattr(review.with_user(self.manager), step)()
        self.assertEqual(review.needs, "A spare kettle")

    def test_talk_and_next_steps_go_on(self):
        review = self.open_review()
        review.action_sign_off()
        mine = review.with_user(self.agent)
        mine.message_post(body="Called")
        mine.activity_schedule("mail.mail_activity_data_todo", summary="Send the offer")
        review.activity_ids.with_user(self.agent).action_feedback(feedback="Sent")
        self.assertIn("Sent", str(review.message_ids[:1].body))

    def test_states_are_nobody_s_to_write(self):
        review = self.open_review()
        for values in ({"state": "done"}, {"figures": {}}, {"amount_signed": 5}):
            with self.assertRaises(AccessError):
                review.with_user(self.manager).write(values)

    def test_skip(self):
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        review = self.reviews()
        dialog = (
            self.env["repair.review.skip"]
            .with_user(self.agent)
            .create({"review_id": review.id, "reason": "  "})
        )
        with on("2025-01-31"):
            with self.assertRaisesRegex(UserError, "Enter why"):
                dialog.action_skip()
            dialog.reason = "On holiday"
            dialog.action_skip()
        self.assertEqual((review.state, review.skip_reason), ("skipped", "On holiday"))
        self.assertEqual(self.due(self.ann), "2025-04-30")

    def test_one_open_review_a_customer(self):
        self.open_review()
        with self.assertRaisesRegex(
            UserError, "“Ann” has an open review already, due on January 13, 2025"
        ):
            self.open_review()

    def test_a_contact_s_review_is_that_of_its_company(self):
        firm = self.customer("Firm", is_company=True)
        contact = self.customer("Contact", parent_id=firm.id)
        self.assertEqual(self.open_review(contact).partner_id, firm)

    def test_no_day(self):
        with self.assertRaisesRegex(ValidationError, "“Due on” of “Review with Ann"):
            self.open_review().date_due = False

    def test_prepare_takes_it(self):
        review = self.env[REVIEW].create(
            {"partner_id": self.ann.id, "company_id": self.company.id, "date_due": "2025-02-01"}
        )
        review.with_user(self.agent).action_prepare()
        self.assertRecordValues(review, [{"state": "preparing", "user_id": self.agent.id}])

    def test_customers_with_reviews_are_not_deleted(self):
        carla = self.customer("Carla")
        self.open_review(carla)
        with self.assertRaisesRegex(UserError, "“Carla” has relationship reviews"):
            carla.unlink()
