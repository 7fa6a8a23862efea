from datetime import datetime

from odoo.tests import tagged

from ..bases.company_days import LOS_ANGELES, SHANGHAI, SYDNEY
from ..bases.imports import OPTIONS, ImportCase

ZONES = ("UTC", SHANGHAI, LOS_ANGELES, SYDNEY)


@tagged("post_install", "-at_install")
class TestImportedDays(ImportCase):
    """A date without a time is that day of the company, wherever the user is."""

    def cases(self, reader, columns, *rows):
        self.env = self.env(context={**self.env.context, "tz": reader})
        # The same rows are brought for each reader.
        self.env["repair.case"].sudo().search([("company_id", "=", self.company.id)]).unlink()
        return self.assertImported(self.load(columns, *rows), len(rows))

    def test_a_day_is_the_companys(self):
        for tz in ZONES:
            self.company.resource_calendar_id.tz = tz
            for reader in ZONES:
                for day in ("2026-03-08", "2026-06-01", "2026-12-31"):
                    with self.subTest(tz=tz, reader=reader, day=day):
                        case = self.cases(
                            reader,
                            ("name", "partner_id", "date_open"),
                            ("Drill", "Acme of Repair Test", day),
                        )
                        self.assertEqual(str(self.company._repair_day(case.date_open)), day)

    def test_a_time_is_the_users(self):
        self.company.resource_calendar_id.tz = LOS_ANGELES
        case = self.cases(
            SHANGHAI,
            ("name", "partner_id", "date_open"),
            ("Drill", "Acme of Repair Test", "2026-06-01 10:30:00"),
        )
        self.assertEqual(case.date_open, datetime(2026, 6, 1, 2, 30))

    def test_each_row_is_of_its_company(self):
        other = self.env["res.company"].create({"name": "Far Away of Repair Test"})
        self.env = self.env(
            context={**self.env.context, "allowed_company_ids": [self.company.id, other.id]}
        )
        self.company.resource_calendar_id.tz = SHANGHAI
        other.resource_calendar_id.tz = LOS_ANGELES
        cases = self.cases(
            SHANGHAI,
            ("name", "partner_id", "date_open", "company_id"),
            ("Drill", "Acme of Repair Test", "2026-06-01", other.name),
            ("Drill", "Acme of Repair Test", "2026-06-01", ""),
        )
        self.assertEqual(
            cases.mapped("date_open"), [datetime(2026, 6, 1, 7), datetime(2026, 5, 31, 16)]
        )

    def test_the_rate_is_that_of_the_day(self):
        coin = self.env["res.currency"].create({"name": "RCS", "symbol": "r", "rounding": 1})
        for day, rate in (("2026-01-01", 250), ("2026-06-01", 500)):
            self.env["res.currency.rate"].create(
                {"name": day, "rate": rate, "currency_id": coin.id, "company_id": self.company.id}
            )
        for tz in ZONES:
            self.company.resource_calendar_id.tz = tz
            for reader in ZONES:
                with self.subTest(tz=tz, reader=reader):
                    case = self.cases(
                        reader,
                        ("name", "partner_id", "date_open", "amount", "currency_id"),
                        ("Drill", "Acme of Repair Test", "2026-06-01", "100000", "RCS"),
                    )
                    self.assertEqual(case.amount_company, 200)

    def test_a_day_in_the_users_format(self):
        self.company.resource_calendar_id.tz = LOS_ANGELES
        self.env = self.env(context={**self.env.context, "tz": SHANGHAI})
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "repair.case",
                "file": b"name,partner_id,date_open\nDrill,Acme of Repair Test,31.12.2025",
                "file_type": "text/csv",
            }
        )
        names = ["name", "partner_id", "date_open"]
        options = {**OPTIONS, "date_format": "%d.%m.%Y", "datetime_format": ""}
        [case_id] = wizard.execute_import(names, names, options)["ids"]
        case = self.env["repair.case"].browse(case_id)
        self.assertEqual(case.date_open, datetime(2025, 12, 31, 8))
