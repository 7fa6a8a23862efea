from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class RepairTagWizard(models.TransientModel):
    """Adds tags to chosen customers, and takes others off."""

    _name = "repair.tag.wizard"
    _inherit = ["repair.bulk.dialog"]
    _description = "Change Tags"

    add_ids = fields.Many2many(
        "res.partner.category", "repair_tag_wizard_add_rel", string="Tags to Add"
    )
    remove_ids = fields.Many2many(
        "res.partner.category", "repair_tag_wizard_remove_rel", string="Tags to Remove"
    )

    def action_apply(self):
        """Change the tags of the customers.

        :raise AccessError: when the user may not change contacts
        :raise UserError: when no tag was chosen, or one is to be added and removed
        """
        customers = self._customers()
        if not self.add_ids | self.remove_ids:
            raise UserError(self.env._("Choose a tag to add or to remove."))
        if both := self.add_ids & self.remove_ids:
            raise UserError(
                self.env._("Add or remove “%s”, not both.", both[0].display_name),
            )
        commands = [
            *(Command.link(tag.id) for tag in self.add_ids),
            *(Command.unlink(tag.id) for tag in self.remove_ids),
        ]
        for batch in self._in_batches(customers):
            batch.write({"category_id": commands})
        return self._done(self.env._("Customers whose tags were changed: %s", len(customers)))
