from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...vocabulary import GROUP_MANAGER, IMPACTS, PRIORITIES, URGENCIES


class RepairCase(models.Model):
    """How important a case is: by the matrix of impact and urgency, or by a person's word.

    One rule for everyone is the point, so whoever deviates gives a reason, and each deviation
    is kept (see ``repair.case.deviation``).
    """

    _inherit = "repair.case"

    impact = fields.Selection(
        IMPACTS,
        required=True,
        compute="_compute_impact",
        store=True,
        readonly=False,
        precompute=True,
        help="How severely the customer is affected. Suggested by the type.",
    )
    urgency = fields.Selection(
        URGENCIES, required=True, default="2", help="How soon the customer is affected."
    )
    matrix_priority = fields.Selection(
        PRIORITIES,
        compute="_compute_matrix_priority",
        store=True,
        precompute=True,
        help="The priority that results from impact and urgency.",
    )
    priority_override = fields.Selection(
        PRIORITIES,
        string="Manual Priority",
        copy=False,
        help="Leave empty to use the matrix. If you set a priority, enter the reason, too.",
    )
    priority_reason = fields.Char(
        "Reason", copy=False, help="Why the matrix does not fit this case."
    )
    priority = fields.Selection(
        PRIORITIES,
        compute="_compute_priority",
        store=True,
        precompute=True,
        tracking=True,
        help="Determined by impact and urgency, unless set manually.",
    )

    deviation_ids = fields.One2many(
        "repair.case.deviation",
        "case_id",
        string="Deviations",
        groups=GROUP_MANAGER,
    )

    @api.depends("type_id")
    def _compute_impact(self):
        for case in self:
            case.impact = case.type_id.impact or case.impact or "2"

    @api.depends("impact", "urgency", "company_id")
    def _compute_matrix_priority(self):
        matrices = self.env["repair.case.priority"]
        for case in self:
            matrix, _head_starts = matrices._of_company(case.company_id.id)
            case.matrix_priority = matrix[case.impact or "2", case.urgency or "2"]

    @api.depends("matrix_priority", "priority_override")
    def _compute_priority(self):
        for case in self:
            case.priority = case.priority_override or case.matrix_priority

    @api.constrains("priority_override", "priority_reason")
    def _check_priority_reason(self):
        for case in self:
            if case.priority_override and not (case.priority_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: enter the reason why its priority differs from the "
                        "matrix, or leave “Manual Priority” empty.",
                        case=case.name,
                    )
                )

    def _record_deviation(self):
        """Keep on record that the priority of these cases was chosen by the current user."""
        # sudo: the record is the system's; nobody, managers neither, writes or changes it.
        self.env["repair.case.deviation"].sudo().create(
            [
                {
                    "case_id": case.id,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "matrix_priority": case.matrix_priority,
                    "priority": case.priority_override,
                    "steps": int(case.priority_override) - int(case.matrix_priority),
                    "reason": case.priority_reason,
                }
                for case in self
            ]
        )

    def action_deviate(self):
        """Ask for another priority than the matrix's, and why."""
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Priority"),
            "res_model": "repair.case",
            "res_id": self.id,
            "views": [
                (
                    self.env.ref("repair_customer_segmentation.repair_case_view_form_priority").id,
                    "form",
                )
            ],
            "target": "new",
        }

    def action_follow_matrix(self):
        """Take back the priority chosen by hand: the matrix decides again."""
        self.write({"priority_override": False, "priority_reason": False})
