from odoo.tests import tagged

from ...overview import customers, tables
from ..bases.overview import OverviewCase


@tagged("post_install", "-at_install")
class TestOverviewNet(OverviewCase):
    """The net value: told with how much of it is known, and by whom it may be seen."""

    def classify(self, *rows):
        self.history(list(rows))
        self.policy.classify()

    def test_no_cost_is_known(self):
        ann = self.customer("Ann")
        self.company.repair_hour_cost = 40
        # Parts without hours are half a cost.
        self.classify((ann, "2025-07-01", 500), (ann, "2025-07-02", 80, {"parts_cost": 7}))
        answer = self.ask()
        for told in (answer["totals"], *answer["board"]["cells"], *answer["abc"]["tiers"]):
            self.assertEqual((told["net"], told["costed_share"]), (None, None))
        self.assertEqual(answer["totals"]["amount"], 580)

    def test_some_costs_are_known(self):
        ann, bob, cid = (self.customer(name) for name in ("Ann", "Bob", "Cid"))
        self.classify(
            (ann, "2025-07-01", 500, {"parts_cost": 120, "work_hours": 0}),
            (ann, "2025-07-02", 80, {"parts_cost": 10, "work_hours": 0, "is_rework": True}),
            (bob, "2025-07-01", 30, {"parts_cost": 100, "work_hours": 0}),
            (cid, "2025-07-01", 900),
            # Before the period.
            (ann, "2023-07-01", 700, {"parts_cost": 1, "work_hours": 0}),
        )
        totals = self.ask()["totals"]
        self.assertEqual((totals["amount"], totals["net"]), (1430, 300))
        self.assertEqual(totals["costed_share"], 0.75)
        self.assertEqual(self.opened("totals", "net"), 2)

    def test_nothing_remains(self):
        """Zero is known, and told."""
        cost = {"parts_cost": 50, "work_hours": 0}
        self.classify((self.customer("Ann"), "2025-07-01", 50, cost))
        totals = self.ask()["totals"]
        self.assertEqual((totals["net"], totals["costed_share"]), (0, 1))

    def test_sums_of_an_older_version_are_made_anew(self):
        cost = {"parts_cost": 20, "work_hours": 0}
        self.classify((self.customer("Ann"), "2025-07-01", 50, cost))
        self.env["repair.overview"]._keep_past(self.company)
        before = customers.read(self.env.cr, self.company.id)
        self.assertEqual(before["all"].net, 30)
        for column in ("net", "costed", "cases"):
            self.env.cr.execute(f"ALTER TABLE repair_overview_sum DROP COLUMN {column}")
        self.env.cr.execute("ALTER TABLE repair_overview_move ADD COLUMN old integer")
        tables.install(self.env.cr)
        self.assertEqual(customers.read(self.env.cr, self.company.id), before)
        self.assertKept()
        self.assertFalse(self.assertPastKept())
        self.env["repair.overview"]._keep_past(self.company)
        self.assertTrue(self.assertPastKept())
        # Changes after it are counted in the new columns.
        self.classify((self.customer("Bob"), "2025-07-02", 70, cost))
        self.assertEqual(customers.read(self.env.cr, self.company.id)["all"].net, 80)
        self.assertKept()
