from odoo import api, fields, models


class RepairHistoryName(models.Model):
    """One of several contacts whom a name in a file may mean."""

    _name = "repair.history.name"
    _description = "Contact That a Name May Mean"
    _order = "name, id"
    _check_company_auto = True

    import_id = fields.Many2one(
        "repair.history.import", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    key = fields.Char(readonly=True)
    name = fields.Char("Name in the File", readonly=True)
    row_count = fields.Integer("Rows in the File", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, ondelete="cascade", check_company=True
    )
    phone = fields.Char(compute="_compute_contact")
    email = fields.Char(compute="_compute_contact")
    city = fields.Char(compute="_compute_contact")
    is_chosen = fields.Boolean("Chosen", readonly=True)

    @api.depends("partner_id.phone", "partner_id.email", "partner_id.city")
    @api.depends_context("uid", "company")
    def _compute_contact(self):
        """Tell the contacts apart, for who may see them, whoever wrote them here."""
        readable = self.partner_id._filtered_access("read")
        for name in self:
            partner = name.partner_id & readable
            name.phone, name.email, name.city = partner.phone, partner.email, partner.city

    def action_choose(self):
        """Take this contact for all rows of the name."""
        self.check_access("write")
        self.ensure_one()
        self.import_id._refuse_begun()
        same = self.import_id.name_ids.filtered(lambda name: name.key == self.key)
        (same - self).is_chosen = False
        self.is_chosen = True
        self.import_id._understand()
