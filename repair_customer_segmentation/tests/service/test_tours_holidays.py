from odoo.tests import tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestToursHolidays(TourCase):
    """A manager brings public holidays in, and finds the days that are worked instead."""

    def test_bring_holidays_in(self):
        self.company.country_id = self.env.ref("base.cn")
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        self.start_tour("/odoo", "repair_holiday_tour", login="tour_manager")
        days = self.company.resource_calendar_id.repair_extra_day_ids
        self.assertEqual(len(days), 6)
