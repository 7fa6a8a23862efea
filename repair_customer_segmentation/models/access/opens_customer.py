from odoo import models


class RepairOpensCustomer(models.AbstractModel):
    """A row of a list that is about a customer, and opens it."""

    _name = "repair.opens.customer"
    _description = "Row That Opens Its Customer"

    def action_open_partner(self):
        """Open the customer's own form, its repair profile first."""
        self.check_access("read")
        self.ensure_one()
        return self.partner_id.action_open_repair_profile()
