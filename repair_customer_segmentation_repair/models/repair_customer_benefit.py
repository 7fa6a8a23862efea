from odoo import api, fields, models

from odoo.addons.repair_customer_segmentation.models.service.benefits import Benefit


class RepairCustomerBenefit(models.Model):
    """Prices and time to pay, which come with a service level in each company."""

    _inherit = "repair.customer.benefit"

    kind = fields.Selection(
        selection_add=[("pricelist", "Pricelist"), ("payment_term", "Payment terms")],
        ondelete={"pricelist": "cascade", "payment_term": "cascade"},
    )

    @api.model
    def _benefits(self):
        return [
            *super()._benefits(),
            Benefit("pricelist", "specific_property_product_pricelist", "pricelist_id"),
            Benefit("payment_term", "property_payment_term_id", "payment_term_id"),
        ]
