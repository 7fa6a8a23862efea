from odoo import fields, models

from odoo.addons.repair_customer_segmentation.desk.contract_terms import YEAR_MONTHS

SHIPPED_PRODUCT = "repair_customer_segmentation_repair.product_product_service_contract"


class RepairContractTemplate(models.Model):
    """What a contract is sold as."""

    _inherit = "repair.contract.template"

    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        default=lambda self: self.env.ref(SHIPPED_PRODUCT, raise_if_not_found=False),
        domain="[('sale_ok', '=', True), ('company_id', 'in', (False, company_id))]",
        help="On quotations for this contract. Taxes and accounts come from the product, the "
        "price from this template.",
    )

    def _price_of_term(self, currency, day):
        """Return what a term costs, in a currency.

        :param day: whose rate counts
        """
        price = self.price_year * self.months / YEAR_MONTHS
        return self.currency_id._convert(price, currency, self.company_id, day)
