from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.reference import DATA, ReferenceCase, read
from ..bases.workbook import WorkbookCase, read_book, table_under

# Column of the book -> field of the list of customers.
LISTED = {
    "Repairs": "repair_count", "Total Repairs": "repair_count_total", "Amount": "amount",
    "Total Amount": "amount_total", "Days since Last Repair": "recency_days",
    "Customer for (Days)": "tenure_days", "R": "recency_score", "F": "frequency_score",
    "M": "monetary_score",
}  # fmt: skip
TIERS = {
    "Value": "value_tier_id", "Frequency": "frequency_tier_id", "RFM segment": "rfm_tier_id",
    "ABC class": "abc_tier_id",
}  # fmt: skip


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
            sheets = read_book(self.order()._contents())
            rows = {row["Customer"]: row for row in table_under(sheets["Customers"], "Customer")}
            self.assertOneStory(rows, sheets)
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

    def assertOneStory(self, rows, sheets):
        """Book, list, pivot, overview and engine say the same, to the cent."""
        profiles = self.env["repair.customer.profile"].with_user(self.lena)
        here = [("company_id", "=", self.company.id)]
        listed = profiles.search_read(here, ["partner_id", *LISTED.values(), *TIERS.values()])
        self.assertEqual(
            {name: [row[column] for column in (*LISTED, *TIERS)] for name, row in rows.items()},
            {
                line["partner_id"][1]: [
                    *(line[name] for name in LISTED.values()),
                    *(line[name][1] for name in TIERS.values()),
                ]
                for line in listed
            },
        )
        engine = self.classes()
        self.assertEqual(
            {line["partner_id"][0]: [str(line[name]) for name in [*LISTED.values()][-3:]]
             for line in listed},
            {partner: found[:3] for partner, found in engine.items()},
        )  # fmt: skip
        overview = self.env(user=self.lena)["repair.overview"].get_overview()
        totals = overview["totals"]
        for column, name in TIERS.items():
            pivot = profiles.formatted_read_group(
                here, [name], ["__count", "repair_count:sum", "amount:sum"]
            )
            expected = {
                group[name][1]: [
                    group["__count"], group["repair_count:sum"], round(group["amount:sum"], 2)
                ]
                for group in pivot
            }  # fmt: skip
            summed = {
                row[column]: [row["Customers"], row["Repairs"], round(row["Amount"], 2)]
                for row in table_under(sheets["Summary"], column)
            }
            self.assertEqual({key: found for key, found in summed.items() if found[0]}, expected)
            customers, repairs, amount = map(sum, zip(*summed.values(), strict=True))
            self.assertEqual((customers, repairs), (totals["customers"], totals["repairs"]))
            self.assertAlmostEqual(amount, totals["amount"], 2)

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
