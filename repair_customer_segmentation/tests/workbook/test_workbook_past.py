from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.workbook import WorkbookCase, table_under


@tagged("post_install", "-at_install")
class TestWorkbookPast(WorkbookCase):
    """Nothing of today is shown under a past date."""

    def setUp(self):
        super().setUp()
        self.ann, self.bob = self.customer("Ann"), self.customer("Bob")
        self.history([(self.ann, f"2025-0{month}-10", 100) for month in range(1, 5)])
        with freeze_time("2025-05-20 10:00:00"):
            self.policy.classify(as_of=datetime(2025, 5, 20, 10))
        self.history(
            [(self.ann, "2025-06-10", 5000), *((self.bob, "2025-06-11", 70) for _ in range(4))]
        )
        self.now = freeze_time("2025-07-15 10:00:00")
        self.now.start()
        self.addCleanup(self.now.stop)
        self.policy.classify(as_of=datetime(2025, 7, 15, 10))

    def test_month_ends_on_record_are_offered(self):
        choices = self.env(user=self.lena)["repair.workbook"]._as_of_choices()
        self.assertEqual([key for key, _label in choices], ["now", "2025-06-30", "2025-05-31"])

    def test_figures_and_tiers_are_those_of_then(self):
        now = self.customer_rows()
        self.assertEqual((now["Ann"]["Repairs"], now["Ann"]["Amount"]), (5, 5400))
        self.assertEqual(now["Bob"]["Frequency"], "Frequent")
        then = self.customer_rows(as_of="2025-05-31")
        self.assertEqual(list(then), ["Ann"], "Bob came later")
        ann = then["Ann"]
        self.assertEqual((ann["Repairs"], ann["Amount"]), (4, 400))
        self.assertEqual(ann["Frequency"], "Frequent")
        self.assertEqual(ann["Days since Last Repair"], 51)
        for column in ("R", "F", "M", "Open Cases", "Devices", "Why: Value"):
            self.assertNotIn(column, ann)

    def test_the_book_says_what_is_left_out(self):
        sheets = self.sheets(as_of="2025-05-31")
        self.assertNotIn("RFM Matrix", sheets)
        told = [row[0] for row in sheets["Summary"][:6] if row]
        self.assertIn("As of: May 31, 2025", told)
        self.assertTrue([text for text in told if text.startswith("Tiers are those on record")])
        rows = table_under(sheets["Summary"], "Value")
        self.assertEqual(sum(row["Customers"] for row in rows), 1)
        self.assertEqual(sum(row["Amount"] for row in rows), 400)
