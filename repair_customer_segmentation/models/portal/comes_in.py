from odoo import api, models

from ..access.marks import marked
from ..case.told import COMES_IN


class RepairCase(models.Model):
    """Marks what comes in from outside, where nobody of ours knows of it yet."""

    _inherit = "repair.case"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a case for a mail; see :meth:`_tell_of_nobody`."""
        cases = marked(self, COMES_IN)
        return super(RepairCase, cases).message_new(msg_dict, custom_values)

    @api.model
    def _portal_report(self, values, files=()):
        """Open a case for a customer; see :meth:`_tell_of_nobody`."""
        cases = marked(self, COMES_IN)
        case = super(RepairCase, cases)._portal_report(values, files)
        return case.with_context(**{COMES_IN: False})
