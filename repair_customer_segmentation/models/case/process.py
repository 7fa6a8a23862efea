from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...vocabulary import DONE_STATES

# Field of the case -> field of the type that a new case takes it from.
SUGGESTED = {
    "team_id": "team_id",
    "user_id": "user_id",
    "description": "description_template",
}


class RepairCase(models.Model):
    """Takes a case through the process of its type: its stages, and what it begins with."""

    _inherit = "repair.case"

    process_stage_ids = fields.Many2many(
        "repair.case.stage",
        compute="_compute_process_stage_ids",
        help="The stages that this case can be in.",
    )

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
        if not case_type or stage.case_state in DONE_STATES:
            return vals
        given = {name for name in SUGGESTED if name in vals}
        given |= {n for n in SUGGESTED if self.env.context.get(f"default_{n}")}
        # sudo: who opens a case need not see the team that it goes to.
        suggestions = {
            name: self._fields[name].convert_to_write(case_type.sudo()[source], self)
            for name, source in SUGGESTED.items()
            if name not in given and case_type.sudo()[source]
        }
        return suggestions | vals

    @api.constrains("stage_id", "type_id")
    def _check_stage_of_type(self):
        for (company, case_type), cases in self._by_process():
            fitting = case_type._process_stages(company)
            for case in cases:
                if case.stage_id.active and case.stage_id not in fitting:
                    raise ValidationError(
                        self.env._(
                            "Case “%(case)s”: cases of type “%(type)s” do not go through the "
                            "stage “%(stage)s”. Choose one of: %(stages)s.",
                            case=case.name,
                            type=case_type.name or self.env._("none"),
                            stage=case.stage_id.name,
                            stages=", ".join(fitting.mapped("name")),
                        )
                    )

    def _move_into_process(self):
        """Move those of these cases that stand in a stage that is not of their type."""
        self._enter_silently()
        for (company, case_type), cases in self._by_process():
            fitting = case_type._process_stages(company)
            strays = cases.filtered(lambda c, fitting=fitting: c.stage_id not in fitting)
            for state, moved in strays.grouped("state").items():
                if stage := self._first_stage(state, company, case_type):
                    moved.write({"stage_id": stage.id})

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Return the columns of the board, empty ones too.

        A board of one type shows the stages of that type, any other the shared stages and those
        that there are cases in.
        """
        types = self.env["repair.case.type"].browse(self._types_of_domain(domain))
        companies = self.env.companies
        if not types:
            shared = [("company_id", "in", [False, *companies.ids]), ("type_ids", "=", False)]
            return stages.search(["|", ("id", "in", stages.ids), *shared])
        fitting = stages
        for case_type in types:
            for company in companies:
                fitting |= case_type._process_stages(company)
        return stages.search([("id", "in", fitting.ids)])

    @api.model
    def _types_of_domain(self, domain):
        """Return the ids of the types that every case of a domain has one of."""
        domain = Domain(domain).optimize(self)
        parts = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
        for part in parts:
            if getattr(part, "field_expr", None) == "type_id" and part.operator == "in":
                return [value for value in part.value if value and isinstance(value, int)]
        return []
