import random
from decimal import Decimal

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...segmentation.cuts import compute_cuts, load_cuts, pareto_cuts
from ...segmentation.rules import Criterion, Rules, Tier

FIXED = {"recency_days": [1, 2, 3, 4], "repair_count": [5, 6, 7, 8], "amount": [9, 10, 11, 12]}


def customers(rows):
    """Return a relation of customers ``(recency_days, repair_count, amount[, rating_avg])``."""
    return SQL(
        "(SELECT recency_days::int, repair_count::int, amount::numeric, rating_avg::numeric,"
        " TRUE AS active FROM (VALUES %s) AS v (recency_days, repair_count, amount, rating_avg))",
        SQL(", ").join(
            SQL("(%s, %s, %s::numeric, %s::numeric)", *row, *[None] * (4 - len(row)))
            for row in rows
        ),
    )


def rules(method="quantile", min_population=0, criteria=()):
    keys = ("id", "kind", "operator", "metric", "threshold", "fallback")
    criteria = tuple(Criterion(**dict(zip(keys, c, strict=True))) for c in criteria)
    return Rules(12, method, min_population, FIXED, (Tier(1, "value", criteria=criteria),))


@tagged("post_install", "-at_install")
class TestCuts(TransactionCase):
    """Cut points of hand-counted customers, without a policy or a case."""

    def cuts(self, rows, *args, **kwargs):
        return load_cuts(compute_cuts(self.env.cr, customers(rows), rules(*args, **kwargs)))

    def counts(self, *counts):
        return self.cuts([(0, count, 0) for count in counts])["rfm"]["repair_count"]

    def test_quantiles_of_five_are_the_first_four(self):
        self.assertEqual(self.counts(30, 10, 50, 20, 40), [10, 20, 30, 40])

    def test_quantiles_are_always_values_of_customers(self):
        """Six customers: rows ceil(1.2), ceil(2.4), ceil(3.6), ceil(4.8); never a mean."""
        self.assertEqual(self.counts(1, 2, 3, 4, 5, 6), [2, 3, 4, 5])
        self.assertEqual(self.counts(1, 2, 3, 4, 5, 6, 7), [2, 3, 5, 6])
        self.assertEqual(self.counts(7), [7, 7, 7, 7])

    def test_quantiles_of_many_equal_customers_coincide(self):
        self.assertEqual(self.counts(1, 1, 1, 1, 9), [1, 1, 1, 1])
        self.assertEqual(self.counts(1, 9, 9, 9, 9), [1, 9, 9, 9])

    def test_quantiles_are_over_customers_with_a_repair_in_the_window(self):
        self.assertEqual(self.counts(0, 0, 0, 0, 0, 1, 2, 3, 4, 5), [1, 2, 3, 4])

    def test_each_metric_has_cuts_of_its_own(self):
        found = self.cuts([(10 * i, i, Decimal(i) + Decimal("0.05")) for i in range(1, 6)])
        self.assertEqual(
            found["rfm"],
            {
                "recency_days": [10, 20, 30, 40],
                "repair_count": [1, 2, 3, 4],
                "amount": [Decimal("1.05"), Decimal("2.05"), Decimal("3.05"), Decimal("4.05")],
            },
        )
        self.assertEqual((found["population"], found["fallback"]), (5, False))

    def test_fixed_cuts_are_those_that_were_typed(self):
        found = self.cuts([(0, count, 0) for count in (1, 2, 3, 4, 5)], "fixed")
        self.assertEqual(found["rfm"], FIXED)
        self.assertFalse(found["fallback"])

    def test_fewer_customers_than_the_minimum_are_held_against_the_fixed_cuts(self):
        rows = [(0, count, 0) for count in (1, 2, 3, 4, 5)]
        self.assertEqual(self.cuts(rows, min_population=6)["rfm"], FIXED)
        self.assertTrue(self.cuts(rows, min_population=6)["fallback"])
        self.assertEqual(self.cuts(rows, min_population=5)["rfm"]["repair_count"], [1, 2, 3, 4])
        self.assertFalse(self.cuts(rows, min_population=5)["fallback"])

    def test_fixed_cuts_need_no_population(self):
        found = self.cuts([(0, 1, 0)], "fixed", min_population=30)
        self.assertFalse(found["fallback"])

    def test_nobody_at_all(self):
        found = self.cuts([(0, 0, 0)], min_population=1, criteria=[PARETO, TOP_20])
        self.assertEqual(found["rfm"], FIXED)
        self.assertEqual(found["criteria"], {1: None, 2: 77})
        self.assertEqual(found["population"], 0)

    def test_nobody_at_all_without_a_minimum(self):
        """Quantiles of nobody do not exist: the fixed cuts serve whoever comes next."""
        found = self.cuts([(0, 0, 0)], criteria=[PARETO, TOP_20])
        self.assertEqual(found["rfm"], FIXED)
        self.assertEqual(found["criteria"], {1: None, 2: 77})
        self.assertTrue(found["fallback"])


