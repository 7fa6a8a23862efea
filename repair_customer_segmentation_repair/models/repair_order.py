from odoo import api, fields, models

from .changed_sales import note_cases, note_lots, note_sold_repairs


class RepairOrder(models.Model):
    """Counts as a repair of its customer, from its scheduled date, unless a case links to it."""

    _name = "repair.order"
    _inherit = ["repair.classifying.mixin", "repair.order"]
    # Customer and lot follow the transfer and the product.
    _classifying_fields = {
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

    # Nobody reads this column: ``case_id`` shows the case to those who may see it.
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
        orders._urgent_by_case()
        return orders

    def _customers(self):
        """Return the customers of these repair orders."""
        # sudo: whoever may change a repair order changes the class of its customer, whether or
        # not he may read that customer; nothing but ids is returned.
        orders = self.sudo()
        return {(o.partner_id.commercial_partner_id.id, o.company_id.id) for o in orders}

    def _mark_customers_stale(self):
        """Have the cases take over what was sold, too, and the visits of the devices follow."""
        res = super()._mark_customers_stale()
        # sudo: as above; the amount of the case changes.
        orders = self.sudo()
        note_cases(orders.linked_case_id)
        note_lots(orders.lot_id)
        note_sold_repairs(
            orders.filtered(lambda order: order.sale_order_id or order.is_sale_rate_missing)
        )
        return res
