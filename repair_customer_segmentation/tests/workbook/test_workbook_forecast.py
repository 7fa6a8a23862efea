from freezegun import freeze_time

from odoo.tests import tagged

from ...models.workbook.customer_sheet import FIGURE_KINDS, REASON_FACTS
from ...segmentation.metrics import MONEY
from ...vocabulary import METRICS
from ..bases.forecasts import ForecastCase
from ..bases.workbook import WorkbookCase

MORNING = "2025-07-01 01:30:00"


@tagged("post_install", "-at_install")
class TestWorkbookForecast(WorkbookCase, ForecastCase):
    """What is expected of customers stands in the book, and in the reasons of tiers that ask."""

    def setUp(self):
        super().setUp()
        self.people = self.visits(
            [("Ann", range(5, 800, 60), 100), ("Bob", [5, 40, 90], 80), ("Cyd", [9], 50)]
        )
        self.env.cr.execute(
            "UPDATE res_partner SET complete_name = name WHERE id = ANY(%s)",
            [[partner.id for partner in self.people.values()]],
        )
        self.set_tiers("value", [
            ("Promising", "any", [self.criterion("expected_repairs", 5)]),
            ("Worthy", "all", [self.criterion("expected_amount", 1)]),
            ("Rest", "all", []),
        ])  # fmt: skip
        self.night()
        freezer = freeze_time(MORNING)
        freezer.start()
        self.addCleanup(freezer.stop)
        self.policy.classify()

    def criterion(self, metric, value):
        return {"metric": metric, "operator": "at_least", "kind": "value", "value": value}

    def test_each_metric_is_in_the_book(self):
        """A new metric has its column, or is told to the reasons: see ``FIGURE_KINDS``."""
        self.assertEqual(set(METRICS) - set(FIGURE_KINDS) - set(REASON_FACTS), set())
        money = {name for name, kind in FIGURE_KINDS.items() if kind == "money"}
        self.assertEqual(money, set(MONEY))

    def test_the_sheet_says_what_the_forecast_says(self):
        rows = self.customer_rows()
        for partner in self.people.values():
            forecast, row = self.forecast(partner), rows[partner.name]
            self.assertTrue(forecast)
            self.assertEqual(row["Expected Repairs in 12 Months"], forecast.expected_repairs)
            self.assertEqual(row["Expected Amount in 12 Months"], forecast.expected_amount)
            probability = forecast.active_probability
            self.assertEqual(
                row["Still a Customer (%)"], None if probability is False else probability
            )

    def test_reasons_name_what_is_expected(self):
        rows = self.customer_rows()
        for partner in self.people.values():
            profile = self.profile_of(partner).with_user(self.lena)
            row = rows[partner.name]
            self.assertEqual(row["Value"], profile.value_tier_id.name)
            [ladder] = [x for x in profile._explanation()["ranked"] if x["dimension"] == "value"]
            own = next(step for step in ladder["steps"] if step["won"])
            for criterion in own["rows"]:
                self.assertIn(f"{criterion['figure']} ({criterion['line']}", row["Why: Value"])
        self.assertEqual(rows["Ann"]["Value"], "Promising")
        self.assertIn("(at least 5; fixed in the policy)", rows["Ann"]["Why: Value"])

    def test_without_the_right_no_expected_amount_is_told(self):
        kim = self.without_amounts()
        rows = self.customer_rows(kim)
        self.assertNotIn("Expected Amount in 12 Months", rows["Ann"])
        worthy = [row for row in rows.values() if row["Value"] == "Worthy"]
        self.assertTrue(worthy)
        for row in worthy:
            self.assertIn("hidden", row["Why: Value"])
            self.assertNotIn("$", row["Why: Value"])
