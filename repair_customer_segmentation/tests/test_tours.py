from odoo.tests import tagged

from .bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestTours(TourCase):
    """A person clicks through the main paths, in a company of its own."""

    def test_work_a_case(self):
        self.start_tour("/odoo", "repair_case_work_tour", login="tour_user_all")
        case = self.env["repair.case"].search([("company_id", "=", self.company.id)])
        self.assertEqual(case.name, "Tour: dishwasher leaks")
        self.assertEqual(case.user_id, self.users["user_all"])
        self.assertEqual(case.priority, "3")
        self.assertEqual(case.state, "open")
        self.assertFalse(case.date_closed)

    def test_find_a_customer(self):
        self.make_history()
        self.start_tour("/odoo", "repair_customer_tour", login="tour_user_all")

    def test_classify_by_a_policy(self):
        self.make_history()
        self.start_tour("/odoo/repair-policies", "repair_policy_tour", login="tour_manager")

    def test_rebuild_the_past_and_see_who_went_where(self):
        self.make_history()
        self.start_tour("/odoo", "repair_tier_matrix_tour", login="tour_manager")

    def test_see_how_service_was_and_what_it_is_made_of(self):
        self.make_history()
        self.start_tour("/odoo", "repair_service_report_tour", login="tour_manager")
