from odoo.exceptions import UserError
from odoo.tests import tagged

from ..bases.overview import NOW, OverviewCase

# Of both requests, whatever there is to count.
PAGE, TODAY = 34, 10


@tagged("post_install", "-at_install")
class TestOverview(OverviewCase):
    """The figures of a company with a past, against the pages that they come from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.live()

    def test_figures_agree_with_all_pages(self):
        answer = self.ask("year")
        self.assertGreater(answer["totals"]["customers"], 10)
        self.assertGreater(len(answer["months"]["labels"]), 6)
        self.assertTrue(any(past != now for past, now, _n in answer["movement"]["cells"]))
        self.assertTrue(answer["service"]["total"]["cells"]["satisfied_share"]["n"])
        self.assertEqual(len(answer["work"]["categories"]), 3)
        self.assertAgrees()

    def test_every_figure_of_the_customers_opens_its_records(self):
        answer = self.ask()
        for cell in answer["board"]["cells"]:
            self.assertEqual(self.opened("board", f"{cell['r']}-{cell['fm']}"), cell["customers"])
        self.assertEqual(self.opened("board", "unscored"), answer["board"]["unscored"])
        for part in ("board", "abc"):
            for tier in answer[part]["tiers"]:
                self.assertEqual(self.opened("tier", tier["key"]), tier["customers"])
        self.assertEqual(self.opened("totals", "customers"), answer["totals"]["customers"])
        self.assertEqual(self.opened("totals", "net"), self.with_costs())
        today = str(NOW.date())
        for tier in answer["months"]["tiers"]:
            self.assertEqual(self.opened("month", f"{today}|{tier['key']}"), tier["counts"][-1])

    def with_costs(self):
        """Return how many customers have a net value."""
        profiles = self.env["repair.customer.profile"].search(
            [("company_id", "=", self.company.id)]
        )
        return len([profile for profile in profiles if profile.net_value is not False])

    def test_some_costs_are_known(self):
        totals = self.ask()["totals"]
        self.assertGreater(totals["amount"], totals["net"])
        self.assertGreater(totals["costed_share"], 0.3)
        self.assertLess(totals["costed_share"], 0.9)

    def test_what_needs_somebody_opens_its_records(self):
        items = self.overview.get_today()["items"]
        self.assertIn("unassigned", [item["key"] for item in items])
        for item in items:
            self.assertEqual(self.opened("today", item["key"]), item["count"], item)

    def test_the_curve_is_that_of_the_customers(self):
        profiles = self.env["repair.customer.profile"]
        amounts = profiles.search([("company_id", "=", self.company.id)]).mapped("amount")
        amounts.sort(reverse=True)
        total = sum(amount for amount in amounts if amount > 0)
        exact = {0.0: 0.0, 1.0: 1.0}
        for number in range(1, len(amounts) + 1):
            share = sum(amount for amount in amounts[:number] if amount > 0) / total
            exact[round(number / len(amounts), 9)] = share
        points = self.ask()["abc"]["points"]
        self.assertEqual((points[0], points[-1]), ([0.0, 0.0], [1.0, 1.0]))
        self.assertGreater(len(points), 4)
        for customers, amount in points:
            self.assertAlmostEqual(amount, exact[round(customers, 9)])

    def test_the_curve_meets_the_classes(self):
        abc = self.ask()["abc"]
        self.assertAlmostEqual(sum(tier["customers_share"] for tier in abc["tiers"]), 1)
        self.assertAlmostEqual(sum(tier["amount_share"] for tier in abc["tiers"]), 1)
        self.assertRegex(abc["text"], r"^A: \d+% of the customers, \d+% of the amount\.$")

    def test_costs_of_nobody_are_no_net_value(self):
        self.env["repair.case"].search([("company_id", "=", self.company.id)]).parts_cost = False
        self.policy.classify()
        answer = self.ask()
        for told in (answer["totals"], *answer["abc"]["tiers"]):
            self.assertEqual((told["net"], told["costed_share"]), (None, None))

    def test_queries(self):
        self.env["repair.overview"]._keep_past(self.company)
        for _warm in range(2):
            self.ask()
            self.overview.get_today()
        self.env.invalidate_all()
        with self.assertQueryCount(PAGE):
            self.ask()
        self.env.invalidate_all()
        with self.assertQueryCount(TODAY):
            self.overview.get_today()

    def test_unknown_questions_are_refused(self):
        for question in (
            {"period": "week"}, {"period": ["month"]}, {"dimension": "kind"}, {"dimension": {}},
            "value", [1],
        ):  # fmt: skip
            with self.subTest(question=question), self.assertRaises(UserError):
                self.overview.get_overview(question)

    def test_unknown_figures_are_refused(self):
        for part, key in (
            ("board", "6-1"), ("board", "1"), ("board", "none"), ("tier", "0"), ("abc", "x"),
            ("month", "2025-06-30|0"), ("month", "2025-06-29|1"), ("movement", "1"),
            ("movement", "0>0"), ("service", "all|mean_score"), ("service", "all"),
            ("type", "x"), ("category", "-1"), ("today", "x"), ("totals", "x"), ("x", "x"),
            (None, "x"), ("board", None), ("board", ["5-5"]),
        ):  # fmt: skip
            with self.subTest(part=part, key=key), self.assertRaises(UserError):
                self.overview.open_records(part, key)


@tagged("post_install", "-at_install")
class TestEmptyOverview(OverviewCase):
    def test_nobody_is_there(self):
        answer = self.ask()
        self.assertTrue(answer["is_empty"])
        self.assertEqual(answer["totals"]["customers"], 0)
        self.assertEqual(answer["abc"]["points"], [])
        self.assertEqual(answer["movement"]["cells"], [])
        self.assertEqual([label["name"] for label in answer["months"]["labels"]], ["Today"])
        self.assertEqual(answer["as_of"], "Not classified yet")
        self.assertEqual(
            self.overview.get_today(), {"items": [], "text": "Nothing needs you today."}
        )

    def test_customers_without_scores(self):
        cancelled = {"stage_id": self.stage_cancelled.id}
        self.history([(self.customer("Potential"), "2025-07-01", 0, cancelled)])
        self.policy.classify()
        answer = self.ask()
        self.assertEqual(answer["board"]["unscored"], 1)
        self.assertEqual(answer["abc"]["points"], [])
        self.assertEqual(self.opened("board", "unscored"), 1)
