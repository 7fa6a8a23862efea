import io
from datetime import datetime

import openpyxl
from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.workbook import WorkbookCase, read_book

CLOSED = "repair_customer_segmentation.repair_case_stage_closed"


@tagged("post_install", "-at_install")
@freeze_time(datetime(2025, 7, 1, 12))
class TestWorkbookMoney(WorkbookCase):
    """Amounts are those of the company, in its currency, and written as that is written."""

    def amount_cell(self, user=None, company=None):
        """Return the cell of the only customer's amount."""
        books = self.env(user=user or self.lena)["repair.workbook"]
        company = company or self.company
        book = books.with_context(allowed_company_ids=company.ids).create({})
        sheet = openpyxl.load_workbook(io.BytesIO(book._contents()))["Customers"]
        column = [cell.value for cell in sheet[1]].index("Amount")
        return sheet.cell(2, column + 1)

    def company_with(self, currency, amount):
        """Return a company of its own with one repair, which Lena may see."""
        money = self.env.ref(currency)
        money.active = True
        company = self.env["res.company"].create({"name": money.name, "currency_id": money.id})
        self.lena.company_ids += company
        self.env["repair.case"].with_context(allowed_company_ids=company.ids).create(
            {
                "name": "x",
                "partner_id": self.customer(f"Of {money.name}").id,
                "company_id": company.id,
                "date_open": "2025-06-01",
                "date_closed": "2025-06-02",
                "stage_id": self.env.ref(CLOSED).id,
                "amount": amount,
            }
        )
        company._active_repair_policy().classify()
        return company

    def test_each_currency_is_written_in_its_way(self):
        for currency, amount, wanted in (
            ("base.USD", 1234.5, '"$\xa0"#,##0.00'),
            ("base.JPY", 1234, '"¥\xa0"#,##0'),
            ("base.EUR", 1234.5, '#,##0.00"\xa0€"'),
        ):
            cell = self.amount_cell(company=self.company_with(currency, amount))
            self.assertEqual(cell.value, amount)
            self.assertEqual(cell.number_format, f"{wanted};-{wanted}")

    def test_customers_of_two_companies_are_in_two_books(self):
        """A customer of both has in each what was paid there."""
        both = self.customer("Both")
        self.history([(both, "2025-06-01", 10)])
        self.policy.classify()
        yen = self.company_with("base.JPY", 500)
        self.env["repair.case"].with_context(allowed_company_ids=yen.ids).create(
            {"name": "y", "partner_id": both.id, "company_id": yen.id, "amount": 700,
             "date_open": "2025-06-03", "date_closed": "2025-06-03",
             "stage_id": self.env.ref(CLOSED).id}
        )  # fmt: skip
        yen._active_repair_policy().classify()
        books = self.env(user=self.lena)["repair.workbook"]
        found = {}
        for company in (self.company, yen):
            book = books.with_context(allowed_company_ids=company.ids).create({})
            head, *rows = read_book(book._contents())["Customers"]
            found[company] = {row[0]: row[head.index("Amount")] for row in rows}
        self.assertEqual(found, {self.company: {"Both": 10}, yen: {"Both": 700, "Of JPY": 500}})
