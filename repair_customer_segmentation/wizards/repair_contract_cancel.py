from odoo import fields, models

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
        default=lambda self: self.env.company._repair_day(),
        help="The first day without the contract. Open cases lose its service level on that day.",
    )
    cancel_reason = fields.Char("Reason", required=True)

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
