from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestToursFeedback(TourCase):
    """A clerk enters what a customer says on the phone."""

    def test_enter_a_phone_answer(self):
        clerk = new_test_user(
            self.env,
            login="tour_clerk",
            groups="base.group_user,repair_customer_segmentation.group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        hotel = self.env["res.partner"].create({"name": "Tour Hotel"})
        case = self.env["repair.case"].create(
            {
                "name": "Tour boiler is cold",
                "partner_id": hotel.id,
                "company_id": self.company.id,
                "user_id": clerk.id,
            }
        )
        case.action_close()
        self.env.flush_all()
        self.start_tour("/odoo/repair-feedback", "repair_feedback_tour", login="tour_clerk")
        said = self.env["repair.feedback"].search([("case_id", "=", case.id)])
        self.assertRecordValues(
            said,
            [{"way": "phone", "score": 2, "user_id": clerk.id, "recorded_by_id": clerk.id}],
        )
        self.assertEqual(said.activity_ids.user_id, clerk)
