from datetime import date

from odoo.tests import tagged

from ...desk import public_holidays
from ..bases.desk import DeskCase
from ..bases.holidays import (
    BAVARIA_2026,
    CHINA,
    GERMANY_2025,
    GERMANY_2026,
    UNITED_STATES_2025,
    UNITED_STATES_2026,
    dates,
)


@tagged("post_install", "-at_install")
class TestHolidayTables(DeskCase):
    """What the library says of whole years, against the official announcements."""

    def assertFree(self, country, year, table, subdivision=None):
        days = public_holidays.days(country, subdivision, [year], ["public"], "en_US")
        free = {day.date for day in days if not day.makes_up_for}
        self.assertEqual(free, dates(year, *table.split()))
        return {day.date: day.makes_up_for for day in days if day.makes_up_for}

    def test_china(self):
        for year, (free, swaps) in CHINA.items():
            with self.subTest(year):
                worked = self.assertFree("CN", year, free)
                expected = {}
                for swap in swaps.split():
                    (made_up,), (off,) = (dates(year, each) for each in swap.split(":"))
                    expected[made_up] = off
                self.assertEqual(worked, expected)
                self.assertEqual(public_holidays.years_without_swaps("CN", [year]), [])
        self.assertEqual(public_holidays.years_without_swaps("CN", [2026, 2098]), [2098])

    def test_germany_and_the_united_states(self):
        for country, year, table, subdivision in (
            ("DE", 2025, GERMANY_2025, None),
            ("DE", 2026, GERMANY_2026, None),
            ("DE", 2026, BAVARIA_2026, "BY"),
            ("DE", 2026, GERMANY_2026 + " 0308", "BE"),
            ("DE", 2026, GERMANY_2026 + " 0604 1101", "NW"),
            ("DE", 2026, GERMANY_2026 + " 1031 1118", "SN"),
            ("US", 2025, UNITED_STATES_2025, None),
            ("US", 2026, UNITED_STATES_2026, None),
        ):
            with self.subTest(country=country, year=year, subdivision=subdivision):
                self.assertEqual(self.assertFree(country, year, table, subdivision), {})
                self.assertEqual(public_holidays.years_without_swaps(country, [year, 2098]), [])

    def test_names_in_the_language_of_the_user(self):
        for country, lang, name in (
            ("DE", "de_DE", "Neujahr"),
            ("DE", "en_US", "New Year's Day"),
            ("CN", "zh_CN", "元旦"),
            # One that the library has no names in gets those of the country.
            ("DE", "xx_XX", "Neujahr"),
        ):
            first = public_holidays.days(country, None, [2026], ["public"], lang)[0]
            self.assertEqual((first.date, first.name), (date(2026, 1, 1), name))
