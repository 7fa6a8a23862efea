from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bases.tours import TourCase

NOW = "2025-02-03 10:00:00"


@tagged("post_install", "-at_install")
class TestToursReview(TourCase):
    """A clerk goes through the page with a customer, and signs it off."""

    def test_do_a_review(self):
        clerk = new_test_user(
            self.env,
            login="tour_clerk",
            groups="base.group_user,repair_customer_segmentation.group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        hotel = self.env["res.partner"].create({"name": "Tour Hotel"})
        with freeze_time(NOW, tick=True):
            self.env["repair.case"].create(
                {
                    "name": "Tour boiler is cold",
                    "partner_id": hotel.id,
                    "company_id": self.company.id,
                }
            )
            review = self.env["repair.relationship.review"].create(
                {
                    "partner_id": hotel.id,
                    "company_id": self.company.id,
                    "date_due": "2025-02-01",
                    "user_id": clerk.id,
                }
            )
            self.start_tour("/odoo", "repair_review_tour", login="tour_clerk")
        self.assertRecordValues(
            review,
            [
                {
                    "state": "done",
                    "signed_by_id": clerk.id,
                    "needs": "A spare boiler",
                }
            ],
        )
        self.assertIn("Send the offer", review.activity_ids.mapped("summary"))
