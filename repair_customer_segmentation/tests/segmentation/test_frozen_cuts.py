from decimal import Decimal

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestFrozenCuts(SegmentationCase):
    """A full run computes the cuts; customers in between are held against them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 5
        cls.people = cls.customers(5)
        for i, partner in enumerate(cls.people, start=1):
            cls.history([(partner, f"2025-06-{10 * (3 - i % 3):02}", 100 * i)] * i)

    def partial(self, partners):
        return self.policy.classify(as_of=AS_OF, partner_ids=partners.ids)

    def test_the_cuts_are_frozen_on_the_run(self):
        run = self.policy.classify(as_of=AS_OF)
        criterion = {
            name: str(self.tier(name).criterion_ids.id)
            for name in ("High Value", "Frequent", "A", "B")
        }
        self.assertEqual(
            {
                **run.cuts,
                "criteria": {
                    key: number
                    for key, number in run.cuts["criteria"].items()
                    if key in criterion.values()
                },
            },
            {
                "population": 5,
                "fallback": False,
                "rfm": {
                    "recency_days": ["1", "11", "11", "21"],
                    "repair_count": ["1", "2", "3", "4"],
                    "amount": ["100.0", "400.0", "900.0", "1600.0"],
                },
                "highest": {"recency_days": "21", "repair_count": "5", "amount": "2500.0"},
                "criteria": {
                    criterion["High Value"]: "2500.0",
                    criterion["Frequent"]: "4.0",
                    criterion["A"]: "900.0",
                    criterion["B"]: "400.0",
                },
            },
        )
        self.assertRecordValues(
            run,
            [
                {
                    "state": "done",
                    "scope": "all",
                    "as_of": AS_OF,
                    "population": 5,
                    "is_fallback": False,
                    "customer_count": 5,
                    "changed_count": 5,
                }
            ],
        )

    def test_customers_in_between_do_not_move_the_cuts(self):
        full = self.policy.classify(as_of=AS_OF)
        late = self.customers(3)
        self.history([(partner, "2025-06-30", 401) for partner in late])
        run = self.partial(late[0])
        self.assertRecordValues(
            run, [{"scope": "some", "customer_count": 1, "changed_count": 1, "population": 5}]
        )
        self.assertEqual(run.cuts, full.cuts)
        self.assertRecordValues(
            self.profile_of(late[0]),
            [{"recency_score": 5, "frequency_score": 1, "monetary_score": 3, "run_id": full.id}],
        )
        self.assertFalse(self.profile_of(late[1]))

    def test_the_next_full_run_moves_them(self):
        self.policy.classify(as_of=AS_OF)
        self.history([(partner, "2025-06-30", 401) for partner in self.customers(20)])
        run = self.policy.classify(as_of=AS_OF)
        self.assertEqual(run.cuts["rfm"]["amount"], ["401.0", "401.0", "401.0", "401.0"])

    def test_without_a_full_run_some_customers_become_all(self):
        run = self.partial(self.people[0])
        self.assertRecordValues(run, [{"scope": "all", "customer_count": 5, "changed_count": 5}])
        self.assertTrue(self.profile_of(self.people[4]))

    def test_changed_rules_make_some_customers_all(self):
        self.policy.classify(as_of=AS_OF)
        changes = {
            "window": {"window_months": 6},
            "method": {"cut_method": "fixed"},
            "population": {"min_population": 4},
            "fixed thresholds": {"monetary_cut_4": 9999},
            "share": {"abc_share_a": 70},
            "threshold": lambda draft: self.tier("Frequent", draft).criterion_ids.write(
                {"value": 3}
            ),
            "fallback": lambda draft: self.tier("High Value", draft).criterion_ids.write(
                {"value": 3}
            ),
            "match": lambda draft: self.tier("Frequent", draft).write({"match": "any"}),
            "potential": lambda draft: self.tier("Ordinary", draft).write({"for_potential": False}),
            "cells": self.swap_cells,
        }
        for name, change in changes.items():
            with self.subTest(change=name):
                self.assertEqual(self.partial(self.people[0]).scope, "some")
                before = self.policy._meaning_digest()
                self.change_rules(change)
                self.assertNotEqual(self.policy._meaning_digest(), before)
                run = self.partial(self.people[0])
                self.assertRecordValues(run, [{"scope": "all", "policy_changed": True}])
                self.assertFalse(self.policy.rules_changed)

    def change_rules(self, change):
        if callable(change):
            self.revise(change=change)
        else:
            self.revise(change)

    def swap_cells(self, draft):
        new, asleep = self.tier("New", draft), self.tier("About to Sleep", draft)
        draft.write({"tier_ids": [(1, new.id, {"cells": "21"}), (1, asleep.id, {"cells": "51"})]})

    def test_names_and_colours_are_no_rules(self):
        self.policy.classify(as_of=AS_OF)
        self.policy.name = "Renamed"
        self.tier("New").write({"name": "Fresh", "color": 1, "description": "x"})
        self.assertFalse(self.policy.rules_changed)
        self.assertEqual(self.partial(self.people[0]).scope, "some")

    def test_the_grace_is_no_rule_of_the_classes(self):
        """An equal set of rules in a new version is not a change of rules."""
        self.policy.classify(as_of=AS_OF)
        self.revise({"grace_days": 60})
        run = self.policy.classify(as_of=AS_OF)
        self.assertRecordValues(run, [{"policy_changed": False, "changed_count": 0}])

    def test_a_version_that_is_active_again_has_its_cuts_again(self):
        self.policy.classify(as_of=AS_OF)
        first = self.policy
        self.revise({"window_months": 6})
        self.partial(self.people[0])
        first._activate()
        self.policy = first
        self.assertEqual(self.partial(self.people[0]).scope, "some")

    def test_nobody_is_some_customers(self):
        self.policy.classify(as_of=AS_OF)
        run = self.partial(self.people[:0])
        self.assertRecordValues(run, [{"scope": "some", "customer_count": 0, "changed_count": 0}])
        self.assertTrue(self.profile_of(self.people[0]))


@tagged("post_install", "-at_install")
class TestMinimumPopulation(SegmentationCase):
    """Thirty customers with a repair in the period make quantiles; twenty-nine do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(32)
        cls.history(
            [(partner, "2025-06-30", 10 * i) for i, partner in enumerate(cls.people[:29], start=1)]
            + [
                (cls.people[29], "2020-01-01", 10),
                (cls.people[30], "2025-06-01", 10, {"stage_id": cls.stage_cancelled.id}),
            ]
        )

    def test_twenty_nine_are_too_few(self):
        run = self.policy.classify(as_of=AS_OF)
        self.assertRecordValues(
            run, [{"population": 29, "is_fallback": True, "customer_count": 31}]
        )
        self.assertEqual(run.cuts["rfm"]["amount"], ["100.0", "300.0", "800.0", "2000.0"])
        self.assertEqual(self.profile_of(self.people[28]).monetary_score, 2)
        # The share of 20 % falls back to the typed 2,000 that nobody reaches.
        self.assertEqual(self.profile_of(self.people[28]).value_tier_id, self.tier("Ordinary"))
        self.assertEqual(self.profile_of(self.people[28]).abc_tier_id, self.tier("A"))

    def test_thirty_are_enough(self):
        self.history([(self.people[31], "2025-06-30", 300)])
        run = self.policy.classify(as_of=AS_OF)
        self.assertRecordValues(run, [{"population": 30, "is_fallback": False}])
        self.assertEqual(run.cuts["rfm"]["amount"], ["60.0", "120.0", "180.0", "240.0"])
        self.assertEqual(self.profile_of(self.people[31]).monetary_score, 5)
        high = self.people[24:29] | self.people[31]
        self.assertEqual(
            self.env["repair.customer.profile"]
            .search([("value_tier_id", "=", self.tier("High Value").id)])
            .partner_id,
            high,
        )
        self.assertEqual(Decimal(run.cuts["criteria"][self.high_id()]), 250)

    def high_id(self):
        return str(self.tier("High Value").criterion_ids.id)
