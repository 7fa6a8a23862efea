from odoo import fields, models

from ..vocabulary import GROUP_SALES


class RepairServiceContract(models.Model):
    """The sales order that a contract was agreed with."""

    _inherit = "repair.service.contract"

    sale_line_id = fields.Many2one(
        "sale.order.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=GROUP_SALES,
    )
    sale_order_id = fields.Many2one(
        related="sale_line_id.order_id", string="Sales Order", groups=GROUP_SALES
    )

    _sale_line_uniq = models.UniqueIndex(
        "(sale_line_id) WHERE sale_line_id IS NOT NULL",
        "This line of the sales order has its contract already.",
    )
