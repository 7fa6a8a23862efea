import unittest
from datetime import timedelta
from functools import wraps
from unittest.mock import patch

try:
    import hypothesis
    from hypothesis import strategies
except ImportError:
    hypothesis = None

from odoo.tests import tagged
from odoo.tools import SQL

from ...models.policy.rules import rules_of
from ...vocabulary import DIMENSIONS
from ..bases.common import AS_OF, SegmentationCase

FIXED = ("value", "frequency", "rfm", "need")


def histories(most):
    """Return a strategy: for each customer a list of (days ago, cents, rework, service)."""
    repair = strategies.tuples(
        strategies.integers(1, 800),
        # Few different amounts, so that customers meet the cuts and each other.
        strategies.sampled_from([-5000, 0, 1, 9999, 10000, 10001, 250000]),
        strategies.sampled_from([False, False, False, True]),
        strategies.booleans(),
    )
    return strategies.lists(strategies.lists(repair, max_size=6), min_size=2, max_size=most)


@tagged("post_install", "-at_install")
@unittest.skipUnless(hypothesis, "hypothesis is not installed")
class TestProperties(SegmentationCase):
    """What holds for any history, whatever the numbers in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(12)
        cls.env.cr.execute(
            "CREATE TEMPORARY TABLE any_history (partner_id int, occurred_at timestamp,"
            " amount numeric, is_rework bool, is_service bool, cost numeric) ON COMMIT DROP"
        )
        source = SQL("SELECT *, 0 AS gaps, 'test' AS source FROM any_history")
        known = SQL("SELECT unnest(%s) AS partner_id", cls.people.ids)
        policies = type(cls.policy)
        for name, relation in (("_history_sources", source), ("_known_sources", known)):
            patcher = patch.object(policies, name, lambda *_args, _r=relation: [_r])
            patcher.start()
            cls.addClassCleanup(patcher.stop)
        high = cls.policy.value_tier_ids[0].criterion_ids
        cls.fixed = cls.policy.copy({"company_id": cls.company.id, "cut_method": "fixed"})
        cls.fixed.value_tier_ids[0].criterion_ids.write({"kind": "value", "value": 100})
        assert high.kind == "top_percent"

    def for_any(self, check, *given, examples=40):
        """Check a property on many made-up histories, always the same ones."""
        settings = hypothesis.settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            # A busy machine is no fault of the properties.
            suppress_health_check=[hypothesis.HealthCheck.too_slow],
        )

        @wraps(check)
        def in_savepoint(*drawn, **named):
            with self.env.cr.savepoint() as savepoint:
                check(*drawn, **named)
                savepoint.rollback()
            self.env.invalidate_all()

        settings(hypothesis.given(*given)(in_savepoint))()

    def fill(self, rows):
        """Replace the history by rows ``(position of the customer, repair)``."""
        self.env.cr.execute("TRUNCATE any_history")
        for position, (days, cents, rework, service) in rows:
            self.env.cr.execute(
                "INSERT INTO any_history VALUES (%s, %s, %s / 100.0, %s, %s)",
                [self.people[position].id, AS_OF - timedelta(days=days), cents, rework, service],
            )

    def classes(self, policy, piece=None):
        """Classify anew; return partner id -> what is stored but for the moments and ids."""
        self.env.cr.execute(
            "DELETE FROM repair_customer_profile WHERE company_id = %s", [self.company.id]
        )
        rules = rules_of(policy)
        run = policy._create_run(AS_OF, rules)
        run._start(rules)
        while run.state == "running":
            run._advance(rules, piece)
        self.env.cr.execute(
            "SELECT * FROM repair_customer_profile WHERE company_id = %s", [self.company.id]
        )
        return {
            row.pop("partner_id"): {
                name: value
                for name, value in row.items()
                if name not in ("id", "run_id", "classified_at", "known_since")
            }
            for row in self.env.cr.dictfetchall()
        }

    @staticmethod
    def rows(history):
        return [(i, repair) for i, repairs in enumerate(history) for repair in repairs]

    def test_the_order_of_rows_does_not_matter(self):
        def check(history, random):
            rows = self.rows(history)
            self.fill(rows)
            first = self.classes(self.policy)
            random.shuffle(rows)
            self.fill(rows)
            self.assertEqual(first, self.classes(self.policy))

        self.for_any(check, histories(8), strategies.randoms(use_true_random=False))

    def test_pieces_give_what_one_go_gives(self):
        def check(history, size):
            self.fill(self.rows(history))
            self.assertEqual(self.classes(self.policy), self.classes(self.policy, size))

        self.for_any(check, histories(12), strategies.integers(1, 13))

    def test_equal_customers_get_equal_classes(self):
        def check(history, population):
            self.policy.min_population = population
            history = history + history
            self.fill(self.rows(history))
            classes = self.classes(self.policy)
            half = len(history) // 2
            for one, other in zip(self.people[:half], self.people[half : 2 * half], strict=True):
                self.assertEqual(classes[one.id], classes[other.id])

        self.for_any(check, histories(6), strategies.sampled_from([1, 1000]))

    def test_a_twin_leaves_the_fixed_cut_classes_of_others_alone(self):
        def check(history):
            self.fill(self.rows(history))
            before = self.classes(self.fixed)
            self.fill(self.rows([*history, history[0]]))
            after = self.classes(self.fixed)
            twin = after.pop(self.people[len(history)].id)
            before.pop(self.people[len(history)].id)
            for partner_id, row in before.items():
                for dimension in FIXED:
                    name = f"{dimension}_tier_id"
                    self.assertEqual(row[name], after[partner_id][name])
            for dimension in DIMENSIONS:
                name = f"{dimension}_tier_id"
                self.assertEqual(twin[name], after[self.people[0].id][name])

        self.for_any(check, histories(11))

    def test_one_more_repair_never_makes_less_frequent(self):
        """Monotony: a repair more raises the fixed-cut frequency or leaves it."""

        def check(history):
            self.fill(self.rows(history))
            order = self.fixed.frequency_tier_ids.ids
            before = self.classes(self.fixed)
            more = [[*history[0], (1, 100, False, False)], *history[1:]]
            self.fill(self.rows(more))
            after = self.classes(self.fixed)
            customer = self.people[0].id
            self.assertLessEqual(
                order.index(after[customer]["frequency_tier_id"]),
                order.index(before[customer]["frequency_tier_id"]),
            )
            self.assertEqual(
                {k: v["frequency_tier_id"] for k, v in before.items() if k != customer},
                {k: v["frequency_tier_id"] for k, v in after.items() if k != customer},
            )

        self.for_any(check, histories(5), examples=20)
