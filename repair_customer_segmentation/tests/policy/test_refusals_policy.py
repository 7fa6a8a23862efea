from odoo.tests import tagged

from ..bases.refusals import RefusalCase


@tagged("post_install", "-at_install")
class TestPolicyNumbers(RefusalCase):
    def test_fixed_numbers_that_do_not_rise(self):
        cases = (
            ("recency_cut_2", 30, "Recency", "30, 30, 120, 240"),
            ("frequency_cut_1", 9, "Frequency", "9, 2, 3, 5"),
            ("monetary_cut_4", 1.5, "Monetary", "100, 300, 800, 1.5"),
        )
        for field, value, score, numbers in cases:
            with self.subTest(field=field):
                self.assertRefused(
                    lambda f=field, v=value: self.policy.write({f: v}),
                    score,
                    "must increase from left to right",
                    numbers,
                )

    def test_big_fixed_numbers_are_shown_as_typed(self):
        self.assertRefused(
            lambda: self.policy.write({"monetary_cut_3": 1234567.89}), "1234567.89, 2000"
        )

    def test_a_negative_window(self):
        self.assertRefused(
            lambda: self.policy.write({"window_months": -1}),
            "“Period (Months)” is -1",
            "Enter 0 for the entire history, or a number of months up to 1200",
        )

    def test_an_endless_window(self):
        """Months before the year 1 are no date: refused here, not in tonight's run."""
        self.assertRefused(
            lambda: self.policy.write({"window_months": 100_000}),
            "“Period (Months)” is 100000",
        )

    def test_a_negative_population(self):
        self.assertRefused(
            lambda: self.policy.write({"min_population": -5}),
            "“Minimum Customers for Quintiles” is -5",
            "Enter 0 or a positive number",
        )

    def test_shares_outside_0_to_100(self):
        for tier, kind in (("High Value", "top_percent"), ("A", "pareto")):
            for percent in (0, -1, 100.01, 101):
                with self.subTest(kind=kind, percent=percent):
                    self.assertRefused(
                        lambda t=tier, p=percent: self.tier(t).criterion_ids.write({"percent": p}),
                        f"Tier “{tier}”",
                        f"the share of {percent:g}%",
                        "above 0 and up to 100",
                    )

    def test_a_share_of_100_is_possible(self):
        self.tier("High Value").criterion_ids.percent = 100
        self.tier("High Value").criterion_ids.percent = 0.01
        self.policy.classify()

    def test_abc_shares_that_do_not_rise(self):
        for a, b in ((95, 95), (96, 95), (80, 70)):
            with self.subTest(a=a, b=b):
                self.assertRefused(
                    lambda a=a, b=b: self.policy.write({"abc_share_a": a, "abc_share_b": b}),
                    "The ABC shares must increase from class to class",
                    f"they are {a}, {b}",
                )

    def test_an_abc_share_outside_0_to_100(self):
        self.assertRefused(lambda: self.policy.write({"abc_share_b": 101}), "Tier “B”", "101%")
        self.assertRefused(lambda: self.policy.write({"abc_share_a": 0}), "Tier “A”", "0%")

    def test_a_share_of_the_amount_is_of_the_amount(self):
        criterion = self.tier("A").criterion_ids
        for values in (
            {"metric": "repair_count"},
            {"metric": "amount_total"},
            {"operator": "at_most"},
        ):
            with self.subTest(**values):
                self.assertRefused(
                    lambda v=values: criterion.write(v), "Tier “A”", "“Amount in the period”"
                )


