from odoo import fields, models
from odoo.exceptions import UserError

from ..vocabulary import OPEN_STATES


class RepairCaseAnswer(models.TransientModel):
    """Notes that a customer was answered by phone or in person, which stops the reply clock."""

    _name = "repair.case.answer"
    _inherit = ["repair.readable.dialog"]
    _description = "Answer by Phone or in Person"

    case_id = fields.Many2one("repair.case", required=True, ondelete="cascade")
    note = fields.Text(required=True, help="An internal note: the customer does not see it.")

    def action_answer(self):
        """Post the note, and stop the reply clock now.

        :raise AccessError: when the user may not change the case
        :raise UserError: when the customer was answered before, or the case is closed
        """
        self.ensure_one()
        case = self.case_id
        case.check_access("write")
        if case.state not in OPEN_STATES or case.first_response_date:
            raise UserError(
                self.env._("Case “%s” was answered before, or is closed.", case.display_name)
            )
        case.message_post(
            body=self.env._("Answered by phone or in person: %s", self.note),
            subtype_xmlid="mail.mt_note",
        )
        # sudo: the moment of the answer is the system's record; who may write was checked above.
        case.sudo().first_response_date = fields.Datetime.now()
        return {"type": "ir.actions.act_window_close"}
