from odoo.tests import tagged

from ..bases.tours import TourCase
from ..bases.workbook import read_book


@tagged("post_install", "-at_install")
class TestToursWorkbook(TourCase):
    """A manager makes a workbook from the menu, and plans a mailing."""

    def test_make_a_workbook(self):
        self.make_history()
        self.start_tour("/odoo/repair-customers", "repair_workbook_tour", login="tour_manager")
        workbook = self.env["repair.workbook"].search([("user_id", "=", self.users["manager"].id)])
        self.assertEqual(workbook.mapped("state"), ["done"])
        self.assertEqual(len(read_book(workbook.attachment_id.raw)["Customers"]), 7)

    def test_plan_a_mailing(self):
        self.users["manager"].email = "manager@example.com"
        self.start_tour(
            "/odoo/repair-workbook-mailings", "repair_workbook_mailing_tour", login="tour_manager"
        )
        mailing = self.env["repair.workbook.mailing"].search([("company_id", "=", self.company.id)])
        self.assertEqual((mailing.name, mailing.rhythm), ("Tour Mailing", "weekly"))
        self.assertEqual(mailing.workbook_ids.user_id, self.users["manager"])
