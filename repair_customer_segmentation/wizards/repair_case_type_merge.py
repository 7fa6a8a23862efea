from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.access.enumerated import enumerated
from ..vocabulary import OPEN_STATES

# Tables whose rows are of a type, because the cases that they are about are.
OF_TYPE = (
    "repair_case",
    "repair_case_deviation",
    "repair_case_outcome",
    "repair_feedback",
    "repair_improvement_goal",
)


class RepairCaseTypeMerge(models.TransientModel):
    """Makes one type of several: their cases get it, and the others are archived."""

    _name = "repair.case.type.merge"
    _inherit = ["repair.readable.dialog"]
    _description = "Merge of Case Types"

    type_ids = fields.Many2many("repair.case.type", string="Types", required=True)
    target_id = fields.Many2one(
        "repair.case.type",
        string="Into",
        compute="_compute_target_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        domain="[('id', 'in', type_ids)]",
        help="The type to keep. All cases of the others move to it; their impact and priority "
        "are kept.",
    )
    case_count = fields.Integer("Cases to Move", compute="_compute_case_count")

    @api.depends("type_ids")
    def _compute_target_id(self):
        """Suggest the type that most of the cases of twelve months have."""
        for merge in self:
            types = merge.type_ids._origin
            if merge.target_id not in types:
                merge.target_id = types.sorted("year_case_count", reverse=True)[:1]

    @api.depends("type_ids", "target_id")
    def _compute_case_count(self):
        for merge in self:
            others = merge.type_ids._origin - merge.target_id
            # sudo: all cases of a type move, those of other companies, too; only told how many.
            cases = self.env["repair.case"].sudo().with_context(active_test=False)
            merge.case_count = cases.search_count([("type_id", "in", others.ids)])

    def action_merge(self):
        """Move the cases of all other types to the one that stays, and archive those.

        Cases keep impact, priority and history; open ones that stand in a stage which the type
        does not go through move to its first stage of the same meaning. Customers are classified
        again where the need changes with the type.

        :raise UserError: when there is nothing to merge, or a company would lose its cases' type
        """
        self.ensure_one()
        self.target_id.check_access("write")
        others = self.type_ids - self.target_id
        others.check_access("write")
        if not others:
            raise UserError(self.env._("Choose at least two types to merge."))
        company = self.target_id.company_id
        foreign = others.filtered(lambda other: company and other.company_id != company)
        if foreign:
            raise UserError(
                self.env._(
                    "“%(target)s” is a type of %(company)s only, but cases of other companies "
                    "may be of type “%(types)s”. Merge into a type that all companies share.",
                    target=self.target_id.name,
                    company=company.name,
                    types=enumerated(self.env, foreign.mapped("name")),
                )
            )
        count = self.case_count
        self._move_cases(others)
        self._keep_note(others, count)
        others.active = False
        return {"type": "ir.actions.act_window_close"}

    def _move_cases(self, others):
        """Give the cases of ``others`` the type that stays, in one statement."""
        self.env.flush_all()
        # sudo: see _compute_case_count; these get the checklist of their type.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        moved = cases.search([("type_id", "in", others.ids), ("state", "in", OPEN_STATES)])
        self.env["repair.customer.stale"]._mark_cases(SQL("type_id = ANY(%s)", others.ids))
        for table in OF_TYPE:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET type_id = %s WHERE type_id = ANY(%s)",
                    SQL.identifier(table),
                    self.target_id.id,
                    others.ids,
                )
            )
        self.env.invalidate_all()
        self.target_id._outcomes_follow()
        self.target_id._realign_cases()
        moved._type_given()

    def _keep_note(self, others, count):
        """Post on every type what it was merged into, and how many cases moved."""
        self.target_id.message_post(
            body=self.env._(
                "Merged into this type: %(names)s. Cases moved: %(count)s.",
                names=enumerated(self.env, others.mapped("name")),
                count=count,
            )
        )
        for other in others:
            other.message_post(
                body=self.env._("Merged into “%(target)s”.", target=self.target_id.name)
            )
