from odoo import models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    def _revalue_repairs(self):
        res = super()._revalue_repairs()
        # sudo: sales follow their company, whoever changes that; nothing is returned.
        stale = self.env["repair.customer.stale"].sudo()
        stale._mark_foreign_sales(SQL("company.id = ANY(%s)", self.ids))
        return res
