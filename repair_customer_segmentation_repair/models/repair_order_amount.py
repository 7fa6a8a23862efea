from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_AMOUNT

from ..segmentation.sales import order_sales


class RepairOrder(models.Model):
    """The amount that a repair order counts with, and why it may be less than its sale order."""

    _inherit = "repair.order"

    repair_amount_note = fields.Char(
        "Counts as",
        compute="_compute_repair_amount_note",
        groups=GROUP_AMOUNT,
        help="Revenue of the repair: what was sold for it, untaxed, less refunds.",
    )
    is_repair_amount_whole = fields.Boolean(
        compute="_compute_repair_amount_note",
        groups=GROUP_AMOUNT,
        help="No line of the sales order is linked to a repair, so all of them are counted.",
    )

    @api.depends("sale_order_id.order_line.price_subtotal", "sale_order_id.state", "state")
    @api.depends_context("lang")
    def _compute_repair_amount_note(self):
        # sudo: whoever sees what repairs bring need not be a user of Sales; amounts are shown.
        orders = self.sudo()
        orders.env.flush_all()
        sold = dict(
            self.env.execute_query(
                order_sales(SQL("SELECT unnest(%s::int[])", orders.sale_order_id.ids))
            )
        )
        for order, shown in zip(orders, self, strict=True):
            amount = sold.get(order._origin.id)
            whole = amount is not None and order._is_sold_whole()
            shown.is_repair_amount_whole = whole
            shown.repair_amount_note = amount is not None and order._amount_text(amount, whole)

    def _is_sold_whole(self):
        """Return whether goods count that nothing links to a repair, for want of any link."""
        self.ensure_one()
        return not self._linked_sale_lines() and bool(self._goods_sold())

    def _linked_sale_lines(self):
        """Return the lines of the sale order that are linked to one of its repair orders."""
        orders = self.sale_order_id.repair_order_ids.filtered(lambda o: o.state != "cancel")
        return orders.sale_order_line_id | orders.move_ids.sale_line_id

    def _goods_sold(self):
        return self.sale_order_id.order_line.filtered(
            lambda line: line.product_id.type not in (False, "service") and not line.is_downpayment
        )

    def _amount_text(self, amount, whole):
        currency = self.company_id.currency_id
        values = {
            "amount": formatLang(self.env, amount, currency_obj=currency),
            "sale": self.sale_order_id.name,
        }
        if self.is_sale_rate_missing:
            return self.env._(
                "Not known yet: %(currency)s has no exchange rate on or before the day of "
                "%(sale)s.",
                currency=self.sale_order_id.currency_id.name,
                **values,
            )
        if whole:
            return self.env._(
                "%(amount)s: all lines of %(sale)s, because none of them is linked to the "
                "repair. Add the parts to the repair order to count only these.",
                **values,
            )
        if self._goods_sold() - self._linked_sale_lines():
            return self.env._(
                "%(amount)s. Goods of %(sale)s that are not part of the repair are not counted.",
                **values,
            )
        return values["amount"]
