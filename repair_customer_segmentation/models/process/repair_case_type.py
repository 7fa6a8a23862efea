from odoo import fields, models
from odoo.tools import SQL

from ...fields import MOST, Integer
from ...vocabulary import IMPACTS


class RepairCaseType(models.Model):
    _name = "repair.case.type"
    _description = "Repair Case Type"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True, tracking=True)
    color = Integer(aggregator=False, bounds=(0, 11))
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer this type in every company."
    )
    impact = fields.Selection(
        IMPACTS,
        required=True,
        default="2",
        help="How much such a case hurts the customer, unless somebody says otherwise on the case.",
    )
    need = fields.Selection(
        [("functional", "Functional"), ("service", "Service")],
        required=True,
        default="functional",
        help="Functional: something must work again. "
        "Service: installation, training, maintenance, advice.",
    )
    description = fields.Text(translate=True)

    def write(self, vals):
        """Have the customers of these types classified again when their need changes."""
        changed = self.filtered(lambda t: t.need != vals.get("need", t.need))
        res = super().write(vals)
        if changed:
            self.env["repair.customer.stale"]._mark_cases(SQL("type_id = ANY(%s)", changed.ids))
        return res