PARETO = (1, "pareto", "at_least", "amount", Decimal(80), Decimal(0))
TOP_20 = (2, "top_percent", "at_least", "amount", Decimal(20), Decimal(77))


@tagged("post_install", "-at_install")
class TestCriterionCuts(TransactionCase):
    def cut(self, kind, operator, metric, threshold, rows, **kwargs):
        criterion = (7, kind, operator, metric, Decimal(threshold), Decimal(77))
        relation = customers(rows)
        found = compute_cuts(self.env.cr, relation, rules(criteria=[criterion], **kwargs))
        return load_cuts(found)["criteria"][7]

    def test_a_value_is_its_own_cut(self):
        found = self.cut("value", "at_least", "amount", "12.34", [(0, 1, 5)])
        self.assertEqual(found, Decimal("12.34"))

    def test_top_percent_at_least_counts_from_above(self):
        """Ten customers: two of them are the top 20 %, none is the top 9 %."""
        rows = [(0, 1, 10 * i) for i in range(1, 11)]
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 20, rows), 90)
        self.assertEqual(self.cut("top_percent", "at_least", "amount", "29.99", rows), 90)
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 100, rows), 10)
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 10, rows), 100)
        self.assertIsNone(self.cut("top_percent", "at_least", "amount", "9.99", rows))

    def test_top_percent_at_most_counts_from_below(self):
        rows = [(10 * i, 1, 0) for i in range(1, 11)]
        self.assertEqual(self.cut("top_percent", "at_most", "recency_days", 20, rows), 20)
        self.assertEqual(self.cut("top_percent", "at_most", "recency_days", 100, rows), 100)
        self.assertIsNone(self.cut("top_percent", "at_most", "recency_days", 5, rows))

    def test_top_percent_is_never_more_than_that(self):
        """2 of 10, 6 of 30 and 20 of 100 different customers are the top 20 %."""
        for population, top in ((4, 0), (5, 1), (10, 2), (30, 6), (100, 20)):
            rows = [(0, 1, i) for i in range(1, population + 1)]
            cut = self.cut("top_percent", "at_least", "amount", 20, rows)
            self.assertEqual(cut, population - top + 1 if top else None)

    def test_top_percent_takes_whole_groups_of_equals(self):
        rows = [(0, 1, amount) for amount in (90, 80, 80, 70, 60, 50, 40, 30, 20, 10)]
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 20, rows), 90)
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 30, rows), 80)
        rows = [(0, 1, 50)] * 40
        self.assertIsNone(self.cut("top_percent", "at_least", "amount", 99, rows))
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 100, rows), 50)

    def test_whoever_paid_nothing_is_no_top_customer(self):
        some = [(0, 1, 100 if i < 6 else 0) for i in range(40)]
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 20, some), 100)
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 100, some), 100)
        self.assertIsNone(self.cut("top_percent", "at_least", "amount", 100, [(0, 1, 0)] * 40))
        below = [(0, 1, -50 - i) for i in range(40)]
        self.assertIsNone(self.cut("top_percent", "at_least", "amount", 100, below))

    def test_whoever_paid_nothing_is_among_those_who_paid_least(self):
        rows = [(0, 1, max(10 * i, 0)) for i in range(-1, 9)]
        self.assertEqual(self.cut("top_percent", "at_most", "amount", 20, rows), 0)
        self.assertIsNone(self.cut("top_percent", "at_most", "amount", 19, rows))

    def test_top_percent_is_exact(self):
        """0.57 * 100 is 56.99999999999999 in floats, which would leave one customer out."""
        rows = [(0, 1, i) for i in range(1, 101)]
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 57, rows), 44)
        self.assertEqual(self.cut("top_percent", "at_most", "amount", 57, rows), 57)

    def test_top_percent_leaves_out_customers_without_a_repair_in_the_window(self):
        rows = [(0, 1, 10 * i) for i in range(1, 11)] + [(0, 0, 0)] * 90
        self.assertEqual(self.cut("top_percent", "at_least", "amount", 20, rows), 90)

    def test_customers_without_the_metric_are_never_in(self):
        """They count as customers all the same: 20 % of 25 are five."""
        rows = [(0, 1, 0, 1), (0, 1, 0, 3), (0, 1, 0, 5), (0, 1, 0, 4), (0, 1, 0, 2)]
        rows += [(0, 1, 0)] * 20
        self.assertEqual(self.cut("top_percent", "at_least", "rating_avg", 20, rows), 1)
        self.assertEqual(self.cut("top_percent", "at_least", "rating_avg", 10, rows), 4)
        self.assertIsNone(self.cut("top_percent", "at_least", "rating_avg", 20, [(0, 1, 0)]))

    def test_top_percent_by_its_definition(self):
        """Whatever the figures, either way: whole groups, as many as fit, and not one more."""
        chance = random.Random(19)
        metrics = ("recency_days", "repair_count", "amount", "rating_avg")
        for _ in range(150):
            figures = chance.choice(([0, 1], [0, 1, 2, 3], [-5, 0, 0, 0, 7], range(-3, 30)))
            rows = [
                (
                    chance.choice([1, 1, 2, 9]),
                    chance.choice([0, 1, 1, 1, 2, 5]),
                    Decimal(chance.choice(list(figures))) / 4,
                    chance.choice([None, 1, 4, 5]),
                )
                for _customer in range(chance.randint(1, 40))
            ]
            metric, operator = chance.choice(metrics), chance.choice(["at_least", "at_most"])
            percent = Decimal(chance.choice([1, 500, 2000, 3333, 5000, 9900, 10000])) / 100
            with self.subTest(metric=metric, operator=operator, percent=percent, rows=rows):
                cut = self.cut("top_percent", operator, metric, percent, rows)
                self.assertEqual(cut, self.cut_by_definition(rows, metric, operator, percent))

    @staticmethod
    def cut_by_definition(rows, metric, operator, percent):
        population = [row for row in rows if row[1] > 0]
        position = ("recency_days", "repair_count", "amount", "rating_avg").index(metric)
        figures = [row[position] for row in population if row[position] is not None]
        if not population:
            return 77
        at_least = operator == "at_least"
        possible = []
        for cut in figures:
            beyond = [f for f in figures if (f >= cut if at_least else f <= cut)]
            if Decimal(len(beyond)) / len(population) * 100 > percent:
                continue
            if metric != "amount" or not at_least or cut > 0:
                possible.append(cut)
        return (min if at_least else max)(possible, default=None)

    def test_archived_customers_draw_no_line(self):
        rows = customers([(0, 1, amount) for amount in (10, 20, 30, 40, 50, 900, 800)])
        relation = SQL(
            "(SELECT recency_days, repair_count, amount, amount < 100 AS active FROM %s AS r)", rows
        )
        top = (2, "top_percent", "at_least", "amount", Decimal(20), Decimal(77))
        found = load_cuts(compute_cuts(self.env.cr, relation, rules(criteria=[PARETO, top])))
        self.assertEqual(found["population"], 5)
        self.assertEqual(found["criteria"], {1: 30, 2: 50})
        self.assertEqual(found["rfm"]["amount"], [10, 20, 30, 40])

    def test_top_percent_of_too_few_is_the_typed_value(self):
        rows = [(0, 1, 10 * i) for i in range(1, 11)]
        for least, cut in ((10, 90), (11, 77)):
            with self.subTest(min_population=least):
                found = self.cut(
                    "top_percent", "at_least", "amount", 20, rows, min_population=least
                )
                self.assertEqual(found, cut)

    def test_a_fallback_of_top_percent_is_said_with_fixed_cuts_too(self):
        found = compute_cuts(
            self.env.cr, customers([(0, 1, 5)]), rules("fixed", 30, criteria=[TOP_20])
        )
        self.assertTrue(found["fallback"])

    def test_the_pareto_cut_needs_no_population(self):
        rows = [(0, 1, 80), (0, 1, 20)]
        self.assertEqual(self.cut("pareto", "at_least", "amount", 80, rows, min_population=30), 80)


