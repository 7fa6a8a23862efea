from odoo import api, fields, models

from ..fields import Date


class RepairContractCancel(models.TransientModel):
    """Asks from when on a contract no longer holds, and why."""

    _name = "repair.contract.cancel"
    _inherit = ["repair.readable.dialog"]
    _description = "Cancel a Contract"

    contract_id = fields.Many2one(
        "repair.service.contract", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    cancel_date = Date(
        "Cancelled as of",
        required=True,
        default=lambda self: self._first_day_without(),
        help="The first day without the contract. Open cases lose its service level on that day.",
    )
    cancel_reason = fields.Char("Reason", required=True)

    @api.model
    def _first_day_without(self):
        """Return today; the first day of a contract that has not begun: so it never does."""
        today = self.env.company._repair_day()
        contract_id = self.env.context.get("default_contract_id")
        contract = self.env["repair.service.contract"].browse(contract_id)
        if contract:
            contract.check_access("read")
        return max(filter(None, (today, contract.date_start)))

    def action_cancel(self):
        """Cancel the contract.

        :raise AccessError: when the user may not change contracts
        """
        self.check_access("read")
        for dialog in self:
            dialog.contract_id.write(
                {"cancel_date": dialog.cancel_date, "cancel_reason": dialog.cancel_reason}
            )
        return {"type": "ir.actions.act_window_close"}
