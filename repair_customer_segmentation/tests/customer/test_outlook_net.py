from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..bases.common import AS_OF
from ..bases.outlook import NBSP, OutlookCase, at_least

LEAVES = "From July 11, 2025 the calculated tier is Others: 1 repair leaves the period. "
UNKNOWN = "The net value is unknown without the costs of their cases: fill in parts and hours."


def costs(parts, **values):
    """Return what a case says of its costs: parts, and no hours."""
    return {"parts_cost": parts, "work_hours": 0, **values}


@tagged("post_install", "-at_install")
class TestOutlookNet(OutlookCase):
    """Profitable from 500 $ that remain after costs: what leaves takes its costs along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_tiers(
            "value", [("Profitable", "all", [at_least("net_value", 500)]), ("Others", "all", [])]
        )

    def told(self, user=None):
        [row] = self.outlook().filtered(lambda row: row.dimension == "value")
        row = row.with_user(user or self.env.user)
        return [text and text.replace(NBSP, " ") for text in (row.missing, row.words)]

    def test_how_much_is_missing_from_when_on(self):
        self.classify(
            ("2024-07-10", 900, costs(350)), ("2025-01-01", 300, costs(90)), ("2025-02-01", 40)
        )
        [row] = self.outlook().filtered(lambda row: row.dimension == "value")
        self.assertRecordValues(
            row,
            [{"kind": "leave", "day": date(2025, 7, 11), "amount": 340, "net_value": 250,
              "is_money": True}],
        )  # fmt: skip
        self.assertEqual(
            self.told(),
            [
                "$ 250.00 more net value in the period",
                LEAVES + "$ 250.00 more net value in the period would keep the tier at Profitable.",
            ],
        )
        self.policy.classify(as_of=AS_OF + timedelta(days=10))
        self.assertEqual(self.profile_of(self.ann).net_value, 250)

    def test_less_than_nothing_remains(self):
        self.classify(("2024-07-10", 900, costs(0)), ("2025-01-01", 100, costs(160.5)))
        self.assertEqual(self.told()[0], "$ 560.50 more net value in the period")

    def test_all_that_is_known_leaves(self):
        self.classify(("2024-07-10", 900, costs(100)), ("2025-01-01", 900))
        [row] = self.outlook().filtered(lambda row: row.dimension == "value")
        self.assertIs(row.net_value, False)
        self.assertEqual(
            self.told(),
            ["costs of their cases", LEAVES + UNKNOWN],
        )

    def test_rework_leaves_with_all_that_is_known(self):
        rework = costs(10, is_rework=True)
        self.classify(("2024-07-10", 5, rework), ("2025-01-01", 900))
        self.assertEqual(self.profile_of(self.ann).net_value, 890)
        self.assertTrue(
            self.told()[1].startswith(
                "From July 11, 2025 the calculated tier is Others: rework leaves the period, with "
                "its costs. "
            )
        )

    def test_costs_that_leave_are_no_loss(self):
        self.classify(("2024-07-10", 100, costs(300)), ("2025-01-01", 900, costs(100)))
        self.assertFalse(self.outlook().filtered(lambda row: row.kind == "leave"))

    def test_it_is_close(self):
        self.classify(("2025-06-01", 900, costs(590)), ("2025-06-02", 100))
        [row] = self.outlook().filtered(lambda row: row.dimension == "value")
        self.assertEqual((row.kind, row.net_value), ("rise", 410))
        self.assertEqual(
            self.told()[1],
            "$ 90.00 more net value in the period would raise the tier to Profitable.",
        )

    def test_who_has_no_known_costs_is_not_close(self):
        self.classify(("2025-06-01", 900), ("2025-06-02", 100))
        self.assertFalse(self.outlook().filtered(lambda row: row.dimension == "value"))

    def test_in_grace(self):
        self.classify(("2024-07-10", 900, costs(350)), ("2025-01-01", 300, costs(90)))
        self.classify(days=10)
        [row] = self.outlook().filtered(lambda row: row.dimension == "value")
        self.assertEqual((row.kind, row.net_value), ("fall", 210))
        self.assertEqual(
            self.told()[1],
            "Will be downgraded to Others on July 21, 2025. $ 290.00 more net value in the period "
            "would keep the tier at Profitable.",
        )
        missing, words = self.told(self.user("rcs_all", "user_all"))
        self.assertEqual(missing, "Hidden (no access to amounts)")
        self.assertNotIn("290", words)

    def test_one_of_two_is_enough(self):
        self.set_tiers(
            "value",
            [
                (
                    "Profitable",
                    "any",
                    [at_least("net_value", 500), at_least("repair_count", 2)],
                ),
                ("Others", "all", []),
            ],
        )
        self.classify(("2024-07-10", 900, costs(350)), ("2025-01-01", 300))
        self.assertEqual(self.told()[0], "1 more repair in the period")

    def test_of_two_that_are_needed_none_is_left_out(self):
        both = [at_least("net_value", 500), at_least("repair_count", 2)]
        self.set_tiers("value", [("Profitable", "all", both), ("Others", "all", [])])
        self.classify(("2024-07-10", 900, costs(350)), ("2025-01-01", 300))
        self.assertEqual(self.told()[0], "1 more repair in the period and costs of their cases")

    def test_nothing_is_told_to_others(self):
        self.classify(("2024-07-10", 900, costs(350)), ("2025-01-01", 300, costs(90)))
        clerk = self.user("rcs_all", "user_all")
        rows = self.env["repair.customer.outlook"].with_user(clerk)
        own = [("company_id", "=", self.company.id)]
        self.assertFalse(rows.search([*own, ("dimension", "=", "value")]))
        for ask in (
            lambda: rows.search([*own, ("net_value", "<", 500)]),
            lambda: rows.search(own, order="net_value"),
            lambda: rows.search(own).read(["net_value"]),
        ):
            with self.assertRaises(AccessError):
                ask()
        page = self.ann.with_user(clerk).repair_outlook or ""
        self.assertNotIn("Value", page)
        self.assertNotIn("net value", page)
