from collections import Counter
from datetime import datetime

from odoo.tests import tagged

from ..bases.reference import CHECKOUT, DATA, ReferenceCase, read


@tagged("post_install", "-at_install")
class TestReference(ReferenceCase):
    def test_online_retail(self):
        rows = read(
            DATA / "online_retail" / "online_retail_invoices.csv",
            "customer_id", "invoice_date", "amount", "is_credit",
        )  # fmt: skip
        history = [row[:3] for row in rows if row[3] == "False"]
        self.assertEqual(len(history), 18536)
        self.assertReference(
            history, DATA / "online_retail" / "reference_classes.csv", datetime(2011, 12, 10)
        )

    def test_cdnow(self):
        history = read(DATA / "cdnow" / "cdnow_sample.csv", "customer_id", "date", "amount")
        self.assertReference(
            history, DATA / "cdnow" / "reference_classes.csv", datetime(1998, 7, 1)
        )


@tagged("post_install", "-at_install")
class TestWindows(ReferenceCase):
    """Orders of 995 customers, classified in windows of 3 and 12 months and of all time."""

    as_of = datetime(2007, 1, 1)
    COLUMNS = (
        "last", "repairs", "amount", "recency_days", "r", "f", "m", "segment", "abc",
        "value", "frequency",
    )  # fmt: skip

    def setUp(self):
        super().setUp()
        rows = read(DATA / "rfm_orders" / "rfm_orders.csv", "customer_id", "date", "amount")
        self.assertEqual(len(rows), 4906)
        self.ids = self.load_history(rows)
        self.reference = read(DATA / "rfm_orders" / "reference_classes.csv")

    def found(self):
        """Return partner id -> what the reference says of a customer, as text."""
        self.env.cr.execute(
            """
            SELECT profile.partner_id, last_repair_date::date::text, repair_count::text,
                   trim_scale(amount)::text, (%s::date - last_repair_date::date)::text,
                   recency_score::text, frequency_score::text, monetary_score::text,
                   rfm.name ->> 'en_US', abc.name ->> 'en_US', value.name ->> 'en_US',
                   frequency.name ->> 'en_US'
              FROM repair_customer_profile AS profile
              JOIN repair_segmentation_tier AS rfm ON rfm.id = rfm_tier_id
              JOIN repair_segmentation_tier AS abc ON abc.id = abc_tier_id
              JOIN repair_segmentation_tier AS value ON value.id = value_tier_id
              JOIN repair_segmentation_tier AS frequency ON frequency.id = frequency_tier_id
             WHERE profile.company_id = %s
            """,
            [self.as_of, self.company.id],
        )
        return {partner: row for partner, *row in self.env.cr.fetchall()}

    def check(self, months):
        self.policy.window_months = months
        self.policy.classify(as_of=self.as_of)
        expected = {
            self.ids[row["customer_id"]]: [row[column] for column in self.COLUMNS]
            for row in self.reference
            if row["window_months"] == str(months)
        }
        self.assertEqual(len(expected), 995)
        found = self.found()
        differing = [
            (found.get(partner), row)
            for partner, row in expected.items()
            if found.get(partner) != row
        ]
        self.assertFalse(differing, f"{len(differing)} customers differ")
        self.assertEqual(len(found), len(expected))

    def test_all_time(self):
        self.check(0)

    def test_a_quarter(self):
        self.check(3)

    def test_a_year(self):
        self.check(12)


@tagged("post_install", "-at_install")
class TestExample(ReferenceCase):
    """The example that comes with the repository, so that a checkout alone is tested too.

    The figures are counted from the same independent answers that TestReference compares one
    by one.
    """

    FIGURES = {
        "Champions": 881,
        "Loyal": 671,
        "Potential Loyalist": 575,
        "New": 36,
        "Promising": 219,
        "Needs Attention": 723,
        "About to Sleep": 146,
        "At Risk": 356,
        "Cannot Lose": 53,
        "Hibernating": 349,
        "Lost": 330,
        "A": 1133,
        "B": 1469,
        "C": 1737,
    }

    def test_figures(self):
        history = read(
            CHECKOUT / "examples" / "online_retail" / "repairs.csv",
            "partner_id/id", "date_open", "amount",
        )  # fmt: skip
        self.policy.window_months = 0
        self.load_history(history)
        run = self.policy.classify(as_of=datetime(2011, 12, 10))
        self.assertEqual(run.customer_count, 4339)
        found = self.classes().values()
        self.assertEqual(
            Counter(classes[3] for classes in found) + Counter(classes[4] for classes in found),
            self.FIGURES,
        )
