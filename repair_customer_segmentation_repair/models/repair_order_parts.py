from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.fields import Answer
from odoo.addons.repair_customer_segmentation.models.access.enumerated import enumerated
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_AMOUNT

from ..segmentation.parts import order_costs, order_parts, unknown_parts


class RepairOrder(models.Model):
    """What the parts of a repair order cost us, and why that may not be known."""

    _inherit = "repair.order"

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    repair_parts_cost = Answer(
        "Cost of Parts",
        digits=(16, 2),
        compute="_compute_repair_parts_cost",
        groups=GROUP_AMOUNT,
        help="What the parts cost us, untaxed, in company currency. Parts that are not used yet "
        "count with their cost today; of parts that are used, the value in the inventory stays. "
        "Parts of the customer and consumables without a cost count as 0.",
    )
    repair_cost_note = fields.Char(
        "Note on the Cost", compute="_compute_repair_parts_cost", groups=GROUP_AMOUNT
    )

    @api.model
    def _parts_costs(self, condition):
        """Return the SELECT of what parts cost; see :func:`order_parts`.

        :param SQL condition: of ``repair``, the repair orders to look at
        """
        return order_parts(condition, **self._part_terms())

    @api.model
    def _part_terms(self):
        """Return what :func:`order_parts` counts with besides the inventory: addons know more."""
        return {}

    @api.depends("move_ids.product_uom_qty", "move_ids.state", "state", "sale_order_id.state")
    @api.depends_context("lang")
    def _compute_repair_parts_cost(self):
        # sudo: whoever sees what repairs bring need not see the inventory; costs are shown.
        orders = self.sudo()
        orders.env.flush_all()
        condition = SQL("repair.id = ANY(%s)", orders._origin.ids)
        costs = {
            order_id: cost
            for order_id, _case_id, cost in self.env.execute_query(
                order_costs(condition, orders._parts_costs(condition))
            )
        }
        for order, shown in zip(orders, self, strict=True):
            cost = costs.get(order._origin.id, False)
            known = cost is not None and cost is not False
            shown.repair_parts_cost = float(cost) if known else False
            shown.repair_cost_note = order._cost_note(cost)

    def _cost_note(self, cost):
        """Return what keeps a repair order from having a net value, and what to do about it.

        :param cost: of its parts; ``None`` where it is not known, ``False`` where none counts
        """
        if cost is None:
            return self._unknown_cost_text()
        # sudo: that hours are counted is no secret to who sees amounts.
        hours_count = self.company_id.sudo().repair_hour_cost
        if cost is not False and hours_count and not self.linked_case_id:
            return self.env._(
                "No net value: hours count, too. Create a case and enter the hours there."
            )
        return False

    def _unknown_cost_text(self):
        without = self.move_ids.browse(
            move_id
            for (move_id,) in self.env.execute_query(
                unknown_parts(SQL("repair.id = %s", self._origin.id), **self._part_terms())
            )
        )
        if without:
            return self.env._(
                "Not known: %s without a cost. Enter it on the product before the repair ends, "
                "or on a case.",
                enumerated(self.env, without.product_id.mapped("display_name")),
            )
        return self.env._(
            "Not known: goods of %s are not parts of the repair. Add them to the repair order.",
            self.sale_order_id.name,
        )
