from io import BytesIO

from .imports import XLSX, ImportCase

DIALOG = {
    "has_headers": True, "encoding": "", "separator": "", "quoting": '"', "date_format": "",
    "datetime_format": "", "float_thousand_separator": ",", "float_decimal_separator": ".",
}  # fmt: skip


class FileCase(ImportCase):
    """Files as people have them, taken in as the dialog of the import does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def take(self, data, model="repair.case", columns=None, lang="en_US", **options):
        """Preview and import a file; return the kinds and texts of messages, and the records."""
        if isinstance(data, str):
            data = data.encode()
        kind = XLSX if data.startswith(b"PK") else "text/csv"
        env = self.env(context={**self.env.context, "lang": lang, "tz": "Asia/Shanghai"})
        wizard = env["base_import.import"].create(
            {"res_model": model, "file": data, "file_type": kind, "file_name": "f"}
        )
        preview = wizard.parse_preview({**DIALOG, **options})
        if preview.get("error"):
            return [("error", preview["error"])], env[model]
        headers = preview["headers"]
        if columns is None:
            matches = preview["matches"] or {}
            columns = ["/".join(matches.get(i) or []) for i in range(len(headers))]
        result = wizard.execute_import(columns, headers, {**preview["options"], **options})
        env.invalidate_all()
        messages = [(m["type"], m["message"]) for m in result["messages"]]
        return messages, self.env[model].browse(result["ids"] or [])

    def sheet(self, *rows):
        """Return a workbook."""
        import openpyxl

        book, data = openpyxl.Workbook(), BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(data)
        return data.getvalue()

    def assertTaken(self, taken, count=1):
        messages, records = taken
        self.assertEqual((messages, len(records)), ([], count))
        return records

    def assertRefused(self, taken, text):
        messages, records = taken
        self.assertFalse(records)
        self.assertIn(text, "\n".join(message for kind, message in messages if kind == "error"))
