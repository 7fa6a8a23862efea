from odoo import http
from odoo.http import request

from .case_page import RepairCasePage, back_to


class RepairCaseNote(RepairCasePage):
    """What a customer tells us about a repair that is done, on its page."""

    @http.route(
        "/my/cases/<int:case_id>/note", type="http", auth="public", methods=["POST"], website=True
    )
    def portal_note_case(self, case_id, note="", access_token=None, **_kwargs):
        """Take the note of the customer.

        :raise UserError: names what is not possible
        """
        case = self._case_to_act_on(case_id, access_token)
        user = request.env.user
        person = case.partner_id if user._is_public() else user.partner_id
        case._portal_note(note, person)
        return back_to(case, "note", access_token)

    def _notices(self):
        return {**super()._notices(), "note": self.env._("Thank you. We have noted it.")}
