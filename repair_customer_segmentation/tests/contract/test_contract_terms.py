from datetime import date

from odoo.tests import BaseCase

from ...desk.contract_terms import last_day, months_of, next_term, share_of_year, year_of


class TestContractTerms(BaseCase):
    """First and last day are both part of a term, and months are those of law."""

    def test_the_last_day(self):
        for first, months, last in (
            (date(2026, 1, 1), 12, date(2026, 12, 31)),
            (date(2026, 3, 15), 12, date(2027, 3, 14)),
            (date(2026, 3, 1), 1, date(2026, 3, 31)),
            (date(2026, 1, 28), 1, date(2026, 2, 27)),
            (date(2026, 1, 29), 1, date(2026, 2, 28)),
            (date(2026, 1, 30), 1, date(2026, 2, 28)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2028, 1, 31), 1, date(2028, 2, 29)),
            (date(2026, 8, 31), 3, date(2026, 11, 30)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2028, 2, 29), 48, date(2032, 2, 28)),
            (date(2027, 3, 1), 12, date(2028, 2, 29)),
        ):
            with self.subTest(first=first, months=months):
                self.assertEqual(last_day(first, months), last)
                self.assertEqual(months_of(first, last), months)

    def test_the_year_of_a_day(self):
        """It goes on where the year before ended, as renewed terms do."""
        for first, day, begins, ends in (
            (date(2024, 1, 1), date(2024, 12, 31), date(2024, 1, 1), date(2024, 12, 31)),
            (date(2024, 1, 1), date(2025, 1, 1), date(2025, 1, 1), date(2025, 12, 31)),
            (date(2024, 3, 15), date(2023, 1, 1), date(2024, 3, 15), date(2025, 3, 14)),
            (date(2024, 2, 29), date(2025, 2, 28), date(2024, 2, 29), date(2025, 2, 28)),
            (date(2024, 2, 29), date(2025, 3, 1), date(2025, 3, 1), date(2026, 2, 28)),
            (date(2024, 2, 29), date(2028, 2, 29), date(2027, 3, 1), date(2028, 2, 29)),
        ):
            with self.subTest(first=first, day=day):
                self.assertEqual(year_of(first, day), (begins, ends))

    def test_dates_that_are_no_months(self):
        self.assertEqual(months_of(date(2026, 1, 1), date(2026, 1, 30)), 0)
        self.assertEqual(months_of(date(2026, 1, 2), date(2026, 1, 1)), 0)

    def test_the_next_term_is_as_long(self):
        for first, last, begins, ends in (
            (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31)),
            (date(2028, 2, 29), date(2029, 2, 28), date(2029, 3, 1), date(2030, 2, 28)),
            (date(2026, 3, 1), date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29)),
            (date(2027, 3, 1), date(2028, 2, 29), date(2028, 3, 1), date(2029, 2, 28)),
            (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31)),
            (date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 11), date(2026, 1, 20)),
        ):
            with self.subTest(first=first):
                self.assertEqual(next_term(first, last), (begins, ends))

    def test_what_a_term_costs(self):
        self.assertEqual(share_of_year(date(2026, 1, 1), date(2027, 6, 30)), 1.5)
        self.assertAlmostEqual(share_of_year(date(2026, 1, 1), date(2026, 1, 10)), 10 / 365)
