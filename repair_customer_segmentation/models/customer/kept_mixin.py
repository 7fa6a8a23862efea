from odoo import api, fields, models
from odoo.tools import SQL


class RepairCustomerKept(models.AbstractModel):
    """A row of a customer that the engine alone writes, without foreign keys to what it names.

    Keys would make the engine and whoever edits contacts wait for each other; what keys would do
    is done here, with one statement for all rows.
    """

    _name = "repair.customer.kept"
    _description = "Row Kept by the Engine"

    active = fields.Boolean(
        default=True, readonly=True, help="Archived with the contact: kept, but hidden from lists."
    )

    @api.model
    def _forget(self, column, ids):
        """Do what foreign keys would do when records that rows refer to are deleted.

        :param str column: ``partner_id`` (the rows go too), or a column to empty
        :param list ids: the deleted records
        """
        table = SQL.identifier(self._table)
        condition = SQL("%s = ANY(%s)", SQL.identifier(column), list(ids))
        if column == "partner_id":
            self.env.cr.execute(SQL("DELETE FROM %s WHERE %s", table, condition))
        else:
            change = SQL("%s = NULL", SQL.identifier(column))
            self.env.cr.execute(SQL("UPDATE %s SET %s WHERE %s", table, change, condition))
        self.invalidate_model()

    @api.model
    def _follow_archiving(self, partner_ids, active):
        """Hide or show the rows of partners that are being archived or restored."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET active = %s WHERE partner_id = ANY(%s)",
                SQL.identifier(self._table),
                bool(active),
                list(partner_ids),
            )
        )
        self.invalidate_model(["active"])
