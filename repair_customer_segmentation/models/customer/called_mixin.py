from odoo import fields, models

from ..access.call_dialog import call_dialog


class RepairCustomerCalled(models.AbstractModel):
    """A row of a list of customers to call: whom, by whom, and when."""

    _name = "repair.customer.called"
    _inherit = ["repair.opens.customer"]
    _description = "Customer to Call"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    user_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    activity_date_deadline = fields.Date(
        related="partner_id.activity_date_deadline",
        string="Next Activity",
        help="The next activity planned with this customer.",
    )

    def action_schedule_call(self):
        """Ask when, and by whom, these customers are called; one call for each customer.

        :raise AccessError: when the user may not plan activities with them, on scheduling
        """
        self.check_access("read")
        partners = self.partner_id
        note = self._call_note() if len(partners) == 1 else None
        summary = self.env._("Call about the next repair")
        return call_dialog(self.env, partners, summary, partners.user_id, note)

    def _call_note(self):
        """Return the HTML that the call begins with, or ``None``."""
        return
