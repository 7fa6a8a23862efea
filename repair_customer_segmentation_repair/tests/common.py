from datetime import datetime

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.tests.bases.common import SegmentationCase

from ..segmentation.sales import order_sales

JUNE = datetime(2025, 6, 1, 10, 0)


class RepairOrderCase(SegmentationCase):
    """A company with a warehouse, a product with serial numbers, a part and labour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.washer, cls.part, cls.labour = cls.env["product.product"].create(
            [
                {
                    "name": "Test Washer",
                    "type": "consu",
                    "is_storable": True,
                    "tracking": "serial",
                },
                {"name": "Test Pump", "type": "consu", "list_price": 130, "taxes_id": False},
                {
                    "name": "Test Labour",
                    "type": "service",
                    "list_price": 70,
                    "taxes_id": False,
                    "invoice_policy": "order",
                },
            ]
        )
        cls.part.invoice_policy = "order"
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")

    @classmethod
    def high_value_from(cls, amount):
        """Have the policy call customers High Value from an amount on, however few there are."""
        high = cls.policy.value_tier_ids.sorted()[0]
        high.criterion_ids.write({"kind": "value", "value": amount})

    @classmethod
    def lot(cls, name, product=None):
        return cls.env["stock.lot"].create(
            {"name": name, "product_id": (product or cls.washer).id, "company_id": cls.company.id}
        )

    @classmethod
    def order(cls, partner=None, date=JUNE, **values):
        return cls.env["repair.order"].create(
            {
                "partner_id": (partner or cls.ann).id,
                "company_id": cls.company.id,
                "picking_type_id": cls.warehouse.repair_type_id.id,
                "schedule_date": date,
                **values,
            }
        )

    @classmethod
    def add_part(cls, order, quantity=1):
        return cls.env["stock.move"].create(
            {
                "repair_id": order.id,
                "repair_line_type": "add",
                "product_id": cls.part.id,
                "product_uom_qty": quantity,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def add_line(cls, sale, price, **values):
        return cls.env["sale.order.line"].create(
            {
                "order_id": sale.id,
                "product_id": cls.labour.id,
                "price_unit": price,
                "tax_ids": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def sell(cls, order, *prices, confirm=True):
        """Sell something for a repair order; return the sale order."""
        order.action_create_sale_order()
        for price in prices:
            cls.add_line(order.sale_order_id, price)
        if confirm:
            order.sale_order_id.action_confirm()
        return order.sale_order_id

    @classmethod
    def repair(cls, order):
        """Confirm, start and end the repair, as the buttons do."""
        order.action_validate()
        if order.state == "draft":
            # Without the product in stock, Odoo asks before it confirms.
            order._action_repair_confirm()
        order.action_repair_start()
        order.action_repair_end()
        return order

    def sold(self, order):
        """Return what was sold for a repair order, None when nothing was."""
        self.env.flush_all()
        sales = order_sales(SQL("SELECT unnest(%s)", order.sale_order_id.ids))
        amount = dict(self.env.execute_query(sales)).get(order.id)
        return None if amount is None else float(amount)

    @classmethod
    def case(cls, partner=None, **values):
        return cls.env["repair.case"].create(
            {
                "name": "Washer leaks",
                "partner_id": (partner or cls.ann).id,
                "company_id": cls.company.id,
                "stage_id": cls.stage_open.id,
                **values,
            }
        )

    def commit(self):
        """Do what a commit does before it commits."""
        self.env.cr.flush()


class PartsCase(RepairOrderCase):
    """A pump that the inventory tracks, which costs 40, and screws, which cost nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls.env["product.product"].with_company(cls.company)
        cls.pump, cls.screws, cls.free = own.create(
            [
                {"name": "Pump", "type": "consu", "is_storable": True, "standard_price": 40},
                {"name": "Screws", "type": "consu"},
                {"name": "Board", "type": "consu", "is_storable": True},
            ]
        )
        for product in (cls.pump, cls.free):
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.warehouse.lot_stock_id, 100
            )

    @classmethod
    def add(cls, order, product, quantity=1, **values):
        return cls.env["stock.move"].create(
            {
                "repair_id": order.id,
                "repair_line_type": "add",
                "product_id": product.id,
                "product_uom_qty": quantity,
                "company_id": cls.company.id,
                **values,
            }
        )

    def net(self, partner=None):
        figures = self.metrics(partner or self.ann)
        return figures["net_value"], figures["costed_count"]
