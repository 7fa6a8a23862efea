from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF
from odoo.addons.repair_customer_segmentation_repair.tests.common import JUNE, PartsCase

from ..hooks import post_init_hook


@tagged("post_install", "-at_install")
class TestSaleCosts(PartsCase):
    """Parts that are sold cost what the line of their sale says."""

    def sold(self, *parts, confirm=True, **values):
        """Return an order with parts and its sale."""
        order = self.order(**values)
        for product, quantity in parts:
            self.add(order, product, quantity)
        return order, self.sell(order, confirm=confirm)

    def cost(self, order):
        self.env.invalidate_all()
        return order.repair_parts_cost

    def test_the_cost_of_the_line(self):
        order, sale = self.sold((self.pump, 2), (self.screws, 10))
        self.assertEqual(self.cost(order), 80)
        line = sale.order_line.filtered(lambda line: line.product_id == self.pump)
        line.purchase_price = 33.5
        self.assertEqual(self.cost(order), 67)
        self.assertEqual(self.net(), (sale.amount_untaxed - 67, 1))

    def test_a_later_price_of_the_product_changes_nothing(self):
        order, sale = self.sold((self.pump, 2))
        self.pump.standard_price = 90
        self.assertEqual(self.cost(order), 80)
        # What is used up has the cost of its day, on the sale as well: so Odoo's margin says.
        self.repair(order)
        self.assertEqual(sale.order_line.purchase_price, 90)
        self.assertEqual(self.cost(order), 180)
        self.pump.standard_price = 1000
        self.assertEqual(self.cost(order), 180)

    def test_a_quotation_says_nothing_yet(self):
        order, sale = self.sold((self.pump, 2), confirm=False)
        sale.order_line.purchase_price = 1
        self.assertEqual(self.cost(order), 80)
        sale.action_confirm()
        self.assertEqual(self.cost(order), 2)
        sale._action_cancel()
        self.assertEqual(self.cost(order), 80)

    def test_what_was_used_counts(self):
        order, sale = self.sold((self.pump, 5))
        order.action_validate()
        order.action_repair_start()
        order.move_ids.quantity = 3
        order.action_repair_end()
        self.assertEqual(self.cost(order), 120)
        sale.order_line.purchase_price = 10
        self.assertEqual(self.cost(order), 30)

    def test_the_sale_knows_what_the_inventory_does_not(self):
        order, sale = self.sold((self.free, 2), (self.pump, 1))
        self.assertIs(self.cost(order), False)
        self.assertIn("Board", order.repair_cost_note)
        sale.order_line.filtered(lambda line: line.product_id == self.free).purchase_price = 9
        self.assertEqual(self.cost(order), 58)
        self.assertFalse(order.repair_cost_note)

    def test_parts_beside_the_sale_cost_what_the_inventory_says(self):
        order, sale = self.sold((self.pump, 1))
        sale.order_line.purchase_price = 5
        extra = self.add(order, self.pump, 1)
        extra.sale_line_id = False
        self.assertEqual(self.cost(order), 45)

    def test_goods_that_nothing_links(self):
        order = self.order()
        sale = self.sell(order, 100, confirm=False)
        line = self.add_line(sale, 60, product_id=self.pump.id, product_uom_qty=3)
        sale.action_confirm()
        self.assertEqual(self.cost(order), 120)
        line.purchase_price = 20
        self.assertEqual(self.cost(order), 60)
        self.assertEqual(self.net(), (280 - 60, 1))
        line.purchase_price = 0
        self.assertIs(self.cost(order), False)

    def test_labour_is_no_part(self):
        self.labour.standard_price = 25
        order = self.order()
        self.add(order, self.pump)
        self.sell(order, 100)
        self.assertEqual(self.cost(order), 40)

    def test_dozens(self):
        order = self.order()
        self.add(order, self.pump, 2, product_uom=self.env.ref("uom.product_uom_dozen").id)
        sale = self.sell(order)
        sale.order_line.purchase_price = 120
        self.assertEqual(self.cost(order), 240)
        self.repair(order)
        sale.order_line.purchase_price = 60
        self.assertEqual(self.cost(order), 120)

    def test_a_sale_in_a_foreign_currency(self):
        own = self.company.currency_id
        other = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", own.id)], limit=1)
        )
        other.active = True
        self.env["res.currency.rate"].search([("currency_id", "in", (own.id, other.id))]).unlink()
        self.env["res.currency.rate"].create(
            {
                "currency_id": other.id,
                "name": "2025-01-01",
                "rate": 4,
                "company_id": self.company.id,
            }
        )
        order, sale = self.sold((self.pump, 2), confirm=False)
        sale.currency_id = other
        sale.date_order = JUNE
        sale.order_line.purchase_price = 100
        sale.action_confirm()
        sale.date_order = JUNE
        self.assertEqual(self.cost(order), 50)

    def test_the_case_and_the_customer_follow(self):
        case = self.case(date_open=JUNE, amount=500)
        order, sale = self.sold((self.pump, 2))
        order.case_id = case
        self.commit()
        self.assertEqual((case.parts_cost, case.is_parts_cost_ordered), (80, True))
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        sale.order_line.purchase_price = 12
        self.commit()
        self.assertEqual(case.parts_cost, 24)
        case.parts_cost = 3
        sale.order_line.purchase_price = 13
        self.commit()
        self.assertEqual(case.parts_cost, 3)

    def test_a_changed_cost_marks_the_customer(self):
        _order, sale = self.sold((self.pump, 2))
        self.commit()
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        sale.order_line.purchase_price = 12
        self.commit()
        self.env.cr.execute(
            "SELECT partner_id FROM repair_customer_stale WHERE company_id = %s", [self.company.id]
        )
        self.assertEqual(self.env.cr.fetchall(), [(self.ann.id,)])

    def test_the_installation(self):
        opened, done = self.case(date_open=JUNE), self.case(date_open=JUNE)
        for case in (opened, done):
            order, sale = self.sold((self.pump, 1))
            order.case_id = case
            self.commit()
            sale.order_line.purchase_price = 7
            self.env.cr.precommit.clear()
        done.stage_id = self.stage_closed
        self.policy.classify(as_of=AS_OF)
        self.env.flush_all()
        post_init_hook(self.env)
        self.assertEqual((opened.parts_cost, done.parts_cost), (7, 40))
        runs = self.env["repair.segmentation.run"]
        own = [("company_id", "=", self.company.id), ("state", "=", "queued")]
        self.assertTrue(runs.search(own))