@tagged("post_install", "-at_install")
class TestBoard(RefusalCase):
    def test_a_gap_names_its_cells(self):
        self.assertRefused(
            lambda: self.tier("Champions").write({"cells": "54"}),
            "the cells 55 45 belong to no segment",
            "Assign each of them to a segment",
        )

    def test_an_overlap_names_its_cells(self):
        self.assertRefused(
            lambda: self.tier("Lost").write({"cells": "11 54 12"}),
            "the cells 54 12 belong to more than one segment",
            "Assign each of them to one segment",
        )

    def test_a_cell_twice_in_one_segment(self):
        self.assertRefused(lambda: self.tier("New").write({"cells": "51 51"}), "the cells 51")

    def test_malformed_cells(self):
        for cell in ("56", "05", "5", "555", "A1", "5-1", "51,41", "\uff15\uff11"):
            with self.subTest(cell=cell):
                self.assertRefused(
                    lambda c=cell: self.tier("New").write({"cells": f"51 {c}"}),
                    "Tier “New”",
                    f"“{cell}” is not a cell",
                    "two digits from 1 to 5, R first, such as 54",
                )

    def test_spaces_do_not_matter(self):
        self.tier("New").cells = "  51\n"
        self.policy.classify()

    def test_cells_outside_the_rfm_dimension(self):
        self.assertRefused(
            lambda: self.tier("A").write({"cells": "55"}),
            "Tier “A”",
            "Clear the field “Cells”",
        )

    def test_a_draft_may_be_incomplete_until_it_classifies(self):
        draft = self.policy.copy({"name": "Draft"})
        self.tier("New", draft).unlink()
        self.assertRefused(draft.classify, "the cells 51 belong to no segment")


@tagged("post_install", "-at_install")
class TestTierOrder(RefusalCase):
    def test_criteria_on_the_last_tier(self):
        self.assertRefused(
            lambda: self.tier("Ordinary").write(
                {"criterion_ids": [(0, 0, {"metric": "amount", "value": 1})]}
            ),
            "The last tier, “Ordinary”",
            "Remove its criteria, or add a tier without criteria after it",
        )

    def test_a_catch_all_that_is_not_last(self):
        self.assertRefused(
            lambda: self.tier("Occasional").write({"sequence": 1}),
            "The last tier, “Frequent”",
        )
        self.assertRefused(
            lambda: self.policy.write(
                {"tier_ids": [(0, 0, {"name": "Early", "dimension": "value", "sequence": 1})]}
            ),
            "Tier “Early” has no criteria",
            "Add a criterion to it, or move it to the end",
        )

    def test_removing_the_last_criterion_of_a_tier(self):
        self.assertRefused(
            self.tier("Frequent").criterion_ids.unlink, "Tier “Frequent” has no criteria"
        )

    def test_two_tiers_for_potential_customers(self):
        self.assertRefused(
            lambda: self.tier("High Value").write({"for_potential": True}),
            "“For Customers without a Repair” can be ticked on one tier only: High Value, Ordinary",
        )

    def test_deleting_a_tier_that_leaves_a_gap(self):
        self.assertRefused(self.tier("New").unlink, "the cells 51 belong to no segment")
        self.assertRefused(self.tier("C").unlink, "The last tier, “B”")
        self.assertRefused(
            self.policy.frequency_tier_ids.unlink,
            "no tier in the dimension “Frequency”",
            "Add at least one, without criteria, that takes everyone else",
        )

    def test_deleting_a_tier_that_leaves_none(self):
        self.tier("High Value").unlink()
        self.policy.classify()

    def test_a_tier_that_moves_away_leaves_a_gap(self):
        draft = self.policy.copy({"name": "Draft"})
        self.assertRefused(
            lambda: self.tier("New").write({"policy_id": draft.id}),
            "the cells 51 belong to no segment",
        )
        self.assertRefused(
            lambda: self.tier("C").write({"dimension": "value", "sequence": 99}),
            "Tier “Ordinary” has no criteria",
        )

    def test_a_criterion_that_moves_away_leaves_a_gap(self):
        self.assertRefused(
            lambda: self.tier("Frequent").criterion_ids.write(
                {"tier_id": self.tier("High Value").id}
            ),
            "Tier “Frequent” has no criteria",
        )

    def test_a_policy_without_tiers_is_refused_when_it_becomes_active(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        policy = other.repair_policy_id
        other.repair_policy_id = False
        policy._write_state("archived")
        policy.unlink()
        self.assertRefused(
            lambda: self.env["repair.segmentation.policy"].create(
                {"name": "Empty", "company_id": other.id, "state": "active"}
            ),
            "Policy “Empty” has no tier in the dimension “Value”",
        )
