from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import MOST, Integer

STATE_FLAGS = {"is_closed", "is_waiting", "is_cancelled", "case_state"}


class RepairCaseStage(models.Model):
    _name = "repair.case.stage"
    _description = "Repair Case Stage"
    _inherit = ["repair.engine.owned"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    fold = fields.Boolean(
        "Folded in Kanban",
        compute="_compute_fold",
        store=True,
        readonly=False,
        precompute=True,
        help="Fold this column where there is nothing to do in it: its cards are read when it is "
        "opened.",
    )
    company_id = fields.Many2one(
        "res.company", help="Leave empty to share this stage between all companies."
    )
    is_waiting = fields.Boolean(
        "Waiting", help="We wait for the customer or for parts: nothing to do for us now."
    )
    is_closed = fields.Boolean("Closing Stage", help="Cases here are done.")
    is_cancelled = fields.Boolean(
        "Cancelled Stage", help="Cases here never became a repair and do not count as one."
    )
    description = fields.Text(translate=True)
    case_state = fields.Selection(
        [
            ("open", "Open"),
            ("waiting", "Waiting"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        string="Meaning",
        compute="_compute_case_state",
        store=True,
    )

    @api.depends("is_waiting", "is_closed", "is_cancelled")
    def _compute_case_state(self):
        for stage in self:
            if stage.is_cancelled:
                stage.case_state = "cancelled"
            elif stage.is_closed:
                stage.case_state = "closed"
            elif stage.is_waiting:
                stage.case_state = "waiting"
            else:
                stage.case_state = "open"

    @api.depends("is_closed", "is_cancelled")
    def _compute_fold(self):
        """Fold the columns of what is done, as long as nobody decides otherwise."""
        for stage in self:
            stage.fold = stage.is_closed or stage.is_cancelled

    @api.constrains("is_waiting", "is_closed", "is_cancelled")
    def _check_one_meaning(self):
        for stage in self:
            if sum((stage.is_waiting, stage.is_closed, stage.is_cancelled)) > 1:
                raise ValidationError(
                    self.env._(
                        "Stage “%(stage)s”: tick only one of Waiting, Closing Stage and "
                        "Cancelled Stage.",
                        stage=stage.name,
                    )
                )

    def write(self, vals):
        """Do for the cases of these stages, where a change moves them, as if each was moved.

        Their customers get no mail: nothing was done about their cases.
        """
        cases = self._cases_here() if STATE_FLAGS & set(vals) else self.env["repair.case"]
        before = cases._states()
        res = super().write(vals)
        if cases:
            cases._enter_silently()
            cases._states_changed(before)
            cases._mark_customers_stale()
        return res

    def _cases_here(self):
        # sudo: a stage may hold cases that its editor may not read; none is returned.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        return cases.search([("stage_id", "in", self.ids)], order="id")
