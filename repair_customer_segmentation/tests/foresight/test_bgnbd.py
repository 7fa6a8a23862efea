from math import exp, isfinite, lgamma, log

from odoo.tests import BaseCase

from ...foresight import bgnbd
from ...foresight.bgnbd import Parameters
from ..bases.foresight import PUBLISHED, population

# Somebody whom the paper's spreadsheet follows: two repeats, the last in week 30.43 of 38.86.
SOMEBODY = (2, 30.43, 38.86)


class TestModel(BaseCase):
    """What the BG/NBD model says once its parameters are known."""

    def test_published_customer(self):
        """The customer of the authors' spreadsheet: 1.226 visits in the next 39 weeks."""
        active = bgnbd.chance_active(PUBLISHED, *SOMEBODY)
        self.assertAlmostEqual(active, 0.7266, places=4)
        visits = active * bgnbd.expected_if_active(PUBLISHED, 2, 38.86, 39)
        self.assertAlmostEqual(visits, 1.226, places=3)

    def test_series_agrees_with_integral(self):
        """The series gives what integrating the visits of each rate and chance gives."""
        for parameters, x, age in (
            (PUBLISHED, 0, 0.0),
            (PUBLISHED, 3, 20.0),
            (Parameters(2.0, 10.0, 1.5, 3.0), 6, 50.0),
            (Parameters(1.2, 8.0, 1.0, 2.0), 4, 30.0),
        ):
            with self.subTest(parameters=parameters, x=x):
                found = bgnbd.expected_if_active(parameters, x, age, 52)
                self.assertAlmostEqual(found, integral(parameters, x, age, 52), places=7)

    def test_single_visit(self):
        """The model lets nobody leave before the second visit."""
        self.assertEqual(bgnbd.chance_active(PUBLISHED, 0, 0, 500), 1.0)

    def test_extremes_are_finite(self):
        """Thousands of visits, a first visit today, years of silence: sensible numbers."""
        for x, t_x, age in ((0, 0, 0), (5_000, 100, 100), (20_000, 10, 400), (3, 0.2, 2_000)):
            with self.subTest(x=x, age=age):
                active = bgnbd.chance_active(PUBLISHED, x, t_x, age)
                visits = bgnbd.expected_if_active(PUBLISHED, x, age, 52.18)
                self.assertTrue(0 <= active <= 1)
                self.assertTrue(isfinite(visits) and visits >= 0)
        self.assertEqual(bgnbd.chance_active(PUBLISHED, 20_000, 10, 400), 0.0)

    def test_chance_falls_with_silence(self):
        chances = [bgnbd.chance_active(PUBLISHED, 4, 20, age) for age in (20, 30, 60, 200)]
        self.assertEqual(chances, sorted(chances, reverse=True))
        self.assertGreater(chances[0], 0.8)
        self.assertLess(chances[-1], 0.05)


class TestFit(BaseCase):
    """Learning the parameters."""

    def test_known_population(self):
        """The parameters that a population lives by are within the intervals of the fit."""
        known = Parameters(0.6, 8.0, 0.9, 2.5)
        people = population(known, 4_000, 78, seed=3)
        found = bgnbd.fit([(x, t_x, age, 1) for x, t_x, age, _came in people])
        self.assertEqual(found.customers, 4_000)
        for name in ("r", "alpha", "a", "b"):
            low, high = found.intervals[name]
            self.assertTrue(low <= getattr(known, name) <= high, (name, low, high))
            self.assertLess(high / low, 3, name)

    def test_what_comes_of_a_known_population(self):
        """What the model expects of groups of customers is what comes, but for chance."""
        people = population(PUBLISHED, 6_000, 39, ahead=39, seed=5)
        found = bgnbd.fit([(x, t_x, age, 1) for x, t_x, age, _came in people]).parameters
        for low, high in ((0, 0), (1, 1), (2, 3), (4, 99)):
            group = [p for p in people if low <= p[0] <= high]
            foretold = [
                bgnbd.chance_active(found, x, t_x, age)
                * bgnbd.expected_if_active(found, x, age, 39)
                for x, t_x, age, _came in group
            ]
            came = [p[3] for p in group]
            mean = sum(came) / len(came)
            variance = sum((c - mean) ** 2 for c in came) / (len(came) - 1)
            off = 2.6 * (variance / len(came)) ** 0.5
            self.assertLess(abs(sum(foretold) / len(group) - mean), off, (low, high))

    def test_too_little_data(self):
        """Nobody, one customer, nobody who came again, all of them new today: said, no crash."""
        for groups in (
            [],
            [(3, 10.0, 20.0, 1)],
            [(0, 0.0, 20.0, 50_000)],
            [(0, 0.0, 0.0, 50_000)],
            [(2, 5.0, 20.0, 29), (0, 0.0, 20.0, 1_000)],
        ):
            with self.subTest(groups=groups), self.assertRaises(bgnbd.TooLittleData):
                bgnbd.fit(groups)

    def test_all_alike(self):
        """Customers who are all the same can be fitted, though not every parameter is known."""
        found = bgnbd.fit([(4, 40.0, 50.0, 200)])
        visits = bgnbd.chance_active(found.parameters, 4, 40.0, 50.0)
        visits *= bgnbd.expected_if_active(found.parameters, 4, 50.0, 50)
        self.assertTrue(2 < visits < 6, visits)

    def test_many_visits(self):
        """A customer of thousands of visits does not break the fit of the others."""
        groups = [(0, 0.0, 30.0, 500), (1, 8.0, 30.0, 200), (3, 20.0, 30.0, 100)]
        groups.append((9_000, 29.9, 30.0, 1))
        self.assertTrue(all(isfinite(v) for v in vars(bgnbd.fit(groups).parameters).values()))

    def test_likelihood_of_one_customer(self):
        """The likelihood is that of the paper, put together the long way."""
        p, (x, t_x, age) = PUBLISHED, SOMEBODY
        beta = lambda a, b: exp(lgamma(a) + lgamma(b) - lgamma(a + b))  # noqa: E731
        gamma = exp(lgamma(p.r + x) - lgamma(p.r)) * p.alpha**p.r
        stays = beta(p.a, p.b + x) / beta(p.a, p.b) / (p.alpha + age) ** (p.r + x)
        left = beta(p.a + 1, p.b + x - 1) / beta(p.a, p.b) / (p.alpha + t_x) ** (p.r + x)
        found = bgnbd._likelihood(p, {x: 1}, [(x, t_x, age, 1)])
        self.assertAlmostEqual(found, log(gamma * (stays + left)), places=10)


def integral(p, x, age, weeks, steps=20_000):
    """Return the visits of an active customer, integrated over the chance to leave.

    Whoever leaves with a chance ``q`` after each visit comes ``(1 - e^(-rate * q * weeks)) / q``
    times. Of one who has not left, rates are gamma distributed (``r + x``, ``alpha + age``), and
    chances beta (``a``, ``b + x``).
    """
    shape, inverse = p.r + x, p.alpha + age
    total = weight = 0.0
    # By the root, as the density may be without end at 0.
    for place in range(steps):
        root = (place + 0.5) / steps
        q = root**4
        density = exp((p.a - 1) * log(q) + (p.b + x - 1) * log(1 - q)) * 4 * root**3
        weight += density
        total += density * (1 - (inverse / (inverse + q * weeks)) ** shape) / q
    return total / weight
