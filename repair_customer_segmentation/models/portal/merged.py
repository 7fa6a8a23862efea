from odoo import api, models
from odoo.tools import consteq

from ..access.marks import is_marked
from ..case.merge import MERGED


class RepairCase(models.Model):
    """Brings messages and links to a merged case to the case that it was merged into."""

    _inherit = "repair.case"

    def message_post(self, **kwargs):
        """Bring a message to a merged case to the case that is kept."""
        if self.merged_into_id and not is_marked(self.env, MERGED):
            return self.merged_into_id.message_post(**kwargs)
        return super().message_post(**kwargs)

    @api.model
    def _portal_open(self, case_id, access_token=None):
        """Lead whoever may open a merged case to the one that it was merged into."""
        kept_id = self._merged_id(case_id)
        if kept_id == case_id:
            return super()._portal_open(case_id, access_token)
        return super()._portal_open(kept_id, self._merged_token(case_id, access_token))

    @api.model
    def _merged_token(self, case_id, access_token):
        """Return the token of the kept case for that of the merged one, else what was given."""
        # sudo: the token is compared before another one is given for it.
        case = self.sudo().browse(case_id)
        if access_token and case.access_token and consteq(case.access_token, access_token):
            return case.merged_into_id._portal_ensure_token()
        return access_token
