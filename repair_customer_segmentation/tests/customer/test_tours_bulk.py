from odoo.tests import tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestToursBulk(TourCase):
    """A clerk plans calls with all customers of a list, writes to them and sets a tag."""

    def test_work_on_a_selection(self):
        self.make_history()
        big = self.env["res.partner"].search([("name", "=", "Tour Big")])
        big.write({"email": "big@example.com", "user_id": self.users["manager"].id})
        tag = self.env["res.partner.category"].create({"name": "Tour Tag"})
        self.start_tour("/odoo", "repair_bulk_tour", login="tour_user")
        profiles = self.env["repair.customer.profile"].search(
            [("company_id", "=", self.company.id)]
        )
        customers = profiles.partner_id
        self.assertEqual(customers.category_id, tag)
        self.assertEqual(customers.activity_ids.mapped("summary"), ["Offer a check"] * 6)
        self.assertEqual(big.activity_ids.user_id, self.users["manager"])
        self.assertEqual((customers - big).activity_ids.user_id, self.users["user"])
