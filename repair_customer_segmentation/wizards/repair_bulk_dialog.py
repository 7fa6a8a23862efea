from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.partner.selection import archived_text, chosen_customers

# So many customers are written to at a time.
AT_ONCE = 500


class RepairBulkDialog(models.AbstractModel):
    """A dialog for customers who were chosen in a list."""

    _name = "repair.bulk.dialog"
    _inherit = ["repair.readable.dialog"]
    _description = "Dialog for Chosen Customers"

    # A column, no relation: thousands of rows of a table would be written before anything is done.
    chosen_ids = fields.Json(readonly=True)
    customer_count = fields.Integer("Customers", readonly=True)
    notice = fields.Text(readonly=True)

    @api.model
    def _open(self, records):
        """Return the action that shows the dialog.

        :param records: customer profiles or contacts that were chosen
        :raise UserError: when all of them are archived
        """
        customers, archived = chosen_customers(records)
        if not customers:
            raise UserError(self.env._("Choose at least one customer who is not archived."))
        dialog = self.create(
            {
                "chosen_ids": customers.ids,
                "customer_count": len(customers),
                "notice": archived_text(archived),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self._name).name,
            "res_model": self._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _customers(self):
        """Return the chosen customers who are still there, and whom the user may change.

        :raise AccessError: when the user may not change contacts
        """
        self.ensure_one()
        self.check_access("write")
        customers = self.env["res.partner"].search([("id", "in", self.chosen_ids or [])])
        customers.check_access("write")
        return customers

    def _in_batches(self, customers):
        """Return the customers in pieces of a size that one statement can take."""
        return [customers[start : start + AT_ONCE] for start in range(0, len(customers), AT_ONCE)]

    @api.model
    def _done(self, message):
        """Return the action that says what was done, and closes the dialog."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
