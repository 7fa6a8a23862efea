from datetime import timedelta
from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.common import AS_OF
from ..bases.explain import NBSP, ExplainCase, plain


@tagged("post_install", "-at_install")
class TestExplainMoments(ExplainCase):
    """What was frozen counts, whatever has happened since."""

    def test_policy_window_and_day(self):
        why = self.explain(2)
        self.assertEqual(why["policy"], self.policy.name)
        self.assertEqual(why["window"], "Repairs since July 1, 2024 are counted.")
        self.assertEqual((why["as_of"], why["run"]), ("July 1, 2025", "July 1, 2025"))
        self.assertFalse(why["rules_changed"])

    def test_recency_is_that_of_the_last_full_run(self):
        """Ten days later everybody is ten days older: no profile changes, the lines do."""
        self.policy.classify(as_of=AS_OF + timedelta(days=10))
        self.assertEqual(self.profile_of(self.people[2]).run_id, self.full_run)
        why = self.explain(2)
        self.assertEqual(why["as_of"], "July 11, 2025")
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
            plain(value["down"]), "Margin before a downgrade to Ordinary: $ 100.00 in the period."
        )
        self.assertEqual(self.explain(2)["as_of"], "July 3, 2025")

    def test_too_few_customers(self):
        self.revise({"min_population": 6})
        self.policy.classify(as_of=AS_OF)
        typed = "fixed, because too few customers had a repair in the period: 5"
        row = self.ranked(2, "value")["steps"][0]["rows"][0]
        self.assertEqual((row["cut"], row["source"]), (2000, typed))
        self.assertEqual({s["source"] for s in self.explain(2)["rfm"]["scores"]}, {typed})

    def test_fixed_scores(self):
        self.revise({"cut_method": "fixed"})
        self.policy.classify(as_of=AS_OF)
        sources = {s["source"] for s in self.explain(2)["rfm"]["scores"]}
        self.assertEqual(sources, {"fixed in the policy"})

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
        self.assertIn("not had a repair yet", str(self.profile_of(partner).explanation))

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
            f"{self.env.user.name} set it to High Value on June 15, 2025, until March 1, 2099: "
            "“Signed a contract”. The calculated tier is Ordinary.",
        )

    def test_grace(self):
        cases = self.env["repair.case"].search([("partner_id", "=", self.people[4].id)])
        cases[:4].stage_id = self.stage_cancelled
        self.policy.classify(as_of=AS_OF + timedelta(days=1))
        value = self.ranked(4, "value")
        self.assertEqual((value["tier"], value["by_rule"]), ("High Value", "Ordinary"))
        self.assertEqual(
            value["grace"],
            "will be downgraded to Ordinary on August 1, 2025, unless it recovers before",
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
        self.assertEqual(
            value["up"], "The distance to High Value is hidden (no access to amounts)."
        )
        row = value["steps"][0]["rows"][0]
        self.assertEqual((row["figure"], row["line"]), ("hidden", "hidden"))
        self.assertEqual((row["number"], row["cut"], row["gap"]), (None, None, None))
        self.assertEqual(
            frequency["up"], "1 more repair in the period would raise the tier to Frequent."
        )
        money = why["rfm"]["scores"][2]
        self.assertEqual((money["figure"], money["lines"]), ("hidden", ["hidden"]))
        self.assertEqual((money["cuts"], money["number"], money["more"]), (None, None, False))

    @users("rcs_amount", "rcs_manager")
    def test_amounts_are_shown(self):
        profile = self.profile_of(self.people[2]).with_env(self.env)
        html = profile.read(["explanation"])[0]["explanation"].replace(NBSP, " ")
        self.assertIn("$ 1,600.00 more in the period would raise the tier to High Value.", html)

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
