from odoo.fields import Command
from odoo.tests import Form, tagged

from ...segmentation import reach
from ..bases.common import AS_OF, SegmentationCase


def repairs(number, operator="at_least", metric="repair_count", **values):
    return {"metric": metric, "operator": operator, "kind": "value", "value": number, **values}


def top(percent, metric="amount", operator="at_least", **values):
    return {
        "metric": metric, "operator": operator, "kind": "top_percent", "percent": percent, **values,
    }  # fmt: skip


@tagged("post_install", "-at_install")
class TestPolicyWarnings(SegmentationCase):
    """Rules that nobody can ever meet are saved, and said on the policy in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.policy._new_version()

    def frequency(self, *tiers, draft=None):
        """Return the warnings of the draft with these tiers before the one for the rest."""
        self.set_tiers(
            "frequency",
            [*tiers, ("Occasional", "all", [], {"for_potential": True})],
            draft or self.draft,
        )
        return (self.draft.warning_text or "").split("\n")

    def test_shipped_policies_have_none(self):
        shipped = self.env["repair.segmentation.policy"].search([("company_id", "=", False)])
        self.assertTrue(shipped)
        self.assertEqual(set((shipped | self.policy | self.draft).mapped("warning_text")), {False})

    def test_criteria_that_exclude_each_other(self):
        [line] = self.frequency(("Frequent", "all", [repairs(5), repairs(2, "at_most")]))
        self.assertEqual(
            line,
            "Frequency, “Frequent”: no customer can reach it, because its criteria contradict "
            "each other: Repairs in the period at least 5 and Repairs in the period at most 2.",
        )
        self.draft._activate()
        self.assertEqual(self.draft.state, "active", "a warning, no error")
        self.assertIn(line, "".join(self.draft.message_ids.mapped("body")))

    def test_any_of_them_exclude_nothing(self):
        [line] = self.frequency(("Frequent", "any", [repairs(5), repairs(2, "at_most")]))
        self.assertEqual(line, "")

    def test_numbers_between_which_nothing_is(self):
        for criteria in (
            [repairs(2.2), repairs(2.8, "at_most")],
            [repairs(3), repairs(2, "at_most", "repair_count_total")],
            [repairs(40, metric="recency_days"), repairs(30, "at_most", "tenure_days")],
        ):
            with self.subTest(criteria=criteria):
                [line] = self.frequency(("Frequent", "all", criteria))
                self.assertIn("contradict each other", line)
        [line] = self.frequency(("Frequent", "all", [repairs(2), repairs(2, "at_most")]))
        self.assertEqual(line, "")

    def test_a_number_that_nobody_has(self):
        for criterion in (
            repairs(-1, "at_most"),
            repairs(5.5, metric="rating_avg"),
            repairs(2, metric="is_enterprise"),
            repairs(101, metric="service_share"),
        ):
            with self.subTest(criterion=criterion):
                [line] = self.frequency(("Frequent", "all", [criterion]))
                self.assertIn(
                    "“Frequent”: no customer can reach it, because this is impossible: ", line
                )

    def test_a_tier_behind_another(self):
        [line] = self.frequency(
            ("Frequent", "all", [repairs(4)]), ("Very Frequent", "all", [repairs(10)])
        )
        self.assertEqual(
            line,
            "Frequency, “Very Frequent” (Repairs in the period at least 10): no customer can "
            "reach it, because everyone who meets this is already in an earlier tier: "
            "“Frequent” (Repairs in the period at least 4). Move it up, or change its numbers.",
        )
        [line] = self.frequency(
            ("Very Frequent", "all", [repairs(10)]), ("Frequent", "all", [repairs(4)])
        )
        self.assertEqual(line, "")

    def test_a_tier_behind_several(self):
        [line] = self.frequency(
            ("Often", "all", [repairs(6)]),
            ("Seldom", "all", [repairs(3, "at_most")]),
            ("Four or Five", "all", [repairs(4), repairs(5, "at_most")]),
            ("Between", "all", [repairs(2), repairs(9, "at_most")]),
        )
        self.assertIn("“Between”", line)
        for name in ("Often", "Seldom", "Four or Five"):
            self.assertIn(f"“{name}” (", line)

    def test_a_tier_that_is_left_nobody(self):
        self.set_tiers(
            "frequency", [("All", "all", [repairs(0)]), ("Nobody", "all", [])], self.draft
        )
        self.assertIn("“Nobody”: no customers are left for it", self.draft.warning_text)

    def test_shares_whose_numbers_nobody_knows_yet(self):
        self.set_tiers(
            "value",
            [
                ("Good", "all", [top(20)]),
                ("Best", "all", [top(5)]),
                ("Recent", "all", [top(5, "recency_days", "at_most")]),
                ("Rest", "all", [], {"for_potential": True}),
            ],
            self.draft,
        )
        [line] = self.draft.warning_text.split("\n")
        self.assertIn("Value, “Best”", line)
        self.assertIn("“Good” (Amount in the period among the top 20% of customers)", line)

    def test_the_numbers_for_too_few_customers(self):
        self.history([(self.customer(), "2025-06-01", 10)])
        self.policy.classify(as_of=AS_OF)
        draft = self.policy._new_version()
        self.set_tiers(
            "value",
            [
                ("Good", "all", [top(5, value=100)]),
                ("Best", "all", [top(20, value=200)]),
                ("Rest", "all", [], {"for_potential": True}),
            ],
            draft,
        )
        self.assertIn("Value, “Best” (Amount in the period at least 200", draft.warning_text)

    def test_a_segment_without_cells(self):
        self.env["repair.segmentation.tier"].create(
            {"policy_id": self.draft.id, "dimension": "rfm", "name": "Nowhere", "sequence": 99}
        )
        self.assertEqual(
            self.draft.warning_text,
            "RFM segment “Nowhere” has no cells, so no customer can reach it. Assign cells to "
            "it, or remove it.",
        )

    def test_it_is_said_while_one_types(self):
        with Form(self.draft) as form:
            self.assertFalse(form.warning_text)
            form.window_months = 6
        frequent = self.tier("Frequent", self.draft)
        self.draft.write(
            {
                "frequency_tier_ids": [
                    Command.update(
                        frequent.id, {"criterion_ids": [Command.create(repairs(2, "at_most"))]}
                    )
                ]
            }
        )
        self.assertIn("contradict each other", Form(self.draft).warning_text)

    def test_rules_of_too_many_numbers_are_let_alone(self):
        metrics = [
            "repair_count", "recency_days", "tenure_days", "rework_count", "device_count",
            "open_case_count", "rating_avg",
        ]  # fmt: skip
        criteria = [repairs(number, metric=metric) for metric in metrics for number in (1, 5, 50)]
        [line] = self.frequency(("Odd", "any", criteria))
        self.assertEqual(line, "")
        self.assertEqual(reach.findings([], {}), [])


@tagged("post_install", "-at_install")
class TestCutsThatCoincide(SegmentationCase):
    """A hundred customers, ninety of them with one repair: three scores that nobody has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(100)
        cls.history(
            [
                (partner, "2025-06-01", 50 + i)
                for i, partner in enumerate(cls.people)
                for _repair in range(1 if i < 90 else i - 88)
            ]
        )
        cls.warning = (
            "Frequency: no customer has the scores 2, 3, 4, because too many are equal. The "
            "four cut points between the quintiles (Repairs in the period) are 1, 1, 1, 1, and "
            "the highest value is 11. A longer period or fixed thresholds would separate them."
        )

    def test_they_are_said_everywhere(self):
        run = self.policy.classify(as_of=AS_OF)
        self.assertIn(self.warning, run.warning_text.split("\n"))
        self.assertIn(self.warning, self.policy.warning_text.split("\n"))
        draft = self.policy._new_version()
        self.assertIn(self.warning, draft.warning_text.split("\n"))
        self.patch(type(self.policy), "_this_moment", lambda policy: AS_OF)
        self.assertIn(self.warning, draft.simulate()["warnings"])
        self.assertEqual(draft.simulate()["warnings"], run.warning_text.split("\n"))
        scores = {self.profile_of(partner).frequency_score for partner in self.people}
        self.assertEqual(scores, {1, 5})

    def test_segments_that_no_customer_can_be_in(self):
        """All were here on one day, so that R is 5 for everybody."""
        run = self.policy.classify(as_of=AS_OF)
        self.assertIn("Recency: no customer has the scores 1, 2, 3, 4,", run.warning_text)
        [line] = [row for row in run.warning_text.split("\n") if "RFM segments that" in row]
        found = self.env["repair.customer.profile"].search([("company_id", "=", self.company.id)])
        for tier in self.policy.rfm_tier_ids:
            if tier.name in line:
                self.assertNotIn(tier, found.rfm_tier_id)
        for name in ("Lost", "At Risk", "Hibernating"):
            self.assertIn(name, line)
        self.assertNotIn("Champions", line)

    def test_fixed_numbers_coincide_nowhere(self):
        run = self.revise({"cut_method": "fixed"}).classify(as_of=AS_OF)
        self.assertFalse(run.warning_text)
        self.assertFalse(self.policy.warning_text)

    def test_a_share_of_nobody(self):
        """A fifth of the customers by repairs would be ten times one: nobody is among them."""

        def busiest(draft):
            self.set_tiers(
                "frequency",
                [
                    ("Busiest", "all", [top(0.5, "repair_count")]),
                    ("Occasional", "all", [], {"for_potential": True}),
                ],
                draft,
            )

        run = self.revise(change=busiest).classify(as_of=AS_OF)
        self.assertIn(
            "Frequency, “Busiest”: no customer is in it. Nobody qualifies for “Repairs in the "
            "period among the top 0.5% of customers”: too many customers have the same value, or "
            "none has any.",
            run.warning_text,
        )
        self.assertIn("“Busiest”: no customer is in it", self.policy.warning_text)

    def test_nobody_has_an_amount(self):
        self.env["repair.case"].search([("company_id", "=", self.company.id)]).amount = 0
        run = self.policy.classify(as_of=AS_OF)
        for name in ("High Value", "A", "B"):
            self.assertIn(f"“{name}”: no customer is in it", run.warning_text)

    def test_amounts_are_for_those_who_may_see_them(self):
        self.env["repair.case"].search([("company_id", "=", self.company.id)]).amount = 77.5
        run = self.policy.classify(as_of=AS_OF)
        self.assertIn("77.5", run.warning_text)
        reader = self.user("rcs_reader", "user")
        self.assertNotIn("77.5", self.policy.with_user(reader).sudo().warning_text)
