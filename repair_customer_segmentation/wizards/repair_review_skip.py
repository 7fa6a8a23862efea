from odoo import fields, models
from odoo.exceptions import UserError


class RepairReviewSkip(models.TransientModel):
    """Asks why a relationship review is not held this time."""

    _name = "repair.review.skip"
    _inherit = ["repair.readable.dialog"]
    _description = "Skip a Review"

    review_id = fields.Many2one(
        "repair.relationship.review", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(
        required=True, help="Kept with the review. The next one counts from today."
    )

    def action_skip(self):
        """Skip the review.

        :raise UserError: without a reason, or when it is signed off or skipped already
        """
        self.check_access("read")
        for dialog in self:
            if not dialog.reason.strip():
                raise UserError(self.env._("Enter why the review is skipped."))
            dialog.review_id._skip(dialog.reason.strip())
        return {"type": "ir.actions.act_window_close"}
