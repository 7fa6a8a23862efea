from odoo import api, fields, models

# What is added unless somebody says otherwise.
OFFERED = {"new"}


class RepairHolidayLine(models.TransientModel):
    """A day that the dialog of public holidays offers."""

    _name = "repair.holiday.line"
    _inherit = ["repair.readable.dialog"]
    _description = "Day of a Public Holiday"
    _order = "date, id"

    wizard_id = fields.Many2one("repair.holiday.wizard", required=True, ondelete="cascade")
    is_chosen = fields.Boolean("Add")
    date = fields.Date(readonly=True)
    weekday = fields.Char(compute="_compute_weekday")
    name = fields.Char(readonly=True)
    kind = fields.Selection(
        [("free", "Day off"), ("worked", "Working day")], string="Type", readonly=True
    )
    state = fields.Selection(
        [
            ("new", "Not added yet"),
            ("there", "Already there"),
            ("by_hand", "Set by hand"),
            ("removed", "Removed by hand"),
            ("idle", "No hours that day"),
        ],
        readonly=True,
    )

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_weekday(self):
        days = self.env["repair.calendar.extra.day"]._fields["dayofweek"]
        names = dict(days._description_selection(self.env))
        for line in self:
            line.weekday = names[str(line.date.weekday())] if line.date else False
