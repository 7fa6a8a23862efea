from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged, users

from ..bases.common import AS_OF
from ..bases.imports import ImportCase


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    @users("rcs_amount", "rcs_manager")
    def test_a_history(self):
        acme, bolt = "Acme of Repair Test", "Bolt of Repair Test"
        columns = ("name", "partner_id", "date_open", "amount", "type_id", "stage_id")
        result = self.load(
            columns,
            ("Drill", acme, "2025-06-01 10:30:00", '"1,234.50"', "Imported Type", "Test Closed"),
            ("Saw", bolt, "2025-06-02", "-5", "", "Test Open"),
            ("Lamp", acme, "2025-06-03", "", "", "Test Open"),
        )
        cases = self.assertImported(result, 3)
        self.assertRecordValues(
            cases,
            [
                {
                    "name": "Drill",
                    "partner_id": self.acme.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "date_open": datetime(2025, 6, 1, 10, 30),
                    "amount": 1234.5,
                    "type_id": self.type.id,
                    "impact": "1",
                    "priority": "2",
                    "state": "closed",
                },
                {
                    "name": "Saw",
                    "partner_id": self.bolt.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "date_open": datetime(2025, 6, 2),
                    "amount": -5,
                    "type_id": False,
                    "impact": "2",
                    "priority": "1",
                    "state": "open",
                },
                {
                    "name": "Lamp",
                    "partner_id": self.acme.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "date_open": datetime(2025, 6, 3),
                    "amount": 0,
                    "type_id": False,
                    "impact": "2",
                    "priority": "1",
                    "state": "open",
                },
            ],
        )
        self.assertEqual(len(set(cases.mapped("reference"))), 3)
        self.assertNotIn("/", cases.mapped("reference"))
        # The next user brings them for the first time as well.
        cases.sudo().unlink()

    @users("rcs_manager")
    def test_customers_by_external_id_and_database_id(self):
        (by_external,) = self.assertImported(
            self.load(
                ("name", "date_open", "partner_id/id"),
                ("Drill", "2025-06-01", "__import__.rcs_bolt"),
            ),
            1,
        )
        (by_database,) = self.assertImported(
            self.load(
                ("name", "date_open", "partner_id/.id"), ("Saw", "2025-06-02", str(self.bolt.id))
            ),
            1,
        )
        self.assertEqual(by_external.partner_id | by_database.partner_id, self.bolt)

    @users("rcs_manager")
    def test_empty_cells_are_defaults(self):
        with freeze_time("2025-06-01 12:00:00"):
            result = self.load(
                ("name", "partner_id", "stage_id", "date_open", "urgency", "currency_id"),
                ("Drill", "Acme of Repair Test", "", "", "", ""),
            )
        self.assertRecordValues(
            self.assertImported(result, 1),
            [
                {
                    "stage_id": self.stage_open.id,
                    "date_open": datetime(2025, 6, 1, 12),
                    "urgency": "2",
                    "currency_id": self.company.currency_id.id,
                }
            ],
        )

    @users("rcs_manager")
    def test_an_external_id_updates_instead_of_repeating(self):
        columns = ("id", "name", "partner_id", "amount")
        row = ("rcs_drill", "Drill", "Acme of Repair Test")
        (first,) = self.assertImported(self.load(columns, (*row, "1")), 1)
        (again,) = self.assertImported(self.load(columns, (*row, "2")), 1)
        self.assertEqual((first, again.amount), (again, 2))

    @users("rcs_user")
    def test_without_amounts_for_who_may_not_see_them(self):
        columns = ("name", "partner_id", "date_open")
        row = ("Drill", "Acme of Repair Test", "2025-06-01")
        self.assertImported(self.load(columns, row), 1)
        result = self.load((*columns, "amount"), (*row, "5"))
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])

    @users("rcs_manager")
    def test_nobody_is_written_to(self):
        """A history of years must not send a message to anybody, nor fill the chatter."""
        before = {
            model: self.env[model].sudo().search_count([])
            for model in ("mail.message", "mail.mail", "mail.followers", "mail.activity")
        }
        self.assertImported(
            self.load(
                ("name", "partner_id", "date_open", "stage_id", "user_id"),
                ("Drill", "Acme of Repair Test", "2025-06-01", "Test Closed", ""),
                ("Saw", "Bolt of Repair Test", "2025-06-01", "Test Cancelled", "rcs_user"),
            ),
            2,
        )
        self.env.flush_all()
        for model, count in before.items():
            with self.subTest(model=model):
                self.assertEqual(self.env[model].sudo().search_count([]), count)

    @users("rcs_manager")
    def test_the_import_classifies(self):
        self.policy.classify(as_of=AS_OF)
        self.assertImported(
            self.load(
                ("name", "partner_id", "date_open"), ("Drill", "Acme of Repair Test", "2025-06-01")
            ),
            1,
        )
        self.env.cr.flush()
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertEqual(stale.partner_id, self.acme)


@tagged("post_install", "-at_install")
class TestImportSpeed(ImportCase):
    @users("rcs_manager")
    def test_queries_a_row(self):
        """Four a row: Odoo looks up customer and stage, and a reference takes two."""

        def queries(count, day):
            rows = [
                (f"Repair {i}", "Acme of Repair Test", day, f"{i}.50", "Test Closed")
                for i in range(count)
            ]
            columns = ("name", "partner_id", "date_open", "amount", "stage_id")
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertImported(self.load(columns, *rows), count)
            self.env.cr.flush()
            return self.env.cr.sql_log_count - before

        queries(10, "2025-06-01")
        few, many = queries(100, "2025-06-02"), queries(200, "2025-06-03")
        self.assertLess(many - few, 4.1 * 100)
