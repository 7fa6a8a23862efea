from odoo import api, models
from odoo.tools import SQL

from .changed_sales import note_foreign_sales


class ResCurrencyRate(models.Model):
    _inherit = "res.currency.rate"

    @api.model
    def _revalue_repairs(self, scope):
        """What was sold for repair orders follows the rates, as cases do."""
        res = super()._revalue_repairs(scope)
        if scope:
            condition = self._repair_condition(
                SQL.identifier("sale", "date_order"), SQL.identifier("sale", "currency_id"), scope
            )
            # sudo: whoever enters rates; nothing of the sales is returned.
            note_foreign_sales(self.sudo().env, condition)
        return res
