from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.repair_customer_segmentation.models.access.marks import is_marked
from odoo.addons.repair_customer_segmentation.models.case.told import COMES_IN
from odoo.addons.repair_customer_segmentation.vocabulary import (
    DONE_STATES,
    GROUP_MANAGER,
    GROUP_USER,
)

from .suggester import Suggester
from .texts import case_texts, examples_of, text_of
from .words import offered

# Set by the dialog of intake, whose clerk left the type that the words filled in.
FILLED = "repair_type_filled_in"
# More at once are not typed in by anybody: visits that are planned, or a program.
MOST_AT_ONCE = 20
# What a change of the words of a case makes anew.
SAID_IN = {"name", "description"}


class RepairCase(models.Model):
    """Suggests what a case is from its words, and fills in what is certain.

    What a person gave is never changed. Cases of customers, by mail or from the portal, get what
    is certain when they are opened; people see suggestions while they type.
    """

    _inherit = "repair.case"

    suggestions = fields.Json(compute="_compute_suggestions", groups=GROUP_USER)
    suggestion_ids = fields.One2many(
        "repair.case.suggestion", "case_id", readonly=True, groups=GROUP_MANAGER
    )
    is_type_filled = fields.Boolean("Type Filled In", readonly=True, copy=False)
    filled_in_text = fields.Char(compute="_compute_filled_in_text", groups=GROUP_USER)

    @api.depends("name", "description", "device_id", "type_id", "company_id", "state")
    @api.depends_context("lang")
    def _compute_suggestions(self):
        """Offer types for open cases: no suggestion where the type is the likeliest one."""
        self.suggestions = False
        waiting = self.filtered(lambda case: case.state not in DONE_STATES and case.name)
        for company, cases in waiting.grouped("company_id").items():
            texts = case_texts(cases)
            answers = Suggester(company).of(
                examples_of(texts, [case.device_id for case in cases]), texts
            )
            for case, answer in zip(cases, answers, strict=True):
                case.suggestions = offered(self.env, case, answer)

    @api.depends("is_type_filled", "suggestion_ids", "type_id")
    @api.depends_context("lang")
    def _compute_filled_in_text(self):
        for case in self:
            # sudo: of the case that is shown.
            told = case.sudo().suggestion_ids
            case.filled_in_text = (
                case.is_type_filled
                and told.first_type_id == case.type_id
                and self.env._("Filled in from the words, %s%% sure", round(100 * told.probability))
            )

    @api.model
    def _opening_values(self, vals_list):
        given = vals_list
        if is_marked(self.env, COMES_IN):
            vals_list = [self._with_words_filled_in(vals) for vals in vals_list]
        vals_list = super()._opening_values(vals_list)
        for before, vals in zip(given, vals_list, strict=True):
            by_words = vals.get("type_id") and not before.get("type_id")
            if is_marked(self.env, FILLED) or (is_marked(self.env, COMES_IN) and by_words):
                vals["is_type_filled"] = True
        return vals_list

    @api.model
    def _with_words_filled_in(self, vals):
        """Return the values of a new case with those that its words make certain."""
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        text = text_of(vals.get("name"), vals.get("description"))
        suggester = Suggester(company)
        # sudo: whether it is wanted, for whoever opens a case.
        if not suggester.learned or not company.sudo().repair_suggests_fill:
            return vals
        device = self.env["repair.device"].browse(vals.get("device_id"))
        (answer,) = suggester.of(examples_of([text], [device]), [text])
        certain = {
            field: suggested[0].value
            for field, suggested in answer.items()
            if suggested
            and not vals.get(field)
            and suggested[0].probability >= suggester.learned._threshold(field)
        }
        if "tag_ids" in certain:
            certain["tag_ids"] = [Command.link(certain["tag_ids"])]
        return {**vals, **certain}

    def _opened(self):
        """Keep what the words of new open cases suggested."""
        res = super()._opened()
        if not self.env.context.get("import_file") and len(self) <= MOST_AT_ONCE:
            self.filtered(lambda case: case.state not in DONE_STATES)._record_suggestions()
        return res

    def _record_suggestions(self):
        # sudo: what the words say, whoever opened the case.
        for company, cases in self.sudo().grouped("company_id").items():
            suggester, texts = Suggester(company), case_texts(cases)
            examples = examples_of(texts, [case.device_id for case in cases])
            rows = [
                (case, suggester.learned.version, answer["type_id"])
                for case, answer in zip(cases, suggester.of(examples, texts), strict=True)
                if answer.get("type_id")
            ]
            self.env["repair.case.suggestion"]._record(rows)

    def _changed(self, vals, before):
        res = super()._changed(vals, before)
        if SAID_IN & set(vals):
            self.env["repair.case.vector"]._forget(self)
        return res
