from odoo import api, fields, models

from odoo.addons.repair_customer_segmentation.models.access.marks import is_marked
from odoo.addons.repair_customer_segmentation.models.case.told import COMES_IN
from odoo.addons.repair_customer_segmentation.vocabulary import (
    DONE_STATES,
    GROUP_MANAGER,
    GROUP_USER,
)

from .filling import Filling, changed_by_hand, filled_text, filling_of
from .packages import be_ready
from .suggester import Suggester
from .texts import case_texts, text_of
from .words import offered

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
    # Field -> pairs of value and percent, as they were when the case was opened.
    filled_in = fields.Json(readonly=True, copy=False, groups=GROUP_USER)
    # The same while a new case is typed; what a client sends is checked.
    words_filled = fields.Json(store=False, copy=False, groups=GROUP_USER)
    filled_in_text = fields.Char(compute="_compute_filled_in_text", groups=GROUP_USER)

    @api.depends(
        "name",
        "description",
        "device_id",
        "company_id",
        "state",
        "type_id",
        "urgency",
        "impact",
        "tag_ids",
    )
    @api.depends_context("lang")
    def _compute_suggestions(self):
        """Offer types for open cases: no suggestion where the type is the likeliest one."""
        self.suggestions = False
        waiting = self.filtered(lambda case: case.state not in DONE_STATES and case.name)
        for company, cases in waiting.grouped("company_id").items():
            devices = [case.device_id for case in cases]
            answers = Suggester(company).said(case_texts(cases), devices)
            for case, answer in zip(cases, answers, strict=True):
                case.suggestions = offered(self.env, case, answer)

    @api.depends("filled_in", "words_filled", "type_id", "urgency", "impact", "tag_ids")
    @api.depends_context("lang")
    def _compute_filled_in_text(self):
        for case in self:
            noted = case.filled_in if case._origin.id else case.words_filled
            case.filled_in_text = filled_text(self.env, case, noted)

    @api.model
    def get_views(self, views, options=None):
        """Return the views, and have the encoder ready before somebody types a subject.

        Who opens no form, such as a scheduled action or whoever reads a report, does not load it.
        """
        if "form" in {kind for _view, kind in views}:
            be_ready()
        return super().get_views(views, options)

    @api.onchange("name", "description", "device_id")
    def _onchange_words(self):
        """Fill in what is certain in the form of a new case, and nobody has chosen."""
        if not self._origin.id and self.name:
            self.update(filling_of(self).shown(self))

    @api.onchange("urgency", "tag_ids")
    def _onchange_by_hand(self):
        """Leave to a person what they have changed."""
        if not self._origin.id:
            self.words_filled = changed_by_hand(self)

    @api.model
    def _opening_values(self, vals_list):
        said = [self._words_filled_in(vals) for vals in vals_list]
        vals_list = super()._opening_values([vals for vals, _noted in said])
        return [
            {**vals, "filled_in": noted, "is_type_filled": "type_id" in noted} if noted else vals
            for vals, (_vals, noted) in zip(vals_list, said, strict=True)
        ]

    @api.model
    def _words_filled_in(self, vals):
        """Return the values of a new case, and of which its words made them certain.

        A mail or the portal gets what is certain; a form says what it got, and its clerk left.
        """
        comes_in = is_marked(self.env, COMES_IN)
        if not comes_in and not vals.get("words_filled"):
            return vals, {}
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        device = self.env["repair.device"].browse(vals.get("device_id"))
        case_type = self.env["repair.case.type"].browse(vals.get("type_id"))
        # sudo: lines of it that the form asked say nothing of the case.
        template = case_type.sudo().description_template or ""
        text = text_of(vals.get("name"), vals.get("description"), template)
        filling = Filling(company, text, device)
        if comes_in:
            vals = filling.opening(vals, self._left_to_words(vals))
            noted = vals.pop("filled_in", {})
        else:
            noted = filling.confirmed(vals)
        return {name: value for name, value in vals.items() if name != "words_filled"}, noted

    @api.model
    def _left_to_words(self, vals):
        """Return the fields that neither who opens a case nor a rule has said anything of."""
        context = self.env.context
        given = {name for name, value in vals.items() if value}
        given |= {name.removeprefix("default_") for name in context if context[name]}
        if given & {"stage_id", "about_case_id"}:
            # A stage may be one type's own, and a complaint has the type of complaints.
            given.add("type_id")
        return {"type_id", "urgency", "impact", "tag_ids"} - given

    def _opened(self):
        """Keep what the words of new open cases suggested."""
        res = super()._opened()
        if not self.env.context.get("import_file") and len(self) <= MOST_AT_ONCE:
            self.filtered(lambda case: case.state not in DONE_STATES)._record_suggestions()
        return res

    def _record_suggestions(self):
        # sudo: what the words say, whoever opened the case.
        for company, cases in self.sudo().grouped("company_id").items():
            suggester = Suggester(company)
            devices = [case.device_id for case in cases]
            answers = suggester.said(case_texts(cases), devices)
            rows = [
                (case, suggester.learned.version, answer["type_id"])
                for case, answer in zip(cases, answers, strict=True)
                if answer.get("type_id")
            ]
            self.env["repair.case.suggestion"]._record(rows)

    def _changed(self, vals, before):
        res = super()._changed(vals, before)
        if SAID_IN & set(vals):
            self.env["repair.case.vector"]._forget(self)
        if "type_id" in vals:
            # sudo: whoever decides on the type answers the doubt, which only managers see.
            self.env["repair.type.doubt"].sudo()._answered(self)
        return res
