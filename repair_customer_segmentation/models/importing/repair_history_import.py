import base64
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...history_file.columns import MONEY_TARGETS, TARGETS, targets_of
from ...history_file.manner import Manner, manner_of
from ...history_file.reading import UnreadableFile, read_sheet
from ...history_file.understanding import understand
from ...vocabulary import CASE, GROUP_AMOUNT
from .file_choices import ENCODINGS, SEPARATOR_SIGNS, SIGN_NAMES
from .history_columns import (
    column_commands,
    missing_column,
    missing_column_text,
    refuse_columns_twice,
)
from .history_facts import HistoryFacts, why_unreadable

# A change of one of these makes what was understood out of date.
MANNER = {
    *("encoding", "separator", "sheet_name", "day_order", "decimal_mark"),
    *("create_customers", "without_state"),
}


class RepairHistoryImport(models.Model):
    """The history of a shop, from the file to its tiers: read, looked at, brought in.

    Nothing is written until somebody has seen what was understood. How it is brought in, and
    survives a kill, is in ``history_pieces.py``.
    """

    _name = "repair.history.import"
    _description = "History to Bring In"
    _order = "id desc"
    _rec_name = "file_name"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    state = fields.Selection(
        [
            ("draft", "File"),
            ("checked", "Preview"),
            ("running", "Importing"),
            ("done", "Done"),
            ("failed", "Stopped"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    # The encoding, separator and sheet by which the table was read.
    read_as = fields.Char(readonly=True, copy=False)
    facts = fields.Json(readonly=True, copy=False)
    is_stale = fields.Boolean(readonly=True)
    encoding = fields.Selection(ENCODINGS)
    separator = fields.Selection(
        [("comma", "Comma"), ("semicolon", "Semicolon"), ("tab", "Tab"), ("bar", "Vertical bar")],
    )
    day_order = fields.Selection(
        [
            ("ymd", "Year, month, day"),
            ("dmy", "Day, month, year"),
            ("mdy", "Month, day, year"),
        ],
        string="Date Format",
        help="How days are read that do not begin with the year.",
    )
    decimal_mark = fields.Selection([(".", "1,234.50"), (",", "1.234,50")], string="Number Format")
    create_customers = fields.Boolean(
        "Add New Customers",
        default=True,
        help="Customers who are not in your contacts yet are added with name, phone and email. "
        "Otherwise their rows are left out.",
    )
    without_state = fields.Selection(
        [("closed", "Finished"), ("open", "Still open")],
        string="Without a Status",
        default="closed",
        required=True,
        help="What repairs are whose row has no status and no day of completion.",
    )
    column_ids = fields.One2many("repair.history.column", "import_id", string="Columns")
    name_ids = fields.One2many("repair.history.name", "import_id", string="Which Customer?")
    understood = fields.Html(compute="_compute_shown", sanitize=False)
    left_out = fields.Html(compute="_compute_shown", sanitize=False, string="Rows Left Out")
    preview = fields.Html(compute="_compute_shown", sanitize=False, string="First Rows")

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_shown(self):
        for history in self:
            facts = HistoryFacts(self.env, history.facts or {})
            history.understood = facts.understood()
            history.left_out = facts.left_out()
            history.preview = facts.preview()

    def write(self, vals):
        if "company_id" in vals and not self.env.su:
            raise AccessError(self.env._("A history stays in the company in which it was begun."))
        if "file" in vals:
            unread = dict.fromkeys(("encoding", "separator", "sheet_name", "sheet_names"), False)
            vals = {**vals, **unread, "is_stale": True}
        elif {"column_ids", *MANNER} & set(vals) and "facts" not in vals:
            vals = {**vals, "is_stale": True}
        return super().write(vals)

    def action_read(self):
        """Read the file, and show what was understood of it.

        :raise UserError: when it is no table of repairs, saying what to do
        """
        self.check_access("write")
        for history in self:
            history._read_file()

    def action_check(self):
        """Understand the file anew, as its columns and its reading were corrected."""
        self.check_access("write")
        for history in self:
            history._refuse_begun()
            history._read_again()

    def action_start(self):
        """Bring in what was shown; show it again first where it has changed since.

        :raise UserError: when there is nothing to bring in
        """
        self.check_access("write")
        self.ensure_one()
        self._refuse_begun()
        if self.is_stale:
            before = self.facts
            self._read_again()
            if before != self.facts:
                return self._told(
                    self.env._("The file was read anew. Check it, and click “Import” again.")
                )
        if missing := (self.facts or {}).get("missing"):
            raise UserError(missing_column_text(self.env, missing, self.facts["headings"]))
        if not self.facts or not self.facts["repairs"]:
            raise UserError(
                self.env._("No row can be imported. Correct the columns, or the rows of the file.")
            )
        return self._begin()

    def _read_again(self):
        """Understand the table anew; where it was read by another encoding, read it first."""
        if self.read_as != self._how_read():
            self._read_file()
        else:
            self._understand()

    def _how_read(self):
        return f"{self.encoding or ''}/{self.separator or ''}/{self.sheet_name or ''}"

    def _refuse_begun(self):
        if self.state not in ("draft", "checked"):
            raise UserError(
                self.env._("This history is being imported already. Start a new import.")
            )

    def _told(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _read_file(self):
        """Read the file into a table, find out how it is written, and understand it."""
        self._refuse_begun()
        if not self.file and not self.file_name:
            raise UserError(self.env._("Choose a file first."))
        separator = SEPARATOR_SIGNS.get(self.separator, "")
        try:
            sheet = read_sheet(
                base64.b64decode(self.file or b""),
                self.env.lang or "",
                self.encoding or "",
                separator,
                self.sheet_name or "",
            )
        except UnreadableFile as error:
            raise UserError(why_unreadable(self.env, error.reason)) from error
        targets = targets_of(sheet, self._labels(), self._allowed())
        manner = self._usual_manner(sheet, targets)
        self.write(
            {
                "encoding": sheet.encoding or False,
                "separator": SIGN_NAMES.get(sheet.separator),
                **self._table_values(sheet),
                "day_order": manner.order,
                "decimal_mark": manner.mark,
                "column_ids": column_commands(sheet, targets),
            }
        )
        self.read_as = self._how_read()
        self._understand(manner)

    def _usual_manner(self, sheet, targets):
        """Return how the days and amounts of a sheet are read, as far as they tell."""
        code = self.env.lang or "en_US"
        point = self.env["res.lang"]._get_data(code=code).decimal_point
        return manner_of(sheet, targets, code, "," if point == "," else ".")

    def _allowed(self):
        """Return what a column may be: amounts are for those alone who may see them."""
        if self.env.user.has_group(GROUP_AMOUNT):
            return TARGETS
        return tuple(target for target in TARGETS if target not in MONEY_TARGETS)

    def _labels(self):
        """Return how the forms of the reader call the fields -> what a column is."""
        cases = self.env[CASE].fields_get(
            [target for target in TARGETS if target in self.env[CASE]._fields], ["string"]
        )
        return {described["string"]: name for name, described in cases.items()}

    def _manner(self):
        """Return how the rows are read, as somebody may have corrected it."""
        columns = self.column_ids.sorted("sequence")
        allowed = self._allowed()
        return Manner(
            tuple(c.target if c.target in allowed else "" for c in columns),
            self.day_order or "ymd",
            self.decimal_mark or ".",
        )

    def _now(self):
        """Return the moment on the clock of the company."""
        zoned = self.with_context(tz=self.company_id._repair_tz())
        return fields.Datetime.context_timestamp(zoned, datetime.now()).replace(tzinfo=None)

    def _understood(self, sheet, manner):
        """Return what the rows of the file say, see ``history_file/understanding.py``."""
        return understand(sheet, manner, self._now(), self.company_id._repair_tz())

    def _understand(self, manner=None):
        """Work out what would be brought in, and keep it to be shown."""
        self.ensure_one()
        refuse_columns_twice(self)
        sheet, before = self._sheet(), self.facts or {}
        values = {"state": "checked", "is_stale": False}
        if missing := missing_column(self):
            # Somebody chooses it under “Columns”.
            facts = {"repairs": 0, "missing": missing, "headings": list(sheet.headings)}
            values |= {"facts": facts, "name_ids": [Command.clear()]}
            self.write({**values, **self._left_out_values(sheet, [])})
            return
        if not manner and before.get("missing"):
            manner = self._usual_manner(sheet, self._manner().targets)
            values |= {"day_order": manner.order, "decimal_mark": manner.mark}
        manner = manner or self._manner()
        plan = self._plan(self._understood(sheet, manner))
        left_out = plan.left_out(sheet)
        self.write(
            {
                **values,
                "facts": plan.facts(sheet, manner, left_out),
                "name_ids": plan.name_commands(self),
                **self._left_out_values(sheet, left_out),
            }
        )
