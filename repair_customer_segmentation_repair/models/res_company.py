from odoo import models
from odoo.tools import SQL

from .changed_sales import note_foreign_sales


class ResCompany(models.Model):
    """Sales and costs of repair orders follow the settings of their company."""

    _inherit = "res.company"

    def write(self, vals):
        """Have customers classified again where hours count from now on, or do so no more."""
        if "repair_hour_cost" not in vals:
            return super().write(vals)
        # sudo: whether hours count, whoever changes that; nothing is returned.
        companies = self.sudo()
        counting = companies.filtered("repair_hour_cost")
        res = super().write(vals)
        changed = companies.filtered(lambda c: bool(c.repair_hour_cost) == (c not in counting))
        changed._queue_repair_runs()
        return res

    def _revalue_repairs(self):
        res = super()._revalue_repairs()
        # sudo: sales follow their company, whoever changes that; nothing is returned.
        note_foreign_sales(self.sudo().env, SQL("company.id = ANY(%s)", self.ids))
        return res
