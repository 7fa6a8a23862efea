from odoo import api, fields, models


class RepairServiceLevel(models.Model):
    """What customers of a level are offered besides being served: prices and time to pay."""

    _inherit = "repair.service.level"

    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        tracking=True,
        ondelete="set null",
        help="Given to customers of this level who have none of their own, and suggested on "
        "quotations.",
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        check_company=True,
        tracking=True,
        ondelete="set null",
        help="Given to customers of this level who have none of their own, and suggested on "
        "quotations.",
    )

    @api.model
    def _offers(self, company, customers):
        """Return commercial partner id -> service level whose prices and terms are theirs.

        :param customers: commercial partners
        """
        # sudo: prices and terms are offered by whoever sells; the level is not shown.
        levels = self.sudo()._customer_levels(company.id, customers.ids)
        default = self._terms(company.id)["default"]
        known = self.sudo()
        return {
            customer.id: known.browse(levels.get(customer.id, default) or ())
            for customer in customers
        }
