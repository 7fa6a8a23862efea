from unittest import SkipTest

from .common import SegmentationCase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "has_headers": True,
    "separator": ",",
    "quoting": '"',
    "encoding": "utf-8",
    "date_format": "%Y-%m-%d",
    "datetime_format": "%Y-%m-%d %H:%M:%S",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}


class ImportCase(SegmentationCase):
    """A history comes in by Odoo's own import, quietly and completely, or not at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "base_import.import" not in cls.env:
            raise SkipTest("Odoo's import is not installed")
        cls.user("rcs_user", "user")
        cls.user("rcs_amount", "user", "amount")
        cls.user("rcs_manager", "manager")
        cls.acme = cls.customer("Acme of Repair Test", is_company=True)
        cls.bolt = cls.customer("Bolt of Repair Test", ref="B-1")
        cls.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "rcs_bolt",
                "model": "res.partner",
                "res_id": cls.bolt.id,
            }
        )
        cls.type = cls.env["repair.case.type"].create(
            {"name": "Imported Type", "company_id": cls.company.id, "impact": "1"}
        )

    def load(self, columns, *rows, dryrun=False):
        """Import rows like the web client does; return the result of the import."""
        text = "\n".join(",".join(row) for row in (columns, *rows))
        wizard = self.env["base_import.import"].create(
            {"res_model": "repair.case", "file": text.encode(), "file_type": "text/csv"}
        )
        wizard = wizard.with_context(tracking_disable=True)
        return wizard.execute_import(list(columns), list(columns), dict(OPTIONS), dryrun=dryrun)

    def assertImported(self, result, count):
        self.assertFalse(result["messages"])
        self.assertEqual(len(result["ids"]), count)
        return self.env["repair.case"].browse(result["ids"])
