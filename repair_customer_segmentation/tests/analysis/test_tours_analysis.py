from odoo.tests import tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestToursAnalysis(TourCase):
    """A manager asks a ready question, and opens a case behind the answer."""

    def test_favorite_and_drill_down(self):
        self.make_history()
        self.env["repair.case"].search([("company_id", "=", self.company.id)]).write(
            {"type_id": self.env["repair.case.type"].create({"name": "Tour Noise"}).id}
        )
        self.start_tour("/odoo/repair-case-analysis", "repair_analysis_tour", login="tour_manager")
