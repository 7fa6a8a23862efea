from odoo import api, fields, models

from ...vocabulary import OPEN_STATES


class RepairCase(models.Model):
    """Counts how often a case was reopened, whoever did, and keeps when it was closed first."""

    _inherit = "repair.case"

    reopen_count = fields.Integer(
        "Times Reopened",
        readonly=True,
        copy=False,
        help="How often the case was opened again after it was closed, by the customer or by us.",
    )
    date_first_closed = fields.Datetime(
        "First Closed on",
        compute="_compute_date_first_closed",
        store=True,
        copy=False,
        help="When the case was closed for the first time. “Closed on” tells the last time.",
    )

    @api.depends("state", "date_closed")
    def _compute_date_first_closed(self):
        """Follow the date of closing until the case is reopened."""
        for case in self:
            if case.state == "closed" and not case.reopen_count:
                case.date_first_closed = case.date_closed
            else:
                case.date_first_closed = case._origin.date_first_closed

    def _state_changed(self, old):
        """Count those of these cases, which were in the state ``old``, that are open again."""
        res = super()._state_changed(old)
        if old not in OPEN_STATES:
            # sudo: the count is the system's record, whoever reopens.
            for case in self.sudo().filtered(
                lambda c: c.state in OPEN_STATES and c.date_first_closed
            ):
                case.reopen_count += 1
        return res
