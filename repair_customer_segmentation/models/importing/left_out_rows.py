import base64
from pathlib import PurePath

from odoo import fields, models

from ...history_file.writing import write_sheet
from .history_facts import HistoryFacts
from .history_plan import NOT_TO_CORRECT


class RepairHistoryImport(models.Model):
    """The rows that are left out, as a file in the format they came in, with the reason of each.

    It can be corrected and brought in: the column of reasons is left out then, and what was
    imported before stands in no row of it.
    """

    _inherit = "repair.history.import"

    left_out_file = fields.Binary("Rows to Correct", attachment=True, readonly=True, copy=False)
    left_out_name = fields.Char(readonly=True, copy=False)

    def _left_out_values(self, sheet, left_out):
        """Return the values of the fields above.

        :param list left_out: ``(line, reason, heading, cell)`` of each row that is left out
        """
        self.ensure_one()
        facts = HistoryFacts(self.env, {})
        cells = dict(sheet.rows)
        rows = [
            [*cells[line], facts.reason(reason, heading)]
            for line, reason, heading, _cell in left_out
            if reason not in NOT_TO_CORRECT
        ]
        if not rows:
            return {"left_out_file": False, "left_out_name": False}
        headings = [*sheet.headings, self.env._("Why, and What to Do")]
        stem = PurePath(self.file_name or "").stem or self.env._("Repairs")
        return {
            "left_out_file": base64.b64encode(write_sheet(sheet, headings, rows)),
            "left_out_name": self.env._("%s (to correct)", stem)
            + (".xlsx" if sheet.is_workbook else ".csv"),
        }
