from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import plaintext2html

from odoo.addons.repair_customer_segmentation.vocabulary import IMPACTS

from ..models.filling import Filling, changed_by_hand, filled_text
from ..models.packages import be_ready
from ..models.texts import text_of
from ..models.words import offered


class RepairCaseIntake(models.TransientModel):
    """Has it there before the clerk asks: filled in where it is certain, else offered."""

    _inherit = "repair.case.intake"

    impact = fields.Selection(IMPACTS, help="Leave empty to use the default of the type.")
    tag_ids = fields.Many2many("repair.case.tag", string="Tags")
    suggestions = fields.Json(compute="_compute_suggestions")
    # Field -> pairs of value and percent: what the words filled in, and what a person changed.
    words_filled = fields.Json()
    filled_in_text = fields.Char(compute="_compute_filled_in_text")

    @api.depends(
        "name", "description", "device_id", "company_id", "type_id", "urgency", "impact", "tag_ids"
    )
    @api.depends_context("lang")
    def _compute_suggestions(self):
        for intake in self:
            intake.suggestions = offered(self.env, intake, intake._filling().answer)

    @api.depends("words_filled", "type_id", "urgency", "impact", "tag_ids")
    @api.depends_context("lang")
    def _compute_filled_in_text(self):
        for intake in self:
            intake.filled_in_text = filled_text(self.env, intake, intake.words_filled)

    @api.model
    def get_views(self, views, options=None):
        """Return the form of the dialog, and have the encoder ready."""
        be_ready()
        return super().get_views(views, options)

    @api.onchange("name", "description", "device_id")
    def _onchange_words(self):
        """Fill in what is certain, and nobody has chosen."""
        self.update(self._filling().shown(self))

    @api.onchange("urgency", "tag_ids")
    def _onchange_by_hand(self):
        """Leave to a person what they have changed."""
        self.words_filled = changed_by_hand(self)

    def _case_values(self, partner):
        values = super()._case_values(partner)
        if self.impact:
            values["impact"] = self.impact
        if self.tag_ids:
            values["tag_ids"] = [Command.set(self.tag_ids.ids)]
        return {**values, "words_filled": self.words_filled}

    def _filling(self):
        description = self.description and plaintext2html(self.description)
        return Filling(self.company_id, text_of(self.name, description), self.device_id)
