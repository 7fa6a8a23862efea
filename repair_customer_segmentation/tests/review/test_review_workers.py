import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.review.planning import ReviewPlan
from ..bases.review import REVIEW, ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewWorkers(ReviewCase):
    """The scheduled action, and two processes that come to it at once."""

    def test_who_comes_second_leaves(self):
        self.served_by(self.best, self.ann)
        with on("2025-01-14"), self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_lock(hashtext(%s), %s)", [REVIEW, self.company.id])
            self.assertTrue(ReviewPlan(self.company).run())
            self.assertFalse(self.reviews())
            other.execute("SELECT pg_advisory_unlock_all()")
        cron = self.env.ref("repair_customer_segmentation.ir_cron_plan_reviews")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))

    def test_the_keys_keep_each_review_one(self):
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        review = self.reviews()
        row = {
            "partner_id": self.ann.id,
            "company_id": self.company.id,
            "date_due": review.date_due,
        }
        for values in (
            {**row, "state": "planned"},
            {**row, "state": "skipped", "planned_after": review.planned_after},
        ):
            with (
                self.assertRaises(psycopg2.errors.UniqueViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                columns = ", ".join(values)
                self.env.cr.execute(
                    f"INSERT INTO repair_relationship_review ({columns}) VALUES %s",
                    [tuple(values.values())],
                )

    def test_the_scheduled_action(self):
        """A second run finds nothing to do."""
        self.ann.user_id = self.agent
        self.served_by(self.best, self.ann)
        cron = self.env.ref("repair_customer_segmentation.ir_cron_plan_reviews")
        with on("2025-01-24"):
            for _run in range(2):
                self.env.flush_all()
                with self.enter_registry_test_mode():
                    cron.method_direct_trigger()
                self.env.invalidate_all()
                self.assertEqual(self.due(self.ann), "2025-01-31")
                self.assertEqual(len(self.reviews().activity_ids), 1)