@tagged("post_install", "-at_install")
class TestParetoCuts(TransactionCase):
    """The smallest amount x with before(x) < p * total."""

    def cut(self, share, *amounts):
        relation = customers([(0, 1, amount) for amount in amounts])
        return pareto_cuts(self.env.cr, relation, {Decimal(share)})[Decimal(share)]

    def test_by_its_definition(self):
        """before(30) = 50 < 80, before(15) = 80 is not."""
        self.assertEqual(self.cut(80, 50, 30, 15, 5), 30)
        self.assertEqual(self.cut("80.01", 50, 30, 15, 5), 15)
        self.assertEqual(self.cut("79.99", 50, 30, 15, 5), 30)
        self.assertEqual(self.cut(95, 50, 30, 15, 5), 15)
        self.assertEqual(self.cut(100, 50, 30, 15, 5), 5)

    def test_the_first_customer_is_always_above(self):
        self.assertEqual(self.cut("0.01", 50, 30, 15, 5), 50)
        self.assertEqual(self.cut(80, 99, 1), 99)

    def test_equal_amounts_stay_together(self):
        """before(x) counts strictly above x: both 40s are in, before(20) = 80."""
        self.assertEqual(self.cut(30, 40, 40, 20), 40)
        self.assertEqual(self.cut(80, 40, 40, 20), 40)
        self.assertEqual(self.cut(81, 40, 40, 20), 20)
        self.assertEqual(self.cut(1, 25, 25, 25, 25), 25)

    def test_credits_and_zeros_are_outside_the_total(self):
        self.assertEqual(self.cut(80, 50, 30, 15, 5, -1000, 0, 0), 30)
        self.assertEqual(self.cut(100, 50, 0, -50), 50)

    def test_without_an_amount_there_is_no_cut(self):
        self.assertIsNone(self.cut(80, 0, -5))

    def test_cents_are_exact(self):
        """before(0.2) is half of the total, not less; in floats the total is 0.6000000000000001."""
        self.assertEqual(self.cut(50, "0.1", "0.2", "0.3"), 0.3)

    def test_several_shares_at_once(self):
        relation = customers([(0, 1, amount) for amount in (50, 30, 15, 5)])
        shares = {Decimal(80), Decimal(95), Decimal("33.33")}
        self.assertEqual(
            pareto_cuts(self.env.cr, relation, shares),
            {Decimal("33.33"): 50, Decimal(80): 30, Decimal(95): 15},
        )
        self.assertEqual(pareto_cuts(self.env.cr, relation, set()), {})
