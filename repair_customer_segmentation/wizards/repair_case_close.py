from odoo import api, fields, models

from ..fields import MOST_HOURS, MOST_MONEY, BoundedAnswer, Monetary
from ..models.feedback.complaint import REMEDIES
from ..vocabulary import GROUP_AMOUNT, GROUP_USER

# Of a complaint; both the case and the dialog have them.
COMPLAINT = ("complaint_cause_id", "remedy", "remedy_note")


class RepairCaseClose(models.TransientModel):
    """Asks for what is not known of a case that is being closed: its amount, and its solution.

    Of a complaint, for its cause and its remedy as well, which are not left empty; of a company
    that counts costs, for those. All but the former may be left empty. Without the amounts
    customers lose their value tiers from month to month, without the costs their net value says
    less and less, and without the solution whoever has a similar case next begins anew.
    """

    _name = "repair.case.close"
    _inherit = ["repair.readable.dialog"]
    _description = "Close a Repair Case"

    case_id = fields.Many2one("repair.case", required=True, ondelete="cascade")
    solution = fields.Text(compute="_compute_solution", store=True, readonly=False)
    currency_id = fields.Many2one(related="case_id.currency_id")
    amount = Monetary(
        bounds=(-MOST_MONEY, MOST_MONEY),
        help="What the customer pays for this repair, untaxed.",
        groups=GROUP_AMOUNT,
    )
    is_amount_asked = fields.Boolean(compute="_compute_is_amount_asked", groups=GROUP_AMOUNT)
    company_currency_id = fields.Many2one(related="case_id.company_currency_id")
    parts_cost = BoundedAnswer(
        "Cost of Parts",
        digits=(16, 2),
        bounds=(0, MOST_MONEY),
        groups=GROUP_AMOUNT,
        help="What the parts cost us, untaxed, in company currency. Enter 0 if none were needed; "
        "empty means that nobody knows.",
    )
    work_hours = BoundedAnswer(
        "Hours Worked",
        digits=(16, 2),
        bounds=(0, MOST_HOURS),
        groups=GROUP_USER,
        help="Hours of work, by everybody together. Empty means that nobody knows.",
    )
    is_parts_cost_asked = fields.Boolean(compute="_compute_costs_asked", groups=GROUP_AMOUNT)
    are_work_hours_asked = fields.Boolean(compute="_compute_costs_asked", groups=GROUP_USER)

    hindrance = fields.Text("Left to Do", compute="_compute_hindrance")
    may_sign_checks = fields.Boolean(related="case_id.may_sign_checks")

    is_complaint = fields.Boolean(related="case_id.is_complaint")
    complaint_cause_id = fields.Many2one(
        "repair.feedback.cause", compute="_compute_complaint", store=True, readonly=False
    )
    remedy = fields.Selection(REMEDIES, compute="_compute_complaint", store=True, readonly=False)
    remedy_note = fields.Text(
        "What Was Agreed", compute="_compute_complaint", store=True, readonly=False
    )

    @api.depends("case_id")
    def _compute_complaint(self):
        for wizard in self:
            for name in COMPLAINT:
                wizard[name] = wizard.case_id[name]

    @api.depends("case_id")
    def _compute_hindrance(self):
        for wizard in self:
            # What a complaint lacks is asked for here.
            wizard.hindrance = " ".join(wizard.case_id._checklist_hindrances())

    @api.depends("case_id")
    def _compute_solution(self):
        for wizard in self:
            wizard.solution = wizard.case_id.solution

    @api.depends("case_id")
    def _compute_is_amount_asked(self):
        for wizard in self:
            wizard.is_amount_asked = wizard.case_id._is_amount_unknown()

    @api.depends("case_id")
    def _compute_costs_asked(self):
        for wizard in self:
            asked = wizard.case_id._unknown_costs() if wizard.case_id else ()
            wizard.are_work_hours_asked = "work_hours" in asked
            wizard.is_parts_cost_asked = "parts_cost" in asked

    def action_close(self):
        """Write what was filled in, and close the case.

        With ``repair_sign_off`` in the context the user signs its checklist off as well.

        :raise AccessError: when the user may not change the case
        :raise ValidationError: when no closing stage is left, or something is left to do before
        """
        self.ensure_one()
        case = self.case_id
        values = {}
        if self.solution and self.solution != case.solution:
            values["solution"] = self.solution
        if case._is_amount_unknown() and self.amount:
            values["amount"] = self.amount
        # 0 is an answer; empty is none.
        values |= {name: self[name] for name in case._unknown_costs() if self[name] is not False}
        if self.is_complaint:
            values |= {
                name: self._fields[name].convert_to_write(self[name], self)
                for name in COMPLAINT
                if self[name] and self[name] != case[name]
            }
        if values:
            case.write(values)
        if case.may_sign_checks and self.env.context.get("repair_sign_off"):
            case.action_sign_off()
        case.action_close()
        return {"type": "ir.actions.act_window_close"}
