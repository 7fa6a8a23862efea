from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..bases.review import REVIEW, ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewAccess(ReviewCase):
    """The desk of the company, and nobody else."""

    def test_the_desk_reviews(self):
        review = (
            self.env[REVIEW]
            .with_user(self.agent)
            .create(
                {"partner_id": self.ann.id, "company_id": self.company.id, "date_due": "2025-02-01"}
            )
        )
        review.action_prepare()
        review.action_sign_off()
        self.assertEqual(review.signed_by_id, self.agent)
        with self.assertRaises(AccessError):
            review.unlink()

    def test_nobody_else(self):
        review = self.open_review()
        portal = new_test_user(self.env, "rcs_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.ann
        for user in (portal, self.user("rcs_employee")):
            for step in (
                lambda u=user: review.with_user(u).read(["needs"]),
                lambda u=user: review.with_user(u).action_sign_off(),
                lambda u=user: self.ann.with_user(u).read(["repair_referred_by_id"]),
            ):
                with self.assertRaises(AccessError):
                    step()

    def test_other_companies(self):
        review = self.open_review()
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "rcs_stranger",
            groups="base.group_user,repair_customer_segmentation.group_manager",
            company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)],
        )
        self.assertFalse(self.env(user=stranger.id, context={})[REVIEW].search([]))
        with self.assertRaises(AccessError):
            review.with_user(stranger).with_context(allowed_company_ids=elsewhere.ids).read(
                ["note"]
            )

    def test_overdue(self):
        self.everybody_by(self.best)
        self.plan_on("2025-01-14")
        overdue = [("is_overdue", "=", True), ("company_id", "=", self.company.id)]
        with on("2025-01-31"):
            self.assertFalse(self.env[REVIEW].search(overdue))
        with on("2025-02-01"):
            self.assertEqual(len(self.env[REVIEW].search(overdue)), 2)
            self.reviews(self.ann).action_sign_off()
            self.assertEqual(self.env[REVIEW].search(overdue).partner_id, self.bob)

    def test_button_of_the_customer(self):
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        mine = self.ann.with_user(self.agent)
        self.assertEqual(mine.repair_review_count, 1)
        self.assertEqual(str(mine.repair_review_due), "2025-01-31")
        action = mine.action_view_repair_reviews()
        self.assertEqual(self.env[REVIEW].search(action["domain"]), self.reviews(self.ann))
        self.assertEqual(self.bob.with_user(self.agent).repair_review_count, 0)

    def test_a_list_asks_little(self):
        customers = self.customers(40)
        self.history([(customer, "2024-11-20 10:00:00", 10) for customer in customers])
        self.classify("2025-01-13")
        self.everybody_by(self.best)
        self.plan_on("2025-01-14")
        fields = {
            "date_due": {},
            "state": {},
            "is_overdue": {},
            "partner_id": {"fields": {"display_name": {}}},
            "user_id": {"fields": {"display_name": {}}},
            "service_level_id": {"fields": {"display_name": {}}},
            "activity_ids": {},
        }
        reviews = self.env[REVIEW].with_user(self.agent)
        reviews.web_search_read([], fields, limit=1)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            found = reviews.web_search_read([], fields, limit=80)
        self.assertEqual(len(found["records"]), 42)
