from math import pi, tan

from odoo.tests import BaseCase, tagged

from ...figures.intervals import mean_difference, mean_interval, newcombe_difference, wilson
from ...figures.student import student_quantile


@tagged("post_install", "-at_install")
class TestIntervals(BaseCase):
    """Published intervals, to the digits in which they are printed."""

    def assertInterval(self, found, low, high, places=4):
        self.assertAlmostEqual(found[0], low, places)
        self.assertAlmostEqual(found[1], high, places)

    def test_shares_are_those_of_newcombe(self):
        """Newcombe (1998), single proportion, table I, method 3."""
        self.assertInterval(wilson(81, 263), 0.2553, 0.3662)
        self.assertInterval(wilson(15, 148), 0.0624, 0.1605)
        self.assertInterval(wilson(0, 20), 0.0, 0.1611)
        self.assertInterval(wilson(1, 29), 0.0061, 0.1718)

    def test_differences_are_those_of_newcombe(self):
        """Newcombe (1998), independent proportions, table II, method 10."""
        for counts, interval in (
            ((56, 70, 48, 80), (0.0524, 0.3339)),
            ((9, 10, 3, 10), (0.1705, 0.8090)),
            ((6, 7, 2, 7), (0.0582, 0.8062)),
            ((5, 56, 0, 29), (-0.0381, 0.1926)),
            ((0, 10, 0, 20), (-0.1611, 0.2775)),
            ((0, 10, 0, 10), (-0.2775, 0.2775)),
            ((10, 10, 0, 20), (0.6791, 1.0)),
            ((10, 10, 0, 10), (0.6075, 1.0)),
        ):
            with self.subTest(counts=counts):
                self.assertInterval(newcombe_difference(*counts), *interval)

    def test_none_and_all_reach_the_end_and_no_further(self):
        for n in (1, 2, 3, 7, 10, 49, 1_000_000):
            self.assertEqual(wilson(0, n)[0], 0.0)
            self.assertEqual(wilson(n, n)[1], 1.0)
            self.assertAlmostEqual(wilson(n, n)[0], 1 - wilson(0, n)[1])

    def test_more_confidence_is_wider(self):
        """z = 2.5758: (2 · 50 · 0.5 + 6.6349 ± 2.5758 · √(6.6349 + 50)) / 113.27."""
        self.assertInterval(wilson(25, 50, 0.99), 0.3289, 0.6711)
        self.assertInterval(wilson(25, 50), 0.3664, 0.6336)

    def test_of_nobody_there_is_no_interval(self):
        self.assertIsNone(wilson(0, 0))
        self.assertIsNone(newcombe_difference(0, 0, 3, 4))
        self.assertIsNone(newcombe_difference(3, 4, 0, 0))
        self.assertIsNone(mean_interval(4.0, 0.0, 1))
        self.assertIsNone(mean_difference((4.0, 0.5, 1), (3.0, 0.5, 9)))

    def test_more_than_all_are_refused(self):
        for successes, n in ((5, 4), (-1, 4), (1, 0)):
            with self.assertRaises(ValueError):
                wilson(successes, n)

    def test_answers_that_are_all_alike_tell_no_spread(self):
        self.assertIsNone(mean_interval(5.0, 0.0, 8))
        self.assertIsNone(mean_difference((5.0, 0.0, 8), (4.0, 0.0, 8)))
        self.assertTrue(mean_difference((5.0, 0.0, 8), (4.0, 1.0, 8)))

    def test_quantiles_are_those_of_the_tables(self):
        for degrees, confidence, quantile in (
            (1, 0.95, 12.706),
            (2, 0.95, 4.303),
            (3, 0.95, 3.182),
            (4, 0.80, 1.533),
            (5, 0.95, 2.571),
            (10, 0.95, 2.228),
            (30, 0.95, 2.042),
            (120, 0.95, 1.980),
            (1_000_000, 0.95, 1.960),
            (3, 0.99, 5.841),
            (10, 0.99, 3.169),
            (60, 0.99, 2.660),
        ):
            with self.subTest(degrees=degrees, confidence=confidence):
                self.assertAlmostEqual(student_quantile(confidence, degrees), quantile, 3)

    def test_quantiles_of_parts_of_degrees_lie_between(self):
        """One degree is Cauchy's distribution."""
        self.assertAlmostEqual(student_quantile(0.95, 1), tan(0.95 * pi / 2), 6)
        found = [student_quantile(0.95, 1 + i / 10) for i in range(50)]
        self.assertEqual(found, sorted(found, reverse=True))

    def test_the_mean_of_few(self):
        """Student's own example, soporifics: 1.58 ± 2.262 · 1.230 / √10 hours of sleep."""
        self.assertInterval(mean_interval(1.58, 1.230, 10), 0.700, 2.460, 3)

    def test_the_difference_of_two_means_is_welchs(self):
        """The sleep of ten people under two drugs: t.test(extra ~ group) of R prints this."""
        self.assertInterval(
            mean_difference((0.75, 1.789010, 10), (2.33, 2.002249, 10)), -3.365483, 0.205483, 5
        )
