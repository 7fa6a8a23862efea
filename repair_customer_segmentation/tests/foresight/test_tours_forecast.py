from odoo.tests import tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestForecastTours(TourCase):
    """Who is expected, and how good that is, clicked through."""

    def test_plan_a_call_with_who_will_need_us(self):
        self.make_history()
        self.env["repair.forecast.check"]._forecast_at_once(self.policy)
        self.start_tour("/odoo", "repair_forecast_tour", login="tour_manager")
        big = self.env["res.partner"].search([("name", "=", "Tour Big")])
        self.assertEqual(big.activity_ids.summary, "Call about the next repair")
