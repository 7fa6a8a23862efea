from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF

from .common import PartsCase


@tagged("post_install", "-at_install")
class TestOrderParts(PartsCase):
    """What the parts of a repair order cost, in its form and in the figures of its customer."""

    def test_an_order_without_parts_costs_nothing(self):
        order = self.order()
        self.assertEqual(order.repair_parts_cost, 0)
        self.assertIsNot(order.repair_parts_cost, False)
        self.assertEqual(self.net(), (0, 1))

    def test_parts_that_are_needed_cost_what_they_cost_today(self):
        order = self.order()
        self.add(order, self.pump, 3)
        self.add(order, self.screws, 10)
        self.sell(order, 200)
        self.assertEqual(order.repair_parts_cost, 120)
        self.assertFalse(order.repair_cost_note)
        sold = self.metrics(self.ann)["amount_total"]
        self.assertEqual(self.net(), (sold - 120, 1))
        self.pump.standard_price = 50
        self.env.invalidate_all()
        self.assertEqual(order.repair_parts_cost, 150)
        self.assertEqual(self.net(), (sold - 150, 1))

    def test_what_is_used_up_keeps_its_cost(self):
        order = self.order()
        part = self.add(order, self.pump, 2)
        self.repair(order)
        self.assertEqual(part.state, "done")
        self.pump.standard_price = 999
        self.env.invalidate_all()
        self.assertEqual(order.repair_parts_cost, 80)
        self.assertEqual(self.net(), (-80, 1))

    def test_consumables_keep_their_cost_as_well(self):
        self.screws.standard_price = 0.25
        order = self.order()
        self.add(order, self.screws, 10)
        self.repair(order)
        self.screws.standard_price = 7
        self.env.invalidate_all()
        self.assertEqual(order.repair_parts_cost, 2.5)

    def test_what_was_used_counts_not_what_was_planned(self):
        order = self.order()
        part = self.add(order, self.pump, 5)
        order.action_validate()
        order.action_repair_start()
        part.quantity = 3
        order.action_repair_end()
        self.assertEqual(order.repair_parts_cost, 120)

    def test_dozens_are_counted_in_the_unit_of_the_product(self):
        order = self.order()
        self.add(order, self.pump, 2, product_uom=self.env.ref("uom.product_uom_dozen").id)
        self.assertEqual(order.repair_parts_cost, 24 * 40)
        self.repair(order)
        self.assertEqual(order.repair_parts_cost, 24 * 40)

    def test_a_tracked_part_without_a_cost_is_not_known(self):
        for done in (False, True):
            order = self.order()
            self.add(order, self.pump)
            self.add(order, self.free)
            if done:
                self.repair(order)
            with self.subTest(done=done):
                self.assertIs(order.repair_parts_cost, False)
                self.assertIn("Board", order.repair_cost_note)
                self.assertNotIn("Pump", order.repair_cost_note)
        self.assertEqual(self.net(), (None, 0))

    def test_consumables_without_a_cost_cost_nothing(self):
        order = self.order()
        self.add(order, self.screws, 4)
        self.assertEqual(order.repair_parts_cost, 0)
        self.repair(order)
        self.assertEqual(order.repair_parts_cost, 0)
        self.assertEqual(self.net(), (0, 1))

    def test_the_customers_own_part_costs_us_nothing(self):
        self.env["stock.quant"]._update_available_quantity(
            self.free, self.warehouse.lot_stock_id, 5, owner_id=self.ann
        )
        order = self.order()
        part = self.add(order, self.free)
        order.action_validate()
        order.action_repair_start()
        part.move_line_ids.owner_id = self.ann
        order.action_repair_end()
        self.assertEqual(order.repair_parts_cost, 0)

    def test_parts_that_are_taken_out_cost_nothing(self):
        order = self.order()
        self.add(order, self.pump, repair_line_type="remove")
        self.add(order, self.pump, repair_line_type="recycle")
        self.assertEqual(order.repair_parts_cost, 0)

    def test_parts_that_are_cancelled_are_not_counted(self):
        order = self.order()
        self.add(order, self.pump)._action_cancel()
        self.add(order, self.pump, 2)
        self.assertEqual(order.repair_parts_cost, 80)

    def test_the_device_itself_is_no_part(self):
        serial = self.lot("P-1")
        order = self.order(product_id=self.washer.id, lot_id=serial.id)
        self.washer.standard_price = 700
        self.repair(order)
        self.assertEqual(order.repair_parts_cost, 0)

    def test_another_company_has_costs_of_its_own(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.pump.with_company(other).standard_price = 1
        order = self.order()
        self.add(order, self.pump)
        self.assertEqual(order.with_company(other).repair_parts_cost, 40)

    def test_goods_sold_along_that_nothing_links(self):
        """They count as revenue of the repair; what they cost, nobody knows."""
        order = self.order()
        sale = self.sell(order, 100, confirm=False)
        self.add_line(sale, 60, product_id=self.pump.id)
        self.assertEqual(order.repair_parts_cost, 0)
        sale.action_confirm()
        self.env.invalidate_all()
        self.assertIs(order.repair_parts_cost, False)
        self.assertIn(sale.name, order.repair_cost_note)
        self.assertEqual(self.net(), (None, 0))

    def test_goods_beside_parts_are_no_parts(self):
        order = self.order()
        self.add(order, self.pump)
        sale = self.sell(order, 100, confirm=False)
        self.add_line(sale, 60, product_id=self.free.id)
        sale.action_confirm()
        self.assertEqual(order.repair_parts_cost, 40)

    def test_where_hours_count_orders_have_no_net_value(self):
        order = self.order()
        self.add(order, self.pump)
        self.policy.classify(as_of=AS_OF)
        runs = self.env["repair.segmentation.run"]
        before = runs.search([("company_id", "=", self.company.id)])
        self.company.repair_hour_cost = 60
        self.assertEqual(self.net(), (None, 0))
        self.assertEqual(order.repair_parts_cost, 40)
        self.assertIn("Create a case", order.repair_cost_note)
        queued = runs.search([("company_id", "=", self.company.id)]) - before
        self.assertEqual(queued.mapped("state"), ["queued"])
        self.company.repair_hour_cost = 0
        self.assertEqual(self.net(), (-40, 1))

    def test_rework_brings_nothing_and_costs(self):
        serial = self.lot("W-9")
        common = {"product_id": self.washer.id, "lot_id": serial.id}
        self.order(date=datetime(2025, 5, 1), **common)
        again = self.order(under_warranty=True, **common)
        self.add(again, self.pump)
        self.sell(again, 55)
        self.assertEqual(self.net(), (-40, 2))

    def test_one_customer_is_counted_like_all(self):
        for partner, quantity in ((self.ann, 1), (self.bob, 2)):
            self.add(self.order(partner), self.pump, quantity)
        self.policy.classify(as_of=AS_OF)
        whole = [self.profile_of(p).net_value for p in (self.ann, self.bob)]
        self.policy.classify(as_of=AS_OF, partner_ids=self.bob.ids)
        self.assertEqual(whole, [-40, -80])
        self.assertEqual(self.profile_of(self.bob).net_value, -80)

    def test_who_may_not_see_amounts(self):
        order = self.order()
        self.add(order, self.pump)
        clerk = self.user("parts_clerk", "user_all")
        clerk.group_ids += self.env.ref("stock.group_stock_user")
        seen = order.with_user(clerk)
        for name in ("repair_parts_cost", "repair_cost_note"):
            with self.assertRaises(AccessError, msg=name):
                seen.read([name])
        self.assertNotIn("repair_parts_cost", seen.get_view(view_type="form")["arch"])
        self.assertFalse({"repair_parts_cost", "repair_cost_note"} & set(seen.read()[0]))

    def test_the_form_shows_it(self):
        order = self.order()
        self.add(order, self.pump)
        with Form(order) as form:
            self.assertEqual(form.repair_parts_cost, 40)
