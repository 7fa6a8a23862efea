import random

from ...foresight import bgnbd
from ...foresight.bgnbd import Parameters
from ...foresight.check import Compared, check
from ...foresight.customers import figures
from ...foresight.groups import groups_of
from ..bases.foresight import LAST_DAY, ForesightCase, live


class TestCheck(ForesightCase):
    """Last year, foretold from the time before."""

    def people(self, count, parameters, years=3, seed=2):
        """Load customers who live by parameters, their first visit anywhere in the years."""
        rng = random.Random(seed)
        rows = []
        for place in range(count):
            age = rng.uniform(1, years * 365)
            weeks = [0.0, *live(rng, parameters, age / 7)]
            rows.append((f"C{place}", [int(age - 7 * week) for week in weeks]))
        return self.visits(rows)

    def test_people_of_the_model(self):
        """Customers who live as the model thinks: it is used, and right in every tenth."""
        self.people(2_500, Parameters(0.7, 20.0, 1.2, 2.5))
        found = check(self.env.cr, self.frozen(LAST_DAY))
        self.assertEqual(found.state, "passed")
        self.assertEqual(found.months, 23)
        self.assertLess(found.overall.error, found.overall.last_year_error)
        self.assertLess(abs(found.overall.foretold / found.overall.came - 1), 0.12)
        self.assertEqual(sum(row.customers for _d, row in found.deciles), found.overall.customers)
        means = [row.foretold / row.customers for _decile, row in found.deciles]
        self.assertEqual(means, sorted(means, reverse=True))
        top = found.deciles[0][1]
        self.assertLess(abs(top.foretold / top.came - 1), 0.2)

    def test_people_who_stopped(self):
        """Nobody has come for two years: “as last year” knows, the model does not, and is not used.

        What is shown by tenths is then what is used instead.
        """
        rng = random.Random(4)
        self.visits(
            [
                (f"C{place}", {rng.randrange(740, 1_200) for _visit in range(1 + place % 4)})
                for place in range(200)
            ]
        )
        found = check(self.env.cr, self.frozen(LAST_DAY))
        self.assertEqual(found.state, "worse")
        self.assertGreater(found.by_model.error, 0)
        self.assertEqual(found.by_model.last_year_error, 0)
        self.assertEqual((found.overall.foretold, found.overall.error), (0, 0))

    def test_worse(self):
        """Missing more a customer, or in total by more than a tenth, is worse; little is not."""
        good = {"customers": 100, "last_year": 130, "came": 100, "last_year_error": 1.0}
        self.assertFalse(Compared(foretold=120, error=0.9, **good).is_worse)
        self.assertTrue(Compared(foretold=100, error=1.1, **good).is_worse)
        self.assertTrue(Compared(foretold=140, error=0.9, **good).is_worse)
        near = {**good, "last_year": 101}
        self.assertFalse(Compared(foretold=109, error=0.9, **near).is_worse)
        self.assertTrue(Compared(foretold=112, error=0.9, **near).is_worse)

    def test_short_history(self):
        """Less than two years is too short, no history at all too; few customers are too few."""
        self.assertEqual(check(self.env.cr, self.frozen(LAST_DAY)).state, "too_short")
        self.visits([("Ann", [700, 300, 20])])
        found = check(self.env.cr, self.frozen(LAST_DAY))
        self.assertEqual((found.state, found.months), ("too_short", 10))
        self.visits([("Bob", [800, 300, 20])])
        found = check(self.env.cr, self.frozen(LAST_DAY))
        self.assertEqual((found.state, found.months), ("too_little", 14))
        self.assertIsNone(found.overall)

    def test_rework_is_no_visit(self):
        """Rework, cancelled cases and inspections are no visits, and another company's neither."""
        ann = self.customer("Ann")
        inspection = self.env["repair.case.type"].create(
            {"name": "Planned Check", "is_inspection": True, "company_id": self.company.id}
        )
        self.history(
            [
                (ann, "2025-01-05", 100),
                (ann, "2025-02-05", 100, {"is_rework": True}),
                (ann, "2025-03-05", 100, {"stage_id": self.stage_cancelled.id}),
                (ann, "2025-04-05", 100, {"type_id": inspection.id}),
                (ann, "2025-05-05", 100),
            ]
        )
        self.env.cr.execute(figures(self.frozen(LAST_DAY)))
        (row,) = self.env.cr.dictfetchall()
        self.assertEqual((row["x"], row["t_x"], row["age"]), (1, 120, 176))

    def test_groups_keep_everybody(self):
        self.people(300, Parameters(0.7, 20.0, 1.2, 2.5))
        relation = figures(self.frozen(LAST_DAY))
        exact, coarse = groups_of(self.env.cr, relation), groups_of(self.env.cr, relation, most=5)
        self.assertLess(len(coarse), len(exact))
        for part in (lambda g: g[0] * g[3], lambda g: g[1] * g[3], lambda g: g[2] * g[3]):
            self.assertAlmostEqual(sum(map(part, exact)), sum(map(part, coarse)), places=6)
        self.assertLess(abs(bgnbd.fit(exact).parameters.r - bgnbd.fit(coarse).parameters.r), 0.05)
