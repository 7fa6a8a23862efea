import itertools

from odoo.tests import tagged
from odoo.tools import SQL

from ...models.policy.rules import rules_of
from ...segmentation.cuts import load_cuts
from ...segmentation.metrics import PARTNER_COLUMNS, STORED_METRICS
from ...segmentation.tiers import tiers_relation
from ...vocabulary import METRICS
from ..bases.common import AS_OF, SegmentationCase
from ..bases.scores import BOARD


@tagged("post_install", "-at_install")
class TestScores(SegmentationCase):
    """Scores and segments against known cuts, without a case."""

    MONETARY = ("100.00", "200.00", "300.00", "400.00")

    def scores(self, rows, monetary=MONETARY):
        """Return ``(R, F, M, segment)`` of customers ``(days, repairs, repairs ever, amount)``."""
        given = ("recency_days", "repair_count", "repair_count_total", "amount")
        others = {*METRICS, *STORED_METRICS, *PARTNER_COLUMNS} - {*given}
        relation = SQL(
            """
            (SELECT partner_id::int, recency_days::int, repair_count::int,
                    repair_count_total::int, amount::numeric, %s
               FROM (VALUES %s)
                 AS v (partner_id, recency_days, repair_count, repair_count_total, amount))
            """,
            SQL(", ").join(SQL("NULL::int AS %s", SQL.identifier(o)) for o in sorted(others)),
            SQL(", ").join(
                SQL("(%s, %s, %s, %s, %s::numeric)", i, *row) for i, row in enumerate(rows)
            ),
        )
        cuts = load_cuts(
            {
                "rfm": {
                    "recency_days": ["10", "20", "30", "40"],
                    "repair_count": ["1", "2", "3", "4"],
                    "amount": list(monetary),
                },
                "criteria": {str(c.id): "0" for c in self.policy.tier_ids.criterion_ids},
            }
        )
        tiers = tiers_relation(relation, rules_of(self.policy), cuts)
        self.env.cr.execute(
            SQL(
                "SELECT recency_score, frequency_score, monetary_score, rfm_computed_tier_id"
                " FROM (%s) AS t ORDER BY partner_id",
                tiers,
            )
        )
        names = {tier.id: tier.name for tier in self.policy.tier_ids}
        return [(*scores, names[tier]) for *scores, tier in self.env.cr.fetchall()]

    def column(self, index, rows):
        return [row[index] for row in self.scores(rows)]

    def test_recency_counts_the_cuts_that_are_exceeded(self):
        days = (0, 10, 11, 20, 21, 30, 31, 40, 41, 9999)
        found = self.column(0, [(day, 1, 1, 1) for day in days])
        self.assertEqual(found, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1])

    def test_frequency_counts_the_cuts_that_are_exceeded(self):
        found = self.column(1, [(0, count, count, 1) for count in (1, 2, 3, 4, 5, 99)])
        self.assertEqual(found, [1, 2, 3, 4, 5, 5])

    def test_monetary_counts_the_cuts_that_are_exceeded(self):
        amounts = (-5, 0, 100, "100.01", 200, "200.01", 300, "300.01", 400, "400.01")
        found = self.column(2, [(0, 1, 1, amount) for amount in amounts])
        self.assertEqual(found, [1, 1, 1, 2, 2, 3, 3, 4, 4, 5])

    def test_without_a_repair_in_the_window_only_recency_is_kept(self):
        rows = [(15, 0, 3, 0), (35, 0, 1, 0)]
        self.assertEqual(self.scores(rows), [(4, 1, 1, "Promising"), (2, 1, 1, "About to Sleep")])

    def test_without_a_repair_in_the_window_nothing_beats_credits(self):
        """Where most customers have credits, even a sum of zero lies above the cuts."""
        found = self.scores([(15, 0, 3, 0), (15, 1, 1, 0)], monetary=("-4", "-3", "-2", "-1"))
        self.assertEqual(found, [(4, 1, 1, "Promising"), (4, 1, 5, "Potential Loyalist")])

    def test_every_combination_falls_in_its_cell(self):
        segment_of = {cell: name for name, cells in BOARD.items() for cell in cells.split()}
        self.assertEqual(len(segment_of), 25)
        combinations = list(itertools.product(range(1, 6), repeat=3))
        found = self.scores([(55 - 10 * r, f, f, 100 * m - 50) for r, f, m in combinations])
        expected = [(r, f, m, segment_of[f"{r}{(f + m + 1) // 2}"]) for r, f, m in combinations]
        self.assertEqual(found, expected)


@tagged("post_install", "-at_install")
class TestEqualCustomers(SegmentationCase):
    """Equal customers get equal classes, in whatever order their repairs were written."""

    CLASSES = (
        "recency_score",
        "frequency_score",
        "monetary_score",
        "rfm_tier_id",
        "abc_tier_id",
        "value_tier_id",
        "frequency_tier_id",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0

    def classes(self, partner):
        profile = self.profile_of(partner)
        return tuple(profile[name].id if "_id" in name else profile[name] for name in self.CLASSES)

    def test_ties_across_every_cut(self):
        """Nine kinds of customers, four of each: NTILE would split each of the kinds."""
        kinds = [
            (f"2025-0{month}-01", 10.01 * count, count)
            for month in (2, 4, 6)
            for count in (1, 2, 5)
        ]
        people = self.customers(4 * len(kinds))
        by_kind = {kind: people[i :: len(kinds)] for i, kind in enumerate(kinds)}
        self.history(
            [
                (partner, kind[0], kind[1])
                for i in range(4)
                for kind in kinds
                for partner in [by_kind[kind][i]] * kind[2]
            ]
        )
        self.policy.classify(as_of=AS_OF)
        for kind, same in by_kind.items():
            with self.subTest(kind=kind):
                self.assertEqual(len({self.classes(partner) for partner in same}), 1)
        # And the kinds are not all alike: the test would say nothing then.
        self.assertGreater(len({self.classes(partner) for partner in people}), 5)

    def test_the_order_of_the_rows_changes_nothing(self):
        people = self.customers(12)
        rows = [
            (partner, f"2025-0{1 + (i * k) % 6}-1{k}", 3.33 * (i % 5) + k)
            for i, partner in enumerate(people)
            for k in range(1 + i % 4)
        ]
        cases = self.history(rows)
        self.policy.classify(as_of=AS_OF)
        first = [self.classes(partner) for partner in people]
        cases.unlink()
        self.history(rows[::-1])
        self.policy.classify(as_of=AS_OF)
        self.assertEqual([self.classes(partner) for partner in people], first)
        cases = self.env["repair.case"].search([("company_id", "=", self.company.id)])
        cases.unlink()
        self.history(rows[1::2] + rows[::2])
        self.policy.classify(as_of=AS_OF)
        self.assertEqual([self.classes(partner) for partner in people], first)
