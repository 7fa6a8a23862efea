from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import MOST, Integer
from ...vocabulary import CASE_STATES, OPEN_STATES
from ..access.enumerated import enumerated
from .repair_case_type import STAGE_TYPES

MEANING = {"is_closed", "is_waiting", "is_cancelled", "case_state"}


class RepairCaseStage(models.Model):
    """Where a case is in its process, and what that means: open, waiting, closed or cancelled."""

    _name = "repair.case.stage"
    _description = "Repair Case Stage"
    _inherit = ["repair.engine.owned"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    fold = fields.Boolean(
        "Folded in Kanban",
        compute="_compute_fold",
        store=True,
        readonly=False,
        precompute=True,
        help="Fold this column in the kanban view when it needs no attention. Its cards are "
        "loaded when it is unfolded.",
    )
    company_id = fields.Many2one(
        "res.company", help="Leave empty to share this stage between all companies."
    )
    is_waiting = fields.Boolean(
        "Waiting", help="Waiting for the customer or for parts; nothing for us to do now."
    )
    is_closed = fields.Boolean("Closing Stage", help="Cases in this stage are closed.")
    is_cancelled = fields.Boolean(
        "Cancelled Stage", help="Cases in this stage never became a repair and are not counted."
    )
    description = fields.Text(translate=True)
    case_state = fields.Selection(
        CASE_STATES,
        string="Meaning",
        compute="_compute_case_state",
        store=True,
    )

    type_ids = fields.Many2many(
        "repair.case.type",
        STAGE_TYPES,
        "stage_id",
        "type_id",
        string="Only for Types",
        check_company=True,
        help="Only cases of these types use this stage. Empty: a shared stage.",
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

    @api.constrains("type_ids")
    def _check_types(self):
        """Refuse to take a stage away from the cases of other types that stand in it."""
        # sudo: cases count, whoever may see them; nothing but their number is told.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        for stage in self.filtered("type_ids"):
            count = cases.search_count(
                [
                    ("stage_id", "=", stage.id),
                    ("state", "in", OPEN_STATES),
                    ("type_id", "not in", stage.type_ids.ids),
                ]
            )
            if count:
                raise ValidationError(
                    self.env._(
                        "Stage “%(stage)s” holds %(count)s open cases of other types, which "
                        "would be left without a stage. Add a new stage for “%(types)s” "
                        "instead, or move those cases first.",
                        stage=stage.name,
                        count=count,
                        types=enumerated(self.env, stage.type_ids.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        self.env.registry.clear_cache()
        stages.type_ids._realign_cases()
        return stages

    def write(self, vals):
        """Treat the cases of these stages as moved where the meaning of the stage changes.

        Their customers get no mail: nothing was done about their cases.
        """
        cases = self._cases_here() if MEANING & set(vals) else self.env["repair.case"]
        before = cases._states()
        moves_cases = (MEANING | {"type_ids", "active"}) & set(vals)
        types = self._types() if moves_cases else self.type_ids.browse()
        res = super().write(vals)
        if cases:
            cases._enter_silently()
            cases._states_changed(before)
            cases._mark_customers_stale()
        self.env.registry.clear_cache()
        if moves_cases:
            (types | self._types())._realign_cases()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    def _types(self):
        """Return the types that these stages belong to, archived ones too."""
        types = self.env["repair.case.type"].with_context(active_test=False)
        return types.search([("stage_ids", "in", self.ids)])

    def _cases_here(self):
        # sudo: a stage may hold cases that its editor may not read; none is returned.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        return cases.search([("stage_id", "in", self.ids)], order="id")
