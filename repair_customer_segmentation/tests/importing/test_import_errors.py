from odoo.tests import tagged, users

from ..bases.imports import ImportCase


@tagged("post_install", "-at_install")
class TestImportErrors(ImportCase):
    def assertRefused(self, columns, *rows, errors):
        """Check row -> text of the errors, and that not one case was written."""
        for dryrun in (True, False):
            with self.subTest(dryrun=dryrun):
                before = self.env["repair.case"].sudo().search_count([])
                result = self.load(columns, *rows, dryrun=dryrun)
                self.env.invalidate_all()
                self.assertFalse(result["ids"])
                self.assertEqual(self.env["repair.case"].sudo().search_count([]), before)
                found = {}
                for message in result["messages"]:
                    found.setdefault(message["rows"]["from"], []).append(message["message"])
                # Odoo says the first error of a batch of rows at its first row once more.
                self.assertEqual(set(found) | {0}, set(errors) | {0})
                for row, text in errors.items():
                    self.assertIn(text, "\n".join(found[row]))

    @users("rcs_manager")
    def test_unknown_customers_are_named_row_by_row(self):
        self.assertRefused(
            ("name", "partner_id", "date_open"),
            ("Drill", "Acme of Repair Test", "2025-06-01"),
            ("Saw", "Nobody Knows Me", "2025-06-01"),
            ("Lamp", "Bolt of Repair Test", "2025-06-01"),
            ("Iron", "Me Neither", "2025-06-01"),
            errors={
                1: "'Nobody Knows Me' in field 'Customer'",
                3: "'Me Neither' in field 'Customer'",
            },
        )

    @users("rcs_manager")
    def test_missing_customers(self):
        self.assertRefused(
            ("name", "partner_id", "date_open"),
            ("Drill", "Acme of Repair Test", "2025-06-01"),
            ("Saw", "", "2025-06-01"),
            errors={1: "Case “Saw”: the customer is missing"},
        )

    @users("rcs_manager")
    def test_unknown_types_and_stages(self):
        self.assertRefused(
            ("name", "partner_id", "date_open", "type_id", "stage_id"),
            ("Drill", "Acme of Repair Test", "2025-06-01", "Magic", "Test Open"),
            ("Saw", "Acme of Repair Test", "2025-06-02", "", "Limbo"),
            errors={0: "'Magic' in field 'Type'", 1: "'Limbo' in field 'Stage'"},
        )

    @users("rcs_manager")
    def test_dates_that_are_none(self):
        result = self.load(
            ("name", "partner_id", "date_open"), ("Drill", "Acme of Repair Test", "32.13.2025")
        )
        self.assertFalse(result.get("ids"))
        self.assertIn("32.13.2025", result["messages"][0]["message"])

    @users("rcs_manager")
    def test_amounts_that_are_none(self):
        result = self.load(
            ("name", "partner_id", "date_open", "amount"),
            ("Drill", "Acme of Repair Test", "2025-06-01", "much"),
        )
        self.assertFalse(result.get("ids"))
        self.assertIn("much", result["messages"][0]["message"])

    @users("rcs_manager")
    def test_a_row_that_closed_before_it_opened(self):
        self.assertRefused(
            ("name", "partner_id", "date_open", "date_closed", "stage_id"),
            ("Drill", "Acme of Repair Test", "2025-06-01", "2025-06-02", "Test Closed"),
            ("Saw", "Acme of Repair Test", "2025-06-02", "2025-06-01", "Test Closed"),
            errors={1: "Case “Saw”: “Closed on” is before “Opened on”"},
        )
