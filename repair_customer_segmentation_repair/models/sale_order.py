from odoo import api, fields, models

from ..vocabulary import GROUP_SALES
from .changed_sales import note_sales

# A change of one of these changes what repairs brought.
SALES_FIELDS = {"state", "date_order", "currency_id", "pricelist_id", "company_id"}


class SaleOrder(models.Model):
    """Shows who the customer is, and offers the prices and terms of its service level."""

    _name = "sale.order"
    _inherit = ["sale.order", "repair.customer.badges.mixin"]

    repair_offered_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Suggested Pricelist",
        compute="_compute_repair_offer",
        compute_sudo=True,
        groups=GROUP_SALES,
    )
    repair_offered_payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Suggested Payment Terms",
        compute="_compute_repair_offer",
        compute_sudo=True,
        groups=GROUP_SALES,
    )

    @api.depends("partner_id", "company_id", "state", "pricelist_id", "payment_term_id")
    def _compute_repair_offer(self):
        """Offer what the quotation does not have yet."""
        self.repair_offered_pricelist_id = self.repair_offered_payment_term_id = False
        quotations = self.filtered(lambda o: o.state in ("draft", "sent") and o.partner_id)
        for company, orders in quotations.grouped("company_id").items():
            customers = orders.partner_id.commercial_partner_id
            offers = self.env["repair.service.level"]._offers(company, customers)
            for order in orders:
                level = offers[order.partner_id.commercial_partner_id.id]
                if level.pricelist_id != order.pricelist_id:
                    order.repair_offered_pricelist_id = level.pricelist_id
                if level.payment_term_id != order.payment_term_id:
                    order.repair_offered_payment_term_id = level.payment_term_id

    def action_apply_offer(self):
        """Take the offered prices and terms; warranty work stays free of charge."""
        for order in self:
            # Both at once: what is offered changes with what the order has.
            pricelist = order.repair_offered_pricelist_id
            term = order.repair_offered_payment_term_id
            if term:
                order.payment_term_id = term
            if pricelist:
                order.pricelist_id = pricelist
                order.action_update_prices()
                # sudo: warranty is a matter of the workshop; only its prices are set to zero.
                repairs = order.sudo().repair_order_ids
                repairs.filtered("under_warranty")._update_sale_order_line_price()

    def write(self, vals):
        res = super().write(vals)
        if SALES_FIELDS & set(vals):
            note_sales(self)
        return res
