from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


def criterion(metric, operator, value, kind="value"):
    field = "value" if kind == "value" else "percent"
    return {"metric": metric, "operator": operator, "kind": kind, field: value}


class TierCase(SegmentationCase):
    """Ten customers with 10, 20, ... 100 spent in 1, 2, ... 10 repairs, the last the best."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0
        cls.people = cls.customers(10)
        cls.history(
            [
                (partner, f"2025-06-{count:02}", 10)
                for count, partner in enumerate(cls.people, start=1)
                for _repair in range(count)
            ]
        )

    def names(self, dimension, people=None):
        """Classify and return the names of the customers' tiers in a dimension."""
        self.policy.classify(as_of=AS_OF)
        return [
            self.profile_of(partner)[f"{dimension}_tier_id"].name
            for partner in people or self.people
        ]

    def value_of(self, *tiers):
        """Classify by these value tiers and return how the ten customers fall into them."""
        rest = ("rest", "all", [], {"for_potential": True})
        self.revise(change=lambda draft: self.set_tiers("value", [*tiers, rest], draft))
        return self.names("value")


@tagged("post_install", "-at_install")
class TestTiers(TierCase):
    def test_at_least_includes_the_cut(self):
        found = self.value_of(("top", "all", [criterion("amount", "at_least", 70)]))
        self.assertEqual(found, ["rest"] * 6 + ["top"] * 4)

    def test_at_least_is_exact_to_the_cent(self):
        found = self.value_of(("top", "all", [criterion("amount", "at_least", 70.01)]))
        self.assertEqual(found, ["rest"] * 7 + ["top"] * 3)

    def test_at_most_includes_the_cut(self):
        """Days since the last repair: 30 for the first customer, 21 for the tenth."""
        found = self.value_of(("new", "all", [criterion("recency_days", "at_most", 23)]))
        self.assertEqual(found, ["rest"] * 7 + ["new"] * 3)

    def test_top_percent_at_least(self):
        """Two of ten customers are 20 %: the cut is 90, and 90 itself is in."""
        found = self.value_of(("top", "all", [criterion("amount", "at_least", 20, "top_percent")]))
        self.assertEqual(found, ["rest"] * 8 + ["top"] * 2)

    def test_top_percent_at_most(self):
        """The most recent 20 %: two customers have 22 days or less."""
        best = criterion("recency_days", "at_most", 20, "top_percent")
        found = self.value_of(("top", "all", [best]))
        self.assertEqual(found, ["rest"] * 8 + ["top"] * 2)

    def test_pareto(self):
        """Total 550, half is 275: before(80) = 190, before(70) = 270, before(60) = 340."""
        found = self.value_of(("top", "all", [criterion("amount", "at_least", 50, "pareto")]))
        self.assertEqual(found, ["rest"] * 6 + ["top"] * 4)

    def test_all_criteria(self):
        found = self.value_of(
            (
                "both",
                "all",
                [criterion("amount", "at_least", 40), criterion("repair_count", "at_most", 6)],
            )
        )
        self.assertEqual(found, ["rest"] * 3 + ["both"] * 3 + ["rest"] * 4)

    def test_any_criterion(self):
        found = self.value_of(
            (
                "either",
                "any",
                [criterion("amount", "at_least", 90), criterion("repair_count", "at_most", 2)],
            )
        )
        self.assertEqual(found, ["either"] * 2 + ["rest"] * 6 + ["either"] * 2)

    def test_the_first_tier_wins(self):
        gold = ("gold", "all", [criterion("amount", "at_least", 80)])
        silver = ("silver", "all", [criterion("amount", "at_least", 50)])
        self.assertEqual(self.value_of(gold, silver), ["rest"] * 4 + ["silver"] * 3 + ["gold"] * 3)
        self.assertEqual(self.value_of(silver, gold), ["rest"] * 4 + ["silver"] * 6)

    def test_one_tier_catches_everybody(self):
        self.assertEqual(self.value_of(), ["rest"] * 10)

    def test_a_missing_metric_is_not_met(self):
        """The first customer has one repair, so no interval; nobody was ever rated."""
        for metric, operator, met in (
            ("mean_interval_days", "at_most", 9),
            ("mean_interval_days", "at_least", 9),
            ("rating_avg", "at_most", 0),
            ("rating_avg", "at_least", 0),
        ):
            with self.subTest(metric=metric, operator=operator):
                threshold = 9999 if operator == "at_most" else 0
                found = self.value_of(("met", "all", [criterion(metric, operator, threshold)]))
                self.assertEqual(found, ["rest"] * (10 - met) + ["met"] * met)

    def test_a_missing_metric_does_not_spoil_another_criterion(self):
        found = self.value_of(
            (
                "either",
                "any",
                [criterion("rating_avg", "at_least", 1), criterion("amount", "at_least", 90)],
            )
        )
        self.assertEqual(found, ["rest"] * 8 + ["either"] * 2)

    def test_a_share_of_no_ratings_at_all_is_met_by_nobody(self):
        best = criterion("rating_avg", "at_least", 20, "top_percent")
        self.assertEqual(self.value_of(("top", "all", [best])), ["rest"] * 10)

    def test_every_metric_can_be_compared(self):
        """The tenth customer: ten repairs of 10 at one moment, 21 days ago, none reworked."""
        tenth = self.people[9]
        self.history([(tenth, "2020-07-01", 7), (tenth, "2025-06-30", 1, {"is_rework": True})])
        case = self.history([(tenth, "2025-06-10", 0, {"stage_id": self.stage_closed.id})])
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("repair.case"),
                "res_id": case.id,
                "rating": 4,
                "consumed": True,
            }
        )
        rating.rated_on = "2025-06-15"
        for metric, value in (
            ("amount", 100),
            ("amount_total", 107),
            ("repair_count", 11),
            ("repair_count_total", 12),
            ("recency_days", 21),
            ("tenure_days", 1826),
            # 1805 days from 2020-07-01 to 2025-06-10, in 11 gaps: 164.09
            ("mean_interval_days", 164.09),
            ("rework_count", 1),
            ("open_case_count", 12),
            ("rating_avg", 4),
        ):
            exactly = [criterion(metric, "at_least", value), criterion(metric, "at_most", value)]
            with self.subTest(metric=metric):
                self.assertEqual(self.value_of(("exactly", "all", exactly))[9], "exactly")


