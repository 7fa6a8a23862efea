from odoo.tests import tagged

from ..bases.tours import TourCase
from ..bases.workbook import read_book


@tagged("post_install", "-at_install")
class TestToursWorkbook(TourCase):
    """A manager makes a workbook from the menu and from a selection, and plans a mailing."""

    def test_make_a_workbook(self):
        self.make_history()
        self.start_tour("/odoo/repair-customers", "repair_workbook_tour", login="tour_manager")
        workbooks = self.env["repair.workbook"].search(
            [("user_id", "=", self.users["manager"].id)], order="id"
        )
        self.assertEqual(workbooks.mapped("state"), ["done", "done"])
        everybody, chosen = (read_book(w.attachment_id.raw)["Customers"] for w in workbooks)
        self.assertEqual(len(everybody), 7)
        self.assertEqual([row[0] for row in chosen], ["Customer", "Tour Big"])

    def test_plan_a_mailing(self):
        self.users["manager"].email = "manager@example.com"
        self.start_tour(
            "/odoo/repair-workbook-mailings", "repair_workbook_mailing_tour", login="tour_manager"
        )
        mailing = self.env["repair.workbook.mailing"].search([("company_id", "=", self.company.id)])
        self.assertEqual((mailing.name, mailing.rhythm), ("Tour Mailing", "weekly"))
        self.assertEqual(mailing.workbook_ids.user_id, self.users["manager"])
