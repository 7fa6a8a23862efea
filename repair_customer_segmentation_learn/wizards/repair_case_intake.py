from odoo import api, fields, models
from odoo.tools import plaintext2html

from odoo.addons.repair_customer_segmentation.models.access.marks import marked

from ..models.repair_case import FILLED
from ..models.suggester import Suggester
from ..models.texts import examples_of, text_of
from ..models.words import offered


class RepairCaseIntake(models.TransientModel):
    """Has the type there before the clerk asks: filled in where it is certain, else offered."""

    _inherit = "repair.case.intake"

    suggestions = fields.Json(compute="_compute_suggestions")
    filled_type_id = fields.Many2one("repair.case.type", string="Filled In")
    filled_in_text = fields.Char(compute="_compute_filled_in_text")
    filled_percent = fields.Integer()

    @api.depends("name", "description", "device_id", "type_id", "company_id")
    @api.depends_context("lang")
    def _compute_suggestions(self):
        for intake in self:
            _learned, answer = intake._answer()
            intake.suggestions = offered(self.env, intake, answer)

    @api.depends("filled_type_id", "type_id")
    @api.depends_context("lang")
    def _compute_filled_in_text(self):
        for intake in self:
            intake.filled_in_text = (
                intake.filled_type_id
                and intake.filled_type_id == intake.type_id
                and self.env._("Filled in from the words, %s%% sure", intake.filled_percent)
            )

    @api.onchange("name", "description", "device_id")
    def _onchange_words(self):
        """Fill in the type where it is certain, and none was chosen by hand."""
        if self.type_id and self.type_id != self.filled_type_id:
            return
        learned, answer = self._answer()
        best = (answer.get("type_id") or [None])[0]
        # sudo: whether it is wanted, for whoever takes in a case.
        is_certain = (
            learned
            and best
            and self.company_id.sudo().repair_suggests_fill
            and best.probability >= learned._threshold("type_id")
        )
        chosen = best.value if is_certain else False
        self.update(
            {
                "type_id": chosen,
                "filled_type_id": chosen,
                "filled_percent": round(100 * best.probability) if is_certain else 0,
            }
        )

    def action_create(self):
        is_filled = self.filled_type_id and self.filled_type_id == self.type_id
        dialog = marked(self, FILLED) if is_filled else self
        return super(RepairCaseIntake, dialog).action_create()

    def _answer(self):
        """Return the learned model, and what the words say: field -> suggestions."""
        description = self.description and plaintext2html(self.description)
        text = text_of(self.name, description)
        suggester = Suggester(self.company_id)
        if not text:
            return suggester.learned, {}
        (answer,) = suggester.of(examples_of([text], [self.device_id]), [text])
        return suggester.learned, answer
