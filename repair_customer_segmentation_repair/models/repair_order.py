from odoo import api, fields, models

# A change of one of these may change a class of the customer. Customer and lot follow the
# transfer and the product.
CLASSIFYING_FIELDS = {
    "partner_id",
    "picking_id",
    "company_id",
    "state",
    "schedule_date",
    "sale_order_id",
    "sale_order_line_id",
    "under_warranty",
    "product_id",
    "lot_id",
    "linked_case_id",
}


class RepairOrder(models.Model):
    """Counts as a repair of its customer, from its scheduled date, unless a case links to it."""

    _inherit = "repair.order"

    # Not to be read by anybody: who may see the case is decided by ``case_id``.
    linked_case_id = fields.Many2one(
        "repair.case",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )

    _lot_history_idx = models.Index(
        "(lot_id, company_id, schedule_date, id) WHERE lot_id IS NOT NULL AND state <> 'cancel'"
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._mark_customers_stale()
        return orders

    def write(self, vals):
        if not CLASSIFYING_FIELDS & set(vals):
            return super().write(vals)
        self._mark_customers_stale()
        res = super().write(vals)
        self._mark_customers_stale()
        return res

    def unlink(self):
        self._mark_customers_stale()
        return super().unlink()

    def _mark_customers_stale(self):
        """Have the customers classified again soon, and the cases take over what was sold."""
        # sudo: whoever may change a repair order changes the class of its customer and the
        # amount of its case, whether or not he may read them; nothing of them is returned.
        orders = self.sudo()
        stale = self.env["repair.customer.stale"]
        stale._mark(
            {(order.partner_id.commercial_partner_id.id, order.company_id.id) for order in orders}
        )
        stale._mark_case_amounts(orders.linked_case_id)
        stale._mark_sold_repairs(
            orders.filtered(lambda order: order.sale_order_id or order.is_sale_rate_missing)
        )