@tagged("post_install", "-at_install")
class TestPotentialTier(TierCase):
    def test_potential_customers_get_the_tier_that_is_named_for_them(self):
        """Whatever its criteria, and although an earlier one would hold for them."""
        potential = self.customer("Potential")
        self.history([(potential, "2025-06-01", 5, {"stage_id": self.stage_cancelled.id})])
        at_most = criterion("amount", "at_most", 10)
        at_least = criterion("amount", "at_least", 100)
        self.set_tiers(
            "value",
            [
                ("low", "all", [at_most]),
                ("high", "all", [at_least], {"for_potential": True}),
                ("rest", "all", []),
            ],
        )
        self.assertEqual(
            self.names("value", [*self.people[:2], self.people[9], potential]),
            ["low", "rest", "high", "high"],
        )

    def test_without_a_tier_for_them_potential_customers_have_none(self):
        potential = self.customer("Potential")
        self.history([(potential, "2025-06-01", 5, {"stage_id": self.stage_cancelled.id})])
        self.set_tiers("value", [("rest", "all", [])])
        self.assertEqual(self.names("value", [self.people[0], potential]), ["rest", False])


@tagged("post_install", "-at_install")
class TestShippedTiers(TierCase):
    def test_frequent_is_four_repairs_in_the_window(self):
        self.assertEqual(self.names("frequency"), ["Occasional"] * 3 + ["Frequent"] * 7)

    def test_repairs_before_the_window_make_nobody_frequent(self):
        late = self.customer("Late")
        self.history([(late, "2025-06-01", 1)] * 3 + [(late, "2024-06-30", 1)])
        self.assertEqual(self.names("frequency", [late]), ["Occasional"])

    def test_rework_makes_nobody_frequent(self):
        unlucky = self.customer("Unlucky")
        self.history(
            [(unlucky, "2025-06-01", 1)] * 3 + [(unlucky, "2025-06-02", 1, {"is_rework": True})]
        )
        self.assertEqual(self.names("frequency", [unlucky]), ["Occasional"])

    def test_high_value_is_the_top_fifth(self):
        self.assertEqual(self.names("value"), ["Ordinary"] * 8 + ["High Value"] * 2)


@tagged("post_install", "-at_install")
class TestAbc(SegmentationCase):
    """A above the cut of 80 %, B above that of 95 %, C the rest; who equals a cut is in."""

    def classes(self, *amounts):
        people = self.customers(len(amounts))
        self.history(
            [
                (partner, "2025-06-01", amount)
                for partner, amount in zip(people, amounts, strict=True)
            ]
        )
        self.policy.classify(as_of=AS_OF)
        return "".join(self.profile_of(partner).abc_tier_id.name for partner in people)

    def test_by_the_amount(self):
        """Total 1000: before(200) = 600, before(100) = 800; before(60) = 900, before(40) = 960."""
        self.assertEqual(self.classes(600, 200, 100, 60, 40), "AABBC")

    def test_a_customer_exactly_on_the_cut_is_above_it(self):
        """80 % and 95 % are reached before B and C begin; one cent earlier they are not."""
        self.assertEqual(self.classes(80, 15, 5), "ABC")

    def test_a_cent_less_pulls_the_next_one_in(self):
        self.assertEqual(self.classes("79.99", "14.99", "5.02"), "AAB")

    def test_equal_amounts_are_in_one_class(self):
        self.assertEqual(self.classes(40, 40, 10, 10), "AABB")

    def test_credits_and_zeros_are_in_the_last_class(self):
        self.assertEqual(self.classes(80, 15, 5, 0, -500), "ABCCC")

    def test_without_any_amount_everybody_is_in_the_last_class(self):
        self.assertEqual(self.classes(0, 0, -1), "CCC")

    def test_the_classes_need_no_minimum_of_customers(self):
        self.assertEqual(self.policy.min_population, 30)
        self.assertEqual(self.classes(99), "A")

    def test_shares_are_configurable(self):
        self.policy.write({"abc_share_a": 50, "abc_share_b": 60})
        self.assertEqual(self.classes(50, 10, 40), "ACB")

    def test_amounts_outside_the_window_do_not_count(self):
        old = self.customer("Old")
        self.history([(old, "2024-06-30", 10_000)])
        self.assertEqual(self.classes(80, 15, 5), "ABC")
        self.assertEqual(self.profile_of(old).abc_tier_id.name, "C")
