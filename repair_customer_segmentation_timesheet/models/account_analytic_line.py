from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER

# A change of one of these changes the hours of a case, or what they cost.
TIME_FIELDS = {"repair_case_id", "unit_amount", "amount", "product_uom_id"}


class AccountAnalyticLine(models.Model):
    """Time that is logged on a case."""

    _inherit = "account.analytic.line"

    # Nobody reads this column: ``repair_case_id`` shows the case to those who may see it.
    linked_case_id = fields.Many2one(
        "repair.case",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )
    repair_case_id = fields.Many2one(
        "repair.case",
        compute="_compute_repair_case_id",
        inverse="_inverse_repair_case_id",
        search="_search_repair_case_id",
        compute_sudo=False,
        groups=GROUP_USER,
        help="The time belongs to the hours worked of this case.",
    )

    @api.depends("linked_case_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_case_id(self):
        """Show the case to those who may read it, and nobody else."""
        # sudo: which case it is; only one that the user may read is returned.
        for line in self:
            case = line.sudo().linked_case_id.with_env(self.env)
            line.repair_case_id = case._filtered_access("read")

    def _inverse_repair_case_id(self):
        for line in self:
            # Whoever may read a case logs time on it, as they post notes on it.
            line.repair_case_id.check_access("read")
            # sudo: the column is nobody's to read; the case was checked, the line by the ORM.
            line.sudo().linked_case_id = line.repair_case_id

    @api.model
    def _search_repair_case_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        cases = self.env["repair.case"].with_context(active_test=False)
        if operator == "in" and False in value:
            readable = self._of_cases(cases._search(Domain.TRUE))
            rest = set(value) - {False}
            return ~readable | Domain("repair_case_id", "in", rest) if rest else ~readable
        asked = value if operator == "any" else Domain("id", "in", value)
        return self._of_cases(cases._search(asked))

    @api.model
    def _of_cases(self, cases):
        """Return the domain of the lines of cases.

        :param Query cases: those that count, of those that the user may see
        """
        column = self._fields["linked_case_id"]
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "COALESCE(%s IN %s, FALSE)",
                SQL.identifier(alias, column.name, to_flush=column),
                cases.subselect(),
            )
        )

    @api.constrains("linked_case_id", "company_id")
    def _check_linked_case(self):
        # sudo: of which company the case is holds whether or not the user may see it.
        for line in self.sudo().filtered("linked_case_id"):
            if line.company_id != line.linked_case_id.company_id:
                raise ValidationError(
                    self.env._(
                        "Time of an employee of %(company)s cannot be logged on a case of "
                        "%(other)s. Choose an employee of %(other)s.",
                        company=line.company_id.name,
                        other=line.linked_case_id.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._with_project(vals) for vals in vals_list])
        lines._follow_on_cases()
        return lines

    def write(self, vals):
        if not TIME_FIELDS & set(vals):
            return super().write(vals)
        # sudo: the cases that the lines were of; nothing of them is returned.
        before = self.sudo().linked_case_id
        res = super().write(vals)
        self._follow_on_cases(before)
        return res

    def unlink(self):
        # sudo: as above.
        cases = self.sudo().linked_case_id
        res = super().unlink()
        cases._follow_timesheets()
        return res

    @api.model
    def _with_project(self, vals):
        """Return the values of a new line: time on a case is of the project of its company."""
        case_id = vals.get("repair_case_id", self.env.context.get("default_repair_case_id"))
        if not case_id or vals.get("project_id"):
            return vals
        case = self.env["repair.case"].browse(case_id)
        case.check_access("read")
        # sudo: a case that the user may read; its company is that of the project.
        company = case.sudo().company_id
        return {**vals, "project_id": company._repair_timesheet_project().id}

    def _follow_on_cases(self, others=()):
        """Have the cases of these lines, and others, follow them."""
        # sudo: the hours of a case follow what is logged, whoever logs it.
        cases = self.sudo().linked_case_id
        (cases | others if others else cases)._follow_timesheets()
