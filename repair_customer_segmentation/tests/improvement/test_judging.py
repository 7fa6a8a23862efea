from bisect import bisect_left
from itertools import chain
from math import comb, exp, factorial
from random import Random

from odoo.tests import BaseCase, tagged

from ...improvement.distributions import binomial_at_most, poisson_at_most
from ...improvement.judging import (
    FEW,
    LOOK_ERROR,
    LOOKS_A_YEAR,
    MET,
    MISSED,
    OPEN,
    Sample,
    interval,
    is_missed,
    judge,
    n_to_decide,
)

# A window of three months, looked at each month of a year.
MONTHS = 3
YEARS = 1_000
FEWEST, MOST = 20, 2_000
ONE_IN = 12


@tagged("post_install", "-at_install")
class TestJudging(BaseCase):
    """Whether chance explains a figure: against published numbers, and a thousand years of luck."""

    def assertNear(self, found, expected, places=4):
        for a, b in zip(found, expected, strict=True):
            self.assertAlmostEqual(a, b, places)

    def test_chances_are_those_of_the_sums(self):
        for n, share in ((1, 0.5), (20, 0.9), (50, 0.85), (200, 0.03)):
            for count in range(n):
                summed = sum(
                    comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(count + 1)
                )
                self.assertAlmostEqual(binomial_at_most(count, n, share), summed, 12)
        for mean in (0.3, 4, 30.5):
            for count in range(60):
                summed = sum(exp(-mean) * mean**i / factorial(i) for i in range(count + 1))
                self.assertAlmostEqual(poisson_at_most(count, mean), summed, 12)

    def test_published_intervals(self):
        """Newcombe (1998), table I, method 5; Garwood's table; Student's t."""
        for count, n, expected in (
            (81, 263, (0.2527, 0.3676)),
            (15, 148, (0.0578, 0.1617)),
            (0, 20, (0.0000, 0.1684)),
            (1, 29, (0.0009, 0.1776)),
            (29, 29, (0.8806, 1.0000)),
        ):
            self.assertNear(interval(Sample("share", n, count), 0.95), expected)
        for count, expected in ((0, (0, 3.689)), (1, (0.0253, 5.572)), (10, (4.795, 18.390))):
            self.assertNear(interval(Sample("rate", 1, count), 0.95), expected, 3)
        low, high = interval(Sample("mean", 6, mean=4.0, deviation=0.6), 0.99)
        self.assertNear((low, high), (4 - 4.032 * 0.6 / 6**0.5, 4 + 4.032 * 0.6 / 6**0.5), 3)

    def test_more_complaints_than_cases(self):
        low, high = interval(Sample("rate", 10, 15))
        self.assertNear((low, high), (0.689, 2.816), 3)

    def test_what_is_said(self):
        def verdict(count, n, target=0.85, higher_is_better=True, least_n=20, kind="share"):
            return judge(Sample(kind, n, count), target, higher_is_better, least_n).verdict

        self.assertEqual(verdict(0, 0), FEW)
        self.assertEqual(verdict(0, 0, least_n=0), FEW)
        self.assertEqual(verdict(0, 19), FEW)
        self.assertEqual(verdict(0, 20), MISSED)
        self.assertEqual(verdict(12, 20), OPEN)
        self.assertEqual(verdict(11, 20), MISSED)
        self.assertEqual(verdict(85, 100), OPEN)
        self.assertEqual(verdict(190, 200), MET)
        self.assertEqual(verdict(30, 200, 0.05, False), MISSED)
        self.assertEqual(verdict(0, 200, 0.05, False), MET)
        self.assertEqual(verdict(30, 200, 0.05, False, kind="rate"), MISSED)
        self.assertEqual(verdict(0, 200, 0.05, False, kind="rate"), MET)

    def test_means(self):
        def verdict(mean, deviation, n=30):
            return judge(Sample("mean", n, mean=mean, deviation=deviation), 4.2, True, 20).verdict

        self.assertEqual(verdict(3.6, 1.0), MISSED)
        self.assertEqual(verdict(3.8, 1.0), OPEN)
        self.assertEqual(verdict(4.8, 0.5), MET)
        # All alike: nobody knows how much others would differ.
        self.assertEqual(verdict(3.0, 0.0), OPEN)
        self.assertEqual(verdict(1.0, 0.0, 1), FEW)

    def test_the_short_way_says_what_the_interval_says(self):
        for n in (1, 7, 20, 61):
            for count in range(n + 1):
                sample = Sample("share", n, count)
                for target in (0.05, 0.5, 0.85, 0.9):
                    for better in (True, False):
                        verdict = judge(sample, target, better, 1).verdict
                        self.assertEqual(verdict == MISSED, is_missed(sample, target, better))

    def test_a_look_errs_at_most_as_often_as_promised(self):
        """Worked out, for every n: the chance of a finding with the true share at the target."""
        for target in (0.05, 0.5, 0.85, 0.9, 0.97):
            for n in (*range(FEWEST, 200), 500, 1000, MOST):
                error = binomial_at_most(self.most_missed(n, target), n, target)
                self.assertLessEqual(error, LOOK_ERROR)
        self.assertLess(LOOKS_A_YEAR * LOOK_ERROR, 1 / ONE_IN)

    def most_missed(self, n, target):
        """Return the highest count that misses a target; -1: none does."""
        hits = range(n + 1)
        return bisect_left(hits, True, key=lambda c: self.is_enough(c, n, target)) - 1

    def is_enough(self, count, n, target):
        return not is_missed(Sample("share", n, count), target, True)

    def test_a_thousand_years_with_the_true_share_at_the_target(self):
        """Windows of 90 days, looked at each month: fewer than one goal in twelve cries wolf."""
        for seed, (target, better) in enumerate([(0.85, True), (0.9, True), (0.05, False)]):
            luck = Random(seed)
            found = sum(self.has_finding(luck, target, better) for _ in range(YEARS))
            self.assertLess(found / YEARS, 1 / ONE_IN, f"target {target}")
            # It is chance, not a judge that never speaks.
            self.assertGreater(found, 0)

    def has_finding(self, luck, target, better):
        """Live a year of one goal, with a number of answers of its own."""
        monthly = FEWEST * (MOST / FEWEST) ** luck.random() / MONTHS
        months = []
        for _month in range(LOOKS_A_YEAR + MONTHS - 1):
            n = round(luck.uniform(0.7, 1.3) * monthly)
            months.append((n, sum(luck.random() < target for _ in range(n))))
        for first in range(LOOKS_A_YEAR):
            n, count = map(sum, zip(*months[first : first + MONTHS], strict=True))
            sample = Sample("share", n, count)
            if n >= FEWEST and is_missed(sample, target, better):
                return True
        return False

    def test_a_thousand_years_of_scores(self):
        scores, weights = [1, 2, 3, 4, 5], [6, 4, 10, 30, 50]
        target = sum(s * w for s, w in zip(scores, weights, strict=True)) / sum(weights)
        luck, found = Random(7), 0
        for _year in range(YEARS):
            monthly = round(7 * 20 ** luck.random())
            given = [luck.choices(scores, weights, k=monthly) for _ in range(14)]
            looks = (list(chain(*given[i : i + MONTHS])) for i in range(LOOKS_A_YEAR))
            found += any(is_missed(self.sample_of(look), target, True) for look in looks)
        self.assertLess(found / YEARS, 1 / ONE_IN)

    def sample_of(self, scores):
        n = len(scores)
        mean = sum(scores) / n
        deviation = (sum((s - mean) ** 2 for s in scores) / (n - 1)) ** 0.5
        return Sample("mean", n, mean=mean, deviation=deviation)

    def test_how_many_would_decide(self):
        n = n_to_decide("share", 0.75, 0.85, True)
        self.assertTrue(is_missed(Sample("share", n, round(0.75 * n)), 0.85, True))
        self.assertGreater(n, 80)
        self.assertLess(n, 130)
        self.assertIsNone(n_to_decide("share", 0.85, 0.85, True))
        self.assertIsNone(n_to_decide("share", 0.9, 0.85, True))
        self.assertIsNone(n_to_decide("share", None, 0.85, True))
        self.assertIsNone(n_to_decide("share", 0.84999, 0.85, True))
        self.assertGreater(n_to_decide("rate", 0.08, 0.05, False), 100)
        self.assertGreater(n_to_decide("mean", 4.0, 4.2, True, 1.0), 100)
