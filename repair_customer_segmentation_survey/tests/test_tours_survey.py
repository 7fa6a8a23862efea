from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestToursSurvey(TourCase):
    """A manager sends the shipped survey to all customers."""

    def test_send_a_survey(self):
        self.make_history()
        small = self.env["res.partner"].search([("name", "=like", "Tour Small %")])
        for number, partner in enumerate(small):
            partner.email = f"tour{number}@example.com"
        self.start_tour("/odoo", "repair_survey_tour", login="tour_manager")
        mailing = self.env["repair.survey.mailing"].search([("name", "=", "Tour mailing")])
        self.assertEqual((mailing.state, mailing.planned_count), ("sending", 5))
