from odoo import api, fields, models

from ...fields import MOST, MOST_MONEY, MOST_MONTHS, Integer, Monetary
from ...vocabulary import GROUP_AMOUNT

TEMPLATE_TIERS = "repair_contract_template_tier_rel"


class RepairContractTemplate(models.Model):
    """What is offered as a contract, to whom, and for how much a year."""

    _name = "repair.contract.template"
    _description = "Contract Template"
    _inherit = ["repair.readable.links"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    service_level_id = fields.Many2one(
        "repair.service.level", required=True, check_company=True, ondelete="restrict", index=True
    )
    months = Integer("Length (Months)", required=True, default=12, bounds=(1, MOST_MONTHS))
    visits_year = Integer("Included Visits per Year", bounds=(0, MOST), aggregator=False)
    price_year = Monetary("Price per Year", bounds=(0, MOST_MONEY), groups=GROUP_AMOUNT)
    # Of former versions of the policy too: customers may be in one of their tiers still.
    tier_ids = fields.Many2many(
        "repair.segmentation.tier",
        TEMPLATE_TIERS,
        "template_id",
        "tier_id",
        string="Offered to",
        check_company=True,
        domain="[('policy_state', '=', 'active'), ('company_id', '=', company_id)]",
        help="Customers who are in one of these tiers, in each dimension that is named. Leave "
        "empty to offer it to all customers.",
    )
    min_repairs = Integer(
        "From so Many Repairs",
        default=1,
        bounds=(0, MOST),
        help="Repairs in the last 12 months from which on it is offered.",
    )
    note = fields.Html("Agreed Terms", translate=True)

    def _agreed(self):
        """Return what a contract from this template begins with, but for its price."""
        self.ensure_one()
        return {
            "service_level_id": self.service_level_id.id,
            "months": self.months,
            "visits_year": self.visits_year,
            "note": self.note,
        }

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._check_given_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_given_links([vals])
        return super().write(vals)
