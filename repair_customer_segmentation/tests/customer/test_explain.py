from decimal import Decimal

from odoo.tests import tagged

from ..bases.common import AS_OF
from ..bases.explain import NBSP, ExplainCase, plain


@tagged("post_install", "-at_install")
class TestExplain(ExplainCase):
    def test_value(self):
        value = self.ranked(2, "value")
        self.assertEqual(value["tier"], "Ordinary")
        self.assertEqual(
            plain(value["up"]), "$ 1,600.00 more in the period would raise the tier to High Value."
        )
        self.assertFalse(value["down"])
        self.assertEqual([step["tier"] for step in value["steps"]], ["High Value", "Ordinary"])
        self.assertEqual([step["won"] for step in value["steps"]], [False, True])
        row = value["steps"][0]["rows"][0]
        row = {key: plain(text) if isinstance(text, str) else text for key, text in row.items()}
        self.assertEqual(
            row,
            {
                "metric": "Amount in the period",
                "figure": "$ 900.00",
                "line": "at least $ 2,500.00",
                "source": "the top 20% of customers",
                "met": False,
                "number": Decimal(900),
                "cut": Decimal(2500),
                "gap": Decimal(1600),
            },
        )

    def test_frequency(self):
        frequency = self.ranked(2, "frequency")
        self.assertEqual(frequency["tier"], "Occasional")
        self.assertEqual(
            frequency["up"], "1 more repair in the period would raise the tier to Frequent."
        )
        self.assertEqual(
            self.ranked(0, "frequency")["up"],
            "3 more repairs in the period would raise the tier to Frequent.",
        )
        best = self.ranked(4, "frequency")
        self.assertFalse(best["up"])
        self.assertEqual(
            best["down"], "Margin before a downgrade to Occasional: 1 repair in the period."
        )
        self.assertEqual(best["steps"][0]["rows"][0]["source"], "fixed in the policy")

    def test_abc(self):
        a, b, c = (self.ranked(i, "abc") for i in (3, 1, 0))
        self.assertEqual([a["tier"], b["tier"], c["tier"]], ["A", "B", "C"])
        self.assertFalse(a["up"])
        self.assertEqual(
            plain(a["down"]), "Margin before a downgrade to B: $ 700.00 in the period."
        )
        self.assertEqual(plain(b["up"]), "$ 500.00 more in the period would raise the tier to A.")
        self.assertEqual(plain(b["down"]), "Margin before a downgrade to C: $ 0.00 in the period.")
        self.assertEqual(plain(c["up"]), "$ 300.00 more in the period would raise the tier to B.")
        self.assertEqual(
            a["steps"][0]["rows"][0]["source"], "the customers who bring 80% of the amount"
        )

    def test_rfm(self):
        rfm = self.explain(2)["rfm"]
        self.assertEqual((rfm["tier"], rfm["cell"]), ("Loyal", "R 5, FM 3"))
        self.assertEqual(
            [(score["label"], score["figure"].replace(NBSP, " "), score["score"])
             for score in rfm["scores"]],
            [("Recency", "1 day", 5), ("Frequency", "3 repairs", 3), ("Monetary", "$ 900.00", 3)],
        )  # fmt: skip
        self.assertEqual(
            [[plain(line) for line in score["lines"]] for score in rfm["scores"]],
            [
                ["5: up to 1", "4: up to 11", "3: up to 11", "2: up to 21"],
                ["2: above 1", "3: above 2", "4: above 3", "5: above 4"],
                [
                    "2: above $ 100.00",
                    "3: above $ 400.00",
                    "4: above $ 900.00",
                    "5: above $ 1,600.00",
                ],
            ],
        )
        self.assertEqual(
            [score["more"] for score in rfm["scores"]],
            [False, "1 more repair for a higher score", "any additional amount for a higher score"],
        )
        self.assertEqual({score["source"] for score in rfm["scores"]}, {"quintiles of 5 customers"})
        here = [cell for line in rfm["board"] for cell in line if cell["here"]]
        self.assertEqual([cell["segment"] for cell in here], ["Loyal"])
        self.assertTrue(rfm["board"][0][2]["here"])

    def test_what_it_is(self):
        facts = {part["dimension"]: part for part in self.explain(2)["facts"]}
        self.assertEqual(
            {name: part["tier"] for name, part in facts.items()},
            {"kind": "Individual", "size": "Small", "location": "Domestic", "need": "Functional"},
        )
        row = facts["kind"]["steps"][0]["rows"][0]
        self.assertEqual((row["metric"], row["figure"]), ("Is a company", "no"))

    def test_it_says_the_same_as_the_engine(self):
        for profile in self.env["repair.customer.profile"].search(
            [("company_id", "=", self.company.id)]
        ):
            why = profile._explanation()
            for part in (*why["ranked"], *why["facts"]):
                first = next(
                    step
                    for step in part["steps"]
                    if not step["rows"]
                    or (any if step["any"] else all)(row["met"] for row in step["rows"])
                )
                self.assertEqual(first["tier"], part["by_rule"], part["dimension"])
                self.assertTrue(first["won"])
            cell = [cell for line in why["rfm"]["board"] for cell in line if cell["here"]]
            self.assertEqual(cell[0]["segment"], why["rfm"]["by_rule"])
            scores = [score["score"] for score in why["rfm"]["scores"]]
            self.assertEqual(
                scores, [profile.recency_score, profile.frequency_score, profile.monetary_score]
            )

    def test_any_of_several_criteria(self):
        tiers = [
            (
                "Dear",
                "any",
                [{"metric": "amount", "value": 1000}, {"metric": "repair_count", "value": 4}],
            ),
            ("Other", "all", []),
        ]
        self.revise(change=lambda draft: self.set_tiers("value", tiers, draft))
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(
            plain(self.ranked(2, "value")["up"]),
            "$ 100.00 more in the period or 1 more repair in the period would raise the tier "
            "to Dear.",
        )
        self.assertEqual(
            plain(self.ranked(4, "value")["down"]),
            "Margin before a downgrade to Other: $ 1,500.00 in the period and 1 repair in the "
            "period.",
        )
