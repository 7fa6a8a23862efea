from odoo.tests import tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestToursCard(TourCase):
    """Cards of several customers are printed from their list."""

    def test_print_from_the_list(self):
        self.make_history()
        # As on servers that cannot make a PDF, whatever this one can.
        self.patch(
            type(self.env["ir.actions.report"]),
            "get_wkhtmltopdf_state",
            lambda _reports: "install",
        )
        self.start_tour("/odoo/repair-customers", "repair_card_tour", login="tour_user_all")
