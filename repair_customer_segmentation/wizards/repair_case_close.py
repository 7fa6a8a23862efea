from odoo import api, fields, models

from ..fields import MOST_MONEY, Monetary
from ..vocabulary import GROUP_AMOUNT


class RepairCaseClose(models.TransientModel):
    """Asks for what is not known of a case that is being closed: its amount, and its solution.

    Both may be left empty. Without the amounts customers lose their value tiers from month to
    month, and without the solution whoever has a similar case next begins anew.
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

    hindrance = fields.Text("Left to Do", compute="_compute_hindrance")
    may_sign_checks = fields.Boolean(related="case_id.may_sign_checks")

    @api.depends("case_id")
    def _compute_hindrance(self):
        for wizard in self:
            wizard.hindrance = " ".join(wizard.case_id._closing_hindrances())

    @api.depends("case_id")
    def _compute_solution(self):
        for wizard in self:
            wizard.solution = wizard.case_id.solution

    @api.depends("case_id")
    def _compute_is_amount_asked(self):
        for wizard in self:
            wizard.is_amount_asked = wizard.case_id._is_amount_unknown()

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
        if values:
            case.write(values)
        if case.may_sign_checks and self.env.context.get("repair_sign_off"):
            case.action_sign_off()
        case.action_close()
        return {"type": "ir.actions.act_window_close"}
