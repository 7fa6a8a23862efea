from collections import Counter
from datetime import datetime

from odoo.tests import tagged

from ...overview import customers
from ..bases.reference import DATA, ReferenceCase, read


@tagged("post_install", "-at_install")
class TestOverviewReference(ReferenceCase):
    """Real customers: the board and the classes are those that another program found."""

    def check(self, history, reference, as_of):
        self.policy.window_months = 0
        self.load_history(history)
        self.policy.classify(as_of=as_of)
        sums = customers.read(self.env.cr, self.company.id)
        rows = read(reference, "r", "f", "m", "segment", "abc")
        cells = Counter((int(r), (int(f) + int(m) + 1) // 2) for r, f, m, *_classes in rows)
        self.assertEqual({cell: own.customers for cell, own in sums["cell"].items()}, cells)
        tiers = self.env["repair.segmentation.tier"]
        for dimension, place in (("rfm", 3), ("abc", 4)):
            found = {
                tiers.browse(tier).name: own.customers for tier, own in sums[dimension].items()
            }
            self.assertEqual(found, Counter(row[place] for row in rows))
        self.check_curve(sums)

    def check_curve(self, sums):
        """Hold the curve against the customers, sorted by what they paid."""
        self.env.cr.execute(
            """
            SELECT (row_number() OVER paid)::float8 / count(*) OVER (),
                   (sum(GREATEST(amount, 0)) OVER paid
                    / sum(GREATEST(amount, 0)) OVER ())::float8
              FROM repair_customer_profile
             WHERE company_id = %s
            WINDOW paid AS (ORDER BY amount DESC, id)
            """,
            [self.company.id],
        )
        exact = {round(people, 9): amount for people, amount in self.env.cr.fetchall()}
        points = customers.curve(sums["step"])
        self.assertGreater(len(points), 30)
        for people, amount in points[1:]:
            self.assertAlmostEqual(amount, exact[round(people, 9)])

    def test_orders_of_a_shop(self):
        rows = read(DATA / "rfm_orders" / "rfm_orders.csv", "customer_id", "date", "amount")
        self.policy.window_months = 0
        self.load_history(rows)
        self.policy.classify(as_of=datetime(2007, 1, 1))
        self.check_curve(customers.read(self.env.cr, self.company.id))

    def test_online_retail(self):
        rows = read(
            DATA / "online_retail" / "online_retail_invoices.csv",
            "customer_id", "invoice_date", "amount", "is_credit",
        )  # fmt: skip
        history = [row[:3] for row in rows if row[3] == "False"]
        reference = DATA / "online_retail" / "reference_classes.csv"
        self.check(history, reference, datetime(2011, 12, 10))

    def test_cdnow(self):
        history = read(DATA / "cdnow" / "cdnow_sample.csv", "customer_id", "date", "amount")
        self.check(history, DATA / "cdnow" / "reference_classes.csv", datetime(1998, 7, 1))
