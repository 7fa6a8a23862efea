from datetime import timedelta
from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase

NBSP = "\N{NO-BREAK SPACE}"


def plain(text):
    return text.replace(NBSP, " ") if text else text


class ExplainCase(SegmentationCase):
    """Five customers with 1 to 5 repairs of 100 to 500 each: amounts 100, 400, 900, 1600, 2500.

    The cuts are 1 2 3 4 repairs, 100 400 900 1600 $, 1 11 11 21 days; High Value from 1600 $.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 5
        cls.people = cls.customers(5)
        for i, partner in enumerate(cls.people, start=1):
            cls.history([(partner, f"2025-06-{10 * (3 - i % 3):02}", 100 * i)] * i)
        cls.full_run = cls.policy.classify(as_of=AS_OF)
        cls.user("rcs_user", "user")
        cls.user("rcs_amount", "user", "amount")
        cls.user("rcs_manager", "manager")

    def explain(self, index):
        return self.profile_of(self.people[index])._explanation()

    def ranked(self, index, dimension):
        parts = {part["dimension"]: part for part in self.explain(index)["ranked"]}
        return parts[dimension]


@tagged("post_install", "-at_install")
class TestExplain(ExplainCase):
    def test_value(self):
        value = self.ranked(2, "value")
        self.assertEqual(value["tier"], "Ordinary")
        self.assertEqual(
            plain(value["up"]), "$ 1,600.00 more in the window would make it High Value."
        )
        self.assertFalse(value["down"])
        self.assertEqual([step["tier"] for step in value["steps"]], ["High Value", "Ordinary"])
        self.assertEqual([step["won"] for step in value["steps"]], [False, True])
        row = value["steps"][0]["rows"][0]
        row = {key: plain(text) if isinstance(text, str) else text for key, text in row.items()}
        self.assertEqual(
            row,
            {
                "metric": "Amount in the window",
                "figure": "$ 900.00",
                "line": "at least $ 2,500.00",
                "source": "the top 20 % of customers",
                "met": False,
                "number": Decimal(900),
                "cut": Decimal(2500),
                "gap": Decimal(1600),
            },
        )

    def test_frequency(self):
        frequency = self.ranked(2, "frequency")
        self.assertEqual(frequency["tier"], "Occasional")
        self.assertEqual(frequency["up"], "1 more repair in the window would make it Frequent.")
        self.assertEqual(
            self.ranked(0, "frequency")["up"],
            "3 more repairs in the window would make it Frequent.",
        )
        best = self.ranked(4, "frequency")
        self.assertFalse(best["up"])
        self.assertEqual(
            best["down"], "1 repair in the window to spare before it falls to Occasional."
        )
        self.assertEqual(best["steps"][0]["rows"][0]["source"], "typed in the policy")

    def test_abc(self):
        a, b, c = (self.ranked(i, "abc") for i in (3, 1, 0))
        self.assertEqual([a["tier"], b["tier"], c["tier"]], ["A", "B", "C"])
        self.assertFalse(a["up"])
        self.assertEqual(plain(a["down"]), "$ 700.00 in the window to spare before it falls to B.")
        self.assertEqual(plain(b["up"]), "$ 500.00 more in the window would make it A.")
        self.assertEqual(plain(b["down"]), "$ 0.00 in the window to spare before it falls to C.")
        self.assertEqual(plain(c["up"]), "$ 300.00 more in the window would make it B.")
        self.assertEqual(
            a["steps"][0]["rows"][0]["source"], "the customers who bring 80 % of the amount"
        )

    def test_rfm(self):
        rfm = self.explain(2)["rfm"]
        self.assertEqual((rfm["tier"], rfm["cell"]), ("Loyal", "R 5, FM 3"))
        self.assertEqual(
            [(score["label"], score["figure"].replace(NBSP, " "), score["score"])
             for score in rfm["scores"]],
            [("Recency", "1 day", 5), ("Frequency", "3 repairs", 3), ("Money", "$ 900.00", 3)],
        )  # fmt: skip
        self.assertEqual(
            [[plain(line) for line in score["lines"]] for score in rfm["scores"]],
            [
                ["5 up to 1", "4 up to 11", "3 up to 11", "2 up to 21"],
                ["2 above 1", "3 above 2", "4 above 3", "5 above 4"],
                ["2 above $ 100.00", "3 above $ 400.00", "4 above $ 900.00", "5 above $ 1,600.00"],
            ],
        )
        self.assertEqual(
            [score["more"] for score in rfm["scores"]],
            [False, "1 more repair lifts it", "any amount more lifts it"],
        )
        self.assertEqual({score["source"] for score in rfm["scores"]}, {"fifths of 5 customers"})
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
            "$ 100.00 more in the window or 1 more repair in the window would make it Dear.",
        )
        self.assertEqual(
            plain(self.ranked(4, "value")["down"]),
            "$ 1,500.00 in the window and 1 repair in the window to spare before it falls to "
            "Other.",
        )


@tagged("post_install", "-at_install")
class TestExplainMoments(ExplainCase):
    """What was frozen counts, whatever has happened since."""

    def test_policy_window_and_day(self):
        why = self.explain(2)
        self.assertEqual(why["policy"], self.policy.name)
        self.assertEqual(why["window"], "Repairs since 07/01/2024 count.")
        self.assertEqual((why["as_of"], why["run"]), ("07/01/2025", "07/01/2025"))
        self.assertFalse(why["rules_changed"])

    def test_recency_is_that_of_the_last_full_run(self):
        """Ten days later everybody is ten days older: no profile changes, the lines do."""
        self.policy.classify(as_of=AS_OF + timedelta(days=10))
        self.assertEqual(self.profile_of(self.people[2]).run_id, self.full_run)
        why = self.explain(2)
        self.assertEqual(why["as_of"], "07/11/2025")
        recency = why["rfm"]["scores"][0]
        self.assertEqual(recency["figure"], "11 days")
        self.assertEqual(recency["cuts"], [Decimal(n) for n in (11, 21, 21, 31)])

    def test_new_repairs_do_not_count_before_they_are_classified(self):
        self.history([(self.people[2], "2025-06-30", 5000)])
        self.assertEqual(self.ranked(2, "value")["steps"][0]["rows"][0]["number"], 900)

    def test_a_customer_classified_since_is_held_against_the_frozen_lines(self):
        self.history([(self.people[2], "2025-06-30", 1700)])
        self.policy.classify(as_of=AS_OF + timedelta(days=2), partner_ids=self.people[2].ids)
        value = self.ranked(2, "value")
        self.assertEqual(value["tier"], "High Value")
        self.assertEqual(value["steps"][0]["rows"][0]["cut"], 2500)
        self.assertEqual(
            plain(value["down"]), "$ 100.00 in the window to spare before it falls to Ordinary."
        )
        self.assertEqual(self.explain(2)["as_of"], "07/03/2025")

    def test_too_few_customers(self):
        self.revise({"min_population": 6})
        self.policy.classify(as_of=AS_OF)
        typed = "typed: only 5 customers had a repair in the window"
        row = self.ranked(2, "value")["steps"][0]["rows"][0]
        self.assertEqual((row["cut"], row["source"]), (2000, typed))
        self.assertEqual({s["source"] for s in self.explain(2)["rfm"]["scores"]}, {typed})

    def test_fixed_scores(self):
        self.revise({"cut_method": "fixed"})
        self.policy.classify(as_of=AS_OF)
        sources = {s["source"] for s in self.explain(2)["rfm"]["scores"]}
        self.assertEqual(sources, {"typed in the policy"})

    def test_changed_rules_are_told(self):
        self.revise({"window_months": 6})
        self.assertTrue(self.explain(2)["rules_changed"])
        self.assertIn("rules have changed", str(self.profile_of(self.people[2]).explanation))

    def test_a_customer_without_any_repair(self):
        partner = self.customer("Potential")
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": partner.id,
                "dimension": "frequency",
                "tier_id": self.tier("Frequent").id,
                "reason": "Contract",
                "date_start": AS_OF - timedelta(days=1),
            }
        )
        self.policy.classify(as_of=AS_OF)
        why = self.profile_of(partner)._explanation()
        self.assertTrue(why["no_repair"])
        self.assertEqual(why["ranked"][0]["tier"], "Ordinary")
        self.assertEqual(why["rfm"]["scores"], [])
        self.assertIn("never had a repair", str(self.profile_of(partner).explanation))

    def test_override(self):
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": self.people[2].id,
                "dimension": "value",
                "tier_id": self.tier("High Value").id,
                "reason": "Signed a contract",
                "date_start": "2025-06-15",
                "date_end": "2099-03-01",
            }
        )
        self.policy.classify(as_of=AS_OF)
        value = self.ranked(2, "value")
        self.assertEqual((value["tier"], value["by_rule"]), ("High Value", "Ordinary"))
        self.assertEqual(
            value["override"],
            f"{self.env.user.name} put it into High Value on 06/15/2025, until 03/01/2099: "
            "“Signed a contract”. By the rule it would be Ordinary.",
        )

    def test_grace(self):
        cases = self.env["repair.case"].search([("partner_id", "=", self.people[4].id)])
        cases[:4].stage_id = self.stage_cancelled
        self.policy.classify(as_of=AS_OF + timedelta(days=1))
        value = self.ranked(4, "value")
        self.assertEqual((value["tier"], value["by_rule"]), ("High Value", "Ordinary"))
        self.assertEqual(
            value["grace"], "falls on 08/01/2025 to Ordinary, unless it recovers before"
        )


@tagged("post_install", "-at_install")
class TestExplainAccess(ExplainCase):
    AMOUNTS = ("900", "2,500", "2500", "1,600", "1600", "700", "400", "$")

    def flat(self, data):
        """Return all that an explanation holds, as one text."""
        if isinstance(data, dict):
            return " ".join(map(self.flat, data.values()))
        if isinstance(data, (list, tuple)):
            return " ".join(map(self.flat, data))
        return str(data)

    @users("rcs_user")
    def test_amounts_are_hidden(self):
        profile = self.profile_of(self.people[2]).with_env(self.env)
        why = profile._explanation()
        text = self.flat(why)
        html = profile.read(["explanation"])[0]["explanation"]
        for amount in self.AMOUNTS:
            with self.subTest(amount=amount):
                self.assertNotIn(amount, text)
                self.assertNotIn(amount, html)
        value, frequency, _abc = why["ranked"]
        self.assertEqual(value["up"], "The distance to High Value is hidden: it is an amount.")
        row = value["steps"][0]["rows"][0]
        self.assertEqual((row["figure"], row["line"]), ("hidden", "hidden"))
        self.assertEqual((row["number"], row["cut"], row["gap"]), (None, None, None))
        self.assertEqual(frequency["up"], "1 more repair in the window would make it Frequent.")
        money = why["rfm"]["scores"][2]
        self.assertEqual((money["figure"], money["lines"]), ("hidden", ["hidden"]))
        self.assertEqual((money["cuts"], money["number"], money["more"]), (None, None, False))

    @users("rcs_amount", "rcs_manager")
    def test_amounts_are_shown(self):
        profile = self.profile_of(self.people[2]).with_env(self.env)
        html = profile.read(["explanation"])[0]["explanation"].replace(NBSP, " ")
        self.assertIn("$ 1,600.00 more in the window would make it High Value.", html)

    @users("rcs_user")
    def test_another_company_explains_nothing(self):
        other = self.env["res.company"].sudo().create({"name": "Other Company"})
        profile = self.profile_of(self.people[2]).with_env(self.env)
        profile.sudo().company_id = other
        profile.env.flush_all()
        with self.assertRaises(AccessError):
            profile._explanation()

    @users("rcs_user")
    def test_the_dialog_opens(self):
        partner = self.people[2].with_env(self.env)
        action = partner.action_repair_explain()
        self.assertEqual(action["res_id"], self.profile_of(partner).id)
        self.assertEqual(action["target"], "new")
