from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.models.card.first_rows import Rows, first_rows
from odoo.addons.repair_customer_segmentation.models.card.last_repairs import LastRepair
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_AMOUNT

from ..segmentation.sales import order_sales


class IrActionsReport(models.Model):
    """Repair orders are among the last repairs on a customer card."""

    _inherit = "ir.actions.report"

    @api.model
    def _last_repairs(self, customers, company, most):
        """Add the repair orders that are done and no case's: the case is the repair then."""
        sources = super()._last_repairs(customers, company, most)
        orders = self.env["repair.order"]
        if not orders.has_access("read"):
            return sources
        own = Domain("company_id", "=", company.id) & Domain(
            "partner_id.commercial_partner_id", "in", customers.ids
        )
        # sudo: nobody reads which case an order is of; that it is of one leaves it out.
        of_no_case = orders.sudo()._search(own & Domain("linked_case_id", "=", False))
        rows = first_rows(
            orders,
            own
            & Domain("state", "=", "done")
            & Domain("schedule_date", "<=", fields.Datetime.now())
            & Domain("id", "in", of_no_case),
            "partner_id.commercial_partner_id",
            "schedule_date desc, id desc",
            most,
        )
        shown = orders.union(*(found.records for found in rows.values()))
        sold = self._sold_for(shown)
        return [
            *sources,
            {
                owner: Rows(
                    [
                        LastRepair(
                            order.schedule_date,
                            order._name,
                            order.id,
                            " ".join(filter(None, [order.name, order.product_id.display_name])),
                            sold.get(order.id, 0.0),
                            company.currency_id,
                        )
                        for order in found.records
                    ],
                    found.many,
                )
                for owner, found in rows.items()
            },
        ]

    @api.model
    def _sold_for(self, orders):
        """Return repair order id -> what was sold for it, for who may see amounts."""
        if not self.env.user.has_group(GROUP_AMOUNT):
            return {}
        # sudo: whoever sees what repairs bring need not be a user of Sales.
        sales = orders.sudo().sale_order_id.ids
        orders.env.flush_all()
        rows = self.env.execute_query(order_sales(SQL("SELECT unnest(%s::int[])", sales)))
        return {repair_id: float(amount) for repair_id, amount in rows}
