from odoo import fields


class EngineMany2one(fields.Many2one):
    """A many2one without a foreign key in the database, for tables the engine alone writes.

    The engine writes ids that it has just read, a million rows at a time; checking each of
    them again, eight keys a row, would take longer than the classification itself. Whoever
    deletes the target removes the references: see ``unlink`` of tiers, partners, countries
    and industries.
    """

    def update_db_foreign_key(self, model, column):
        """Leave the column without a foreign key."""
