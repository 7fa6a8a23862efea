import base64
import json
from dataclasses import asdict

from odoo import api, fields, models

from ...history_file.reading import Sheet
from ...history_file.workbooks import NO_PAGES, Pages


class RepairHistoryImport(models.Model):
    """The table of a file as it was read, and of which sheet of its workbook it is."""

    _inherit = "repair.history.import"

    # In one writing: the file is read once, however often it is looked at.
    table = fields.Binary(attachment=True, readonly=True, copy=False)
    sheet_name = fields.Char(
        "Sheet",
        help="The sheet of the workbook that is read. Import the other ones after it, each as a "
        "new import of the same file.",
    )
    sheet_names = fields.Json(readonly=True, copy=False)
    has_sheets = fields.Boolean(compute="_compute_has_sheets")

    @api.depends("sheet_names")
    def _compute_has_sheets(self):
        for history in self:
            history.has_sheets = len(history.sheet_names or ()) > 1

    def _table_values(self, sheet):
        """Return the values of the fields above."""
        table = [sheet.headings, sheet.rows, sheet.encoding, sheet.separator, asdict(sheet.pages)]
        return {
            "table": base64.b64encode(json.dumps(table).encode()),
            "sheet_name": sheet.pages.title or False,
            "sheet_names": sheet.pages.titles,
        }

    def _sheet(self):
        """Return the table of the file."""
        if not self.table:
            return Sheet((), [])
        headings, rows, *how, pages = json.loads(base64.b64decode(self.table))
        # A table of before sheets could be chosen has the names of those that were not read.
        pages = Pages(**pages) if isinstance(pages, dict) else NO_PAGES
        return Sheet(tuple(headings), [(line, cells) for line, cells in rows], *how, pages)
