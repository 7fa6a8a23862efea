from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ...fields import Datetime
from ...vocabulary import DONE_STATES
from ..access.enumerated import enumerated
from .board import board_columns

# Field of the case -> field of the type that a new case takes it from.
SUGGESTED = {
    "team_id": "team_id",
    "user_id": "user_id",
    "description": "description_template",
}


class RepairCase(models.Model):
    """Takes a case through the process of its type: what it begins with, its stages and days."""

    _inherit = "repair.case"

    channel_id = fields.Many2one(
        "repair.case.channel",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        default=lambda self: self._default_channel_id(),
        help="How the customer contacted us. Set automatically for emails, the portal and imports.",
    )

    stage_id = fields.Many2one(
        "repair.case.stage",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        check_company=True,
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        group_expand=board_columns,
    )
    state = fields.Selection(
        related="stage_id.case_state",
        store=True,
        precompute=True,
        string="Status",
        readonly=True,
    )
    process_stage_ids = fields.Many2many(
        "repair.case.stage",
        compute="_compute_process_stage_ids",
        help="Stages available for this case.",
    )

    date_open = Datetime(
        "Opened on", required=True, default=fields.Datetime.now, copy=False, tracking=True
    )
    date_closed = Datetime(
        "Closed on",
        compute="_compute_date_closed",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Set automatically when the case reaches a closing stage. Cases entered as closed "
        "take the day they were opened, unless you enter another.",
    )

    @api.model
    def _default_channel_id(self):
        """Return the channel “import” for rows of an import, else none: people choose it."""
        channels = self.env["repair.case.channel"]
        return channels._shipped("import") if self.env.context.get("import_file") else channels

    @api.depends("company_id", "type_id")
    def _compute_stage_id(self):
        """Set the first open stage of the company and type; keep a stage that fits.

        A case that gets another type goes to that type's first stage of the same meaning.
        """
        for (company, case_type), cases in self._by_process():
            fitting = case_type._process_stages(company)
            others = cases.filtered(
                lambda c, fitting=fitting: (
                    (c.stage_id.active and c.stage_id not in fitting) or not c.stage_id
                )
            )
            for state, moved in others.grouped(lambda c: c.stage_id.case_state or "open").items():
                moved.stage_id = self._first_stage(state, company, case_type)

    def _by_process(self):
        """Return the cases by the pair of company and type that makes their stages."""
        return self.grouped(lambda case: (case.company_id, case.type_id)).items()

    @api.model
    def _first_stage(self, state, company, case_type=None):
        """Return the first stage of this meaning that cases of a company and type go through."""
        if case_type is None:
            case_type = self.env["repair.case.type"]
        stages = case_type._process_stages(company)
        return stages.filtered(lambda stage: stage.case_state == state)[:1]

    @api.depends("state")
    def _compute_date_closed(self):
        """Date the closing at a closing stage: now, or the opening for a case created there."""
        now = fields.Datetime.now()
        for case in self:
            if case.state not in DONE_STATES:
                case.date_closed = False
            elif not case.date_closed:
                case.date_closed = now if case._origin.id else case.date_open or now

    @api.depends("type_id", "company_id")
    def _compute_process_stage_ids(self):
        for (company, case_type), cases in self._by_process():
            # A type that was archived still has its process.
            cases.process_stage_ids = case_type._process_stages(company)

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Suggest what a new case of this type begins with; a case that is there keeps its own."""
        case_type = self.type_id
        if self._origin.id or not case_type:
            return
        suggested = {name: case_type[name] for name in ("team_id", "user_id") if case_type[name]}
        templates = set(case_type.search([("id", "!=", False)]).mapped("description_template"))
        if is_html_empty(self["description"]) or self["description"] in templates:
            suggested["description"] = case_type.description_template
        self.update(suggested)

    @api.model
    def _with_suggestions(self, vals):
        """Return the values of a new case with those of its type where none are given.

        Where its type has no team, it goes to the default team of the company.
        A case that begins closed is history: nobody gets it to work on.
        """
        stage = self.env["repair.case.stage"].browse(
            vals.get("stage_id") or self.env.context.get("default_stage_id")
        )
        case_type = self.env["repair.case.type"].browse(
            vals.get("type_id") or self.env.context.get("default_type_id")
        )
        if not case_type and stage.type_ids:
            # Opened in a column of the board that is one type's own.
            case_type = stage.type_ids[:1]
            vals = {**vals, "type_id": case_type.id}
        if vals.get("about_case_id"):
            vals = self._with_complained(vals, case_type)
        if stage.case_state in DONE_STATES:
            return vals
        given = {name for name in SUGGESTED if name in vals}
        given |= {n for n in SUGGESTED if self.env.context.get(f"default_{n}")}
        # sudo: who opens a case need not see the team that it goes to.
        suggestions = {
            name: self._fields[name].convert_to_write(case_type.sudo()[source], self)
            for name, source in SUGGESTED.items()
            if name not in given and case_type.sudo()[source]
        }
        if vals.get("complained_user_id"):
            suggestions = self._without_complained(suggestions, vals, case_type)
        if "team_id" not in given | set(suggestions):
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            # sudo: see above. A team that was archived or moved since must not stop a mail.
            team = company.sudo().repair_team_id
            if team.active and team.company_id in (company, company.browse()):
                suggestions["team_id"] = team.id
        return suggestions | vals

    @api.constrains("stage_id", "type_id")
    def _check_stage_of_type(self):
        for (company, case_type), cases in self._by_process():
            fitting = case_type._process_stages(company)
            for case in cases:
                if case.stage_id.active and case.stage_id not in fitting:
                    raise ValidationError(
                        self.env._(
                            "Case “%(case)s”: cases of type “%(type)s” do not use the stage "
                            "“%(stage)s”. Choose one of: %(stages)s.",
                            case=case.name,
                            type=case_type.name or self.env._("none"),
                            stage=case.stage_id.name,
                            stages=enumerated(self.env, fitting.mapped("name")),
                        )
                    )

    @api.constrains("date_open", "date_closed")
    def _check_dates(self):
        for case in self:
            if case.date_closed and case.date_open and case.date_closed < case.date_open:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: “Closed on” is before “Opened on”. "
                        "Correct one of the two dates.",
                        case=case.name,
                    )
                )

    @api.constrains("date_closed", "stage_id")
    def _check_closed_date(self):
        for case in self:
            if case.state in DONE_STATES and not case.date_closed:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s” is closed: fill in “Closed on”. To continue working "
                        "on it, reopen it instead.",
                        case=case.name,
                    )
                )

    def _type_given(self):
        """Do what follows when these cases got their type: on opening, or another one later."""
        self._take_checklists()

    def _move_into_process(self):
        """Move those of these cases whose stage their type does not go through."""
        self._enter_silently()
        for (company, case_type), cases in self._by_process():
            fitting = case_type._process_stages(company)
            strays = cases.filtered(lambda c, fitting=fitting: c.stage_id not in fitting)
            for state, moved in strays.grouped("state").items():
                if stage := self._first_stage(state, company, case_type):
                    moved.write({"stage_id": stage.id})
