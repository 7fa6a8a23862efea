from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.reference import DATA, ReferenceCase, read
from ..bases.workbook import WorkbookCase


@tagged("post_install", "-at_install")
class TestWorkbookReference(WorkbookCase, ReferenceCase):
    """Real customers stand in the book as another program classed them, row by row."""

    def assertBook(self, history, reference, as_of):
        self.policy.write({"window_months": 0, "min_population": 30})
        self.load_history(history)
        self.env.cr.execute("UPDATE res_partner SET complete_name = name WHERE name = ANY(%s)",
                            [[row[0] for row in history]])  # fmt: skip
        expected = {
            name: ((int(r), int(f), int(m)), segment, abc)
            for name, r, f, m, segment, abc in read(
                reference, "customer_id", "r", "f", "m", "segment", "abc"
            )
        }
        with freeze_time(as_of):
            self.policy.classify(as_of=as_of)
            rows = self.customer_rows()
        found = {
            name: ((row["R"], row["F"], row["M"]), row["RFM segment"], row["ABC class"])
            for name, row in rows.items()
        }
        self.assertEqual(len(found), len(expected))
        self.assertEqual(found, expected)
        amounts = {}
        for name, _moment, amount in history:
            amounts[name] = amounts.get(name, 0) + float(amount)
        for name, row in rows.items():
            self.assertAlmostEqual(row["Amount"], amounts[name], 2)

    def test_online_retail(self):
        rows = read(
            DATA / "online_retail" / "online_retail_invoices.csv",
            "customer_id", "invoice_date", "amount", "is_credit",
        )  # fmt: skip
        self.assertBook(
            [row[:3] for row in rows if row[3] == "False"],
            DATA / "online_retail" / "reference_classes.csv",
            datetime(2011, 12, 10),
        )

    def test_cdnow(self):
        self.assertBook(
            read(DATA / "cdnow" / "cdnow_sample.csv", "customer_id", "date", "amount"),
            DATA / "cdnow" / "reference_classes.csv",
            datetime(1998, 7, 1),
        )
