from odoo import models
from odoo.tools import SQL

from .changed_sales import note_foreign_sales


class ResCompany(models.Model):
    _inherit = "res.company"

    def _revalue_repairs(self):
        res = super()._revalue_repairs()
        # sudo: sales follow their company, whoever changes that; nothing is returned.
        note_foreign_sales(self.sudo().env, SQL("company.id = ANY(%s)", self.ids))
        return res
