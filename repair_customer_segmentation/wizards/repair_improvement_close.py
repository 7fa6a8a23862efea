from odoo import fields, models


class RepairImprovementClose(models.TransientModel):
    """Asks why a finding is closed."""

    _name = "repair.improvement.close"
    _inherit = ["repair.readable.dialog"]
    _description = "Close a Finding"

    finding_id = fields.Many2one(
        "repair.improvement.finding", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text("Reason for Closing")

    def action_close(self):
        """Close the finding.

        :raise UserError: without a reason
        :raise AccessError: when the user may not change the finding
        """
        self.check_access("read")
        for dialog in self:
            dialog.finding_id.close(dialog.reason)
        return {"type": "ir.actions.act_window_close"}
