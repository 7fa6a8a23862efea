from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...vocabulary import CRON_CLASSIFY_STALE
from ..bases.common import SegmentationCase
from ..bases.outlook import NBSP
from ..bases.workbook import WorkbookCase

NOW = datetime(2025, 7, 1, 12)
KNOWN = {"parts_cost": 0, "work_hours": 0}
TOP = {"metric": "net_value", "operator": "at_least", "kind": "top_percent", "percent": 50}


def costs(parts, **values):
    """Return what a case says of its costs: parts, and no hours."""
    return {**KNOWN, "parts_cost": parts, **values}


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestNetValue(WorkbookCase):
    """What remains of what a customer paid, as a figure and as a rule of tiers."""

    def setUp(self):
        super().setUp()
        self.ann, self.bob, self.cid, self.dee, self.eve = (
            self.customer(name) for name in ("Ann", "Bob", "Cid", "Dee", "Eve")
        )
        self.history(
            [
                (self.ann, "2025-06-01", 1000, costs(900)),
                (self.ann, "2025-06-02", 200, costs(50)),
                # Before the period, and never counted.
                (self.ann, "2024-01-01", 5000, costs(1)),
                (self.ann, "2025-06-03", 70, {"stage_id": self.stage_cancelled.id, **costs(60)}),
                (self.bob, "2025-06-01", 300, costs(0)),
                (self.bob, "2025-06-05", 40, {}),
                # Rework brings nothing, and costs.
                (self.cid, "2025-06-01", 100, {}),
                (self.cid, "2025-06-09", 55, costs(180, is_rework=True)),
                (self.dee, "2025-06-01", 800, {}),
                (self.eve, "2025-06-01", 0, costs(0)),
            ]
        )

    def classify(self):
        self.policy.classify(as_of=NOW)
        return {
            name: self.profile_of(partner)
            for name, partner in zip(
                ("Ann", "Bob", "Cid", "Dee", "Eve"),
                (self.ann, self.bob, self.cid, self.dee, self.eve),
                strict=True,
            )
        }

    def test_figures(self):
        profiles = self.classify()
        self.assertEqual(
            {name: (own.net_value, own.costed_count) for name, own in profiles.items()},
            {"Ann": (250, 2), "Bob": (340, 1), "Cid": (-80, 1), "Dee": (False, 0), "Eve": (0, 1)},
        )
        self.assertEqual(
            self.ann.with_user(self.lena).repair_net_text,
            "$ 250.00 net (costs known of 2 cases; 2 repairs)".replace(" 2", "\u00a02", 1),
        )
        self.assertFalse(self.dee.with_user(self.lena).repair_net_text)

    def test_list_pivot_and_workbook_agree(self):
        self.classify()
        profiles = self.env["repair.customer.profile"].with_user(self.lena)
        own = [("company_id", "=", self.company.id)]
        self.assertEqual(
            profiles.search([*own, ("net_value", "=", False)]).partner_id.mapped("name"), ["Dee"]
        )
        found = profiles.search([*own, ("net_value", "!=", False)], order="net_value desc")
        self.assertEqual(found.partner_id.mapped("name"), ["Bob", "Ann", "Eve", "Cid"])
        [(total,)] = profiles._read_group(own, aggregates=["net_value:sum"])
        self.assertEqual(total, 510)
        rows = self.customer_rows()
        self.assertEqual(
            {name: row["Net Value"] for name, row in rows.items()},
            {"Ann": 250, "Bob": 340, "Cid": -80, "Dee": None, "Eve": 0},
        )
        cases = self.env["repair.case.analysis"].with_user(self.lena)
        [(net, costed)] = cases._read_group(
            [*own, ("state", "!=", "cancelled"), ("date_open", ">", "2025-01-01")],
            aggregates=["net_amount:sum", "costed_count:sum"],
        )
        # What is known case by case: without the amounts of cases whose costs nobody knows.
        self.assertEqual((net, costed), (250 + 300 - 180 + 0, 5))

    def test_who_may_not_see_amounts(self):
        self.classify()
        kim = self.without_amounts()
        profiles = self.env["repair.customer.profile"].with_user(kim)
        for ask in (
            lambda: profiles.search([("net_value", ">", 0)]),
            lambda: profiles.search([], order="net_value"),
            lambda: profiles._read_group([], aggregates=["net_value:sum"]),
            lambda: profiles.search([]).read(["net_value"]),
            lambda: self.ann.with_user(kim).read(["repair_net_text"]),
            lambda: self.env["repair.case.analysis"].with_user(kim).search([("cost", ">", 0)]),
        ):
            with self.assertRaises(AccessError):
                ask()
        self.assertNotIn("Net Value", self.customer_rows(kim)["Ann"])

    def test_tiers_follow_costs(self):
        """Half of five customers are two; who brings nothing is in no share of the top."""
        self.set_tiers("value", [("Profitable", "all", [TOP]), ("Others", "all", [])])
        profiles = self.classify()
        tiers = {name: own.value_tier_id.name for name, own in profiles.items()}
        self.assertEqual([n for n, t in tiers.items() if t == "Profitable"], ["Ann", "Bob"])
        told = str(profiles["Bob"].with_user(self.lena).explanation)
        self.assertIn("Net value in the period", told)
        self.assertIn("340.00", told)
        kim = self.without_amounts()
        told = profiles["Bob"].with_user(kim)._explanation()
        [row] = told["ranked"][0]["steps"][0]["rows"]
        self.assertEqual((row["figure"], row["number"], row["cut"]), ("hidden", None, None))
        self.assertNotIn("340", str(told))
        # The costs of Bob's other case turn up.
        case = self.env["repair.case"].search([("partner_id", "=", self.bob.id)], limit=1)
        self.assertEqual(case.amount, 40)
        case.write(costs(5000))
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(CRON_CLASSIFY_STALE).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(profiles["Bob"].net_value, -4660)
        self.assertEqual(profiles["Bob"].value_computed_tier_id.name, "Others")

    def test_a_line_below_zero(self):
        line = {"metric": "net_value", "operator": "at_most", "kind": "value", "value": -1}
        self.set_tiers("value", [("Costly", "all", [line]), ("Others", "all", [])])
        profiles = self.classify()
        self.assertEqual(
            [n for n, own in profiles.items() if own.value_tier_id.name == "Costly"], ["Cid"]
        )

    def test_what_leaves_the_period_takes_its_costs_along(self):
        """The day of a downgrade is that on which the net value falls below the line."""
        line = {"metric": "net_value", "operator": "at_least", "kind": "value", "value": 200}
        self.set_tiers("value", [("Profitable", "all", [line]), ("Others", "all", [])])
        fay, gus = self.customer("Fay"), self.customer("Gus")
        self.history(
            [
                # Leaves first, with more costs than it brought: no reason to fall.
                (fay, "2024-07-10", 100, costs(400)),
                (fay, "2024-08-01", 300, costs(0)),
                (fay, "2025-01-01", 300, costs(0)),
                # All that is known of Gus leaves on one day.
                (gus, "2024-07-20", 900, costs(100)),
                (gus, "2025-01-01", 900, {}),
            ]
        )
        self.classify()
        self.assertEqual(self.profile_of(fay).net_value, 300)
        self.assertEqual(self.profile_of(gus).net_value, 1700)
        outlook = self.env["repair.customer.outlook"].search(
            [("company_id", "=", self.company.id), ("dimension", "=", "value")]
        )
        days = {row.partner_id.name: str(row.day) for row in outlook if row.partner_id in fay | gus}
        self.assertEqual(days, {"Gus": "2025-07-21"})
        [row] = outlook.filtered(lambda row: row.partner_id == gus)
        self.assertIs(row.net_value, False)
        self.assertEqual(row.missing, "costs of their cases")

    def test_how_much_will_be_missing(self):
        line = {"metric": "net_value", "operator": "at_least", "kind": "value", "value": 200}
        self.set_tiers("value", [("Profitable", "all", [line]), ("Others", "all", [])])
        hal, ivy = self.customer("Hal"), self.customer("Ivy")
        self.history(
            [
                (hal, "2024-07-10", 500, costs(100)),
                (hal, "2025-01-01", 300, costs(150)),
                (ivy, "2025-01-01", 200, costs(30)),
            ]
        )
        self.classify()
        outlook = self.env["repair.customer.outlook"]
        rows = outlook.search([("partner_id", "in", (hal | ivy).ids), ("dimension", "=", "value")])
        self.assertEqual(
            {row.partner_id.name: (row.kind, row.net_value) for row in rows},
            {"Hal": ("leave", 150), "Ivy": ("rise", 170)},
        )
        words = {row.partner_id.name: row.with_user(self.lena).words for row in rows}
        self.assertEqual(
            words["Hal"].replace(NBSP, " "),
            "From July 11, 2025 the calculated tier is Others: 1 repair leaves the period. "
            "$ 50.00 more net value in the period would keep the tier at Profitable.",
        )
        self.assertEqual(
            words["Ivy"].replace(NBSP, " "),
            "$ 30.00 more net value in the period would raise the tier to Profitable.",
        )
        kim = self.without_amounts()
        for call in (
            lambda: outlook.with_user(kim).search([("net_value", ">", 0)]),
            lambda: outlook.with_user(kim).search([], order="net_value"),
            lambda: outlook.with_user(kim)._read_group([], aggregates=["net_value:max"]),
            lambda: rows.with_user(kim).read(["net_value"]),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(outlook.with_user(kim).search([("id", "in", rows.ids)]))

    def test_companies_keep_their_costs_apart(self):
        other = self.env["res.company"].create({"name": "Other Repairs"})
        self.env["repair.case"].create(
            {"name": "Elsewhere", "partner_id": self.ann.id, "company_id": other.id,
             "date_open": "2025-06-01", "amount": 10, **costs(9999)}
        )  # fmt: skip
        self.assertEqual(self.classify()["Ann"].net_value, 250)


@tagged("post_install", "-at_install")
class TestNetValueOfThePast(SegmentationCase):
    def test_a_past_day_knows_the_costs_of_its_cases(self):
        ann = self.customer("Ann")
        self.history([(ann, "2025-01-10", 100, costs(30)), (ann, "2025-03-10", 100, costs(90))])
        self.assertEqual(self.metrics(ann, datetime(2025, 2, 1))["net_value"], 70)
        self.assertEqual(self.metrics(ann, datetime(2025, 4, 1))["net_value"], 80)
