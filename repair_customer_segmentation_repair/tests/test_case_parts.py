from odoo.tests import tagged

from .common import JUNE, PartsCase


@tagged("post_install", "-at_install")
class TestPartsStale(PartsCase):
    """Customers whose repairs cost something else are queued when the transaction ends."""

    def setUp(self):
        super().setUp()
        self.repaired = self.order()
        self.queued()

    def queued(self):
        self.commit()
        self.env.cr.execute(
            "DELETE FROM repair_customer_stale WHERE company_id = %s RETURNING partner_id",
            [self.company.id],
        )
        return self.env["res.partner"].browse(
            sorted({partner for (partner,) in self.env.cr.fetchall()})
        )

    def test_parts_that_come_change_and_go(self):
        part = self.add(self.repaired, self.pump)
        self.assertEqual(self.queued(), self.ann)
        part.product_uom_qty = 2
        self.assertEqual(self.queued(), self.ann)
        part.repair_line_type = "remove"
        self.assertEqual(self.queued(), self.ann)
        part.unlink()
        self.assertEqual(self.queued(), self.ann)

    def test_another_price_concerns_what_is_still_needed(self):
        self.add(self.repaired, self.pump)
        done = self.order(self.bob)
        self.add(done, self.pump)
        self.repair(done)
        self.queued()
        self.pump.standard_price = 41
        self.assertEqual(self.queued(), self.ann)
        self.free.standard_price = 5
        self.assertFalse(self.queued())

    def test_moves_of_no_repair_mark_nobody(self):
        self.env["stock.move"].create(
            {
                "product_id": self.pump.id,
                "product_uom_qty": 1,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "company_id": self.company.id,
            }
        ).product_uom_qty = 3
        self.assertFalse(self.queued())


@tagged("post_install", "-at_install")
class TestPartsOfCases(PartsCase):
    """The cost of parts of a case is that of its orders, until somebody enters another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leak = cls.case(date_open=JUNE, amount=500)

    def join(self, quantity=1, product=None, **values):
        order = self.order(case_id=self.leak.id, **values)
        self.add(order, product or self.pump, quantity)
        self.commit()
        return order

    def assert_parts(self, cost, ordered):
        case = self.leak
        self.assertEqual((case.parts_cost, case.is_parts_cost_ordered), (cost, ordered))
        self.assertEqual(case.parts_cost is False, cost is False)

    def test_it_follows_the_orders(self):
        self.assert_parts(False, False)
        first = self.join(2)
        self.assert_parts(80, True)
        self.assertEqual((self.leak.cost_company, self.leak.net_amount), (80, 420))
        second = self.join(1)
        self.assert_parts(120, True)
        second.action_repair_cancel()
        self.commit()
        self.assert_parts(80, True)
        self.pump.standard_price = 45
        self.commit()
        self.assert_parts(90, True)
        self.repair(first)
        self.commit()
        self.pump.standard_price = 1
        self.commit()
        self.assert_parts(90, True)
        first.case_id = False
        self.commit()
        self.assert_parts(False, False)
        self.assertEqual(self.net(), (500 - 90, 1))

    def test_what_is_entered_stays(self):
        self.leak.parts_cost = 7
        self.join(2)
        self.assert_parts(7, False)
        self.leak.parts_cost = False
        self.commit()
        self.assert_parts(80, True)
        self.leak.parts_cost = 80
        self.assert_parts(80, True)
        self.leak.parts_cost = 0
        self.commit()
        self.assert_parts(0, False)
        self.join(1)
        self.assert_parts(0, False)

    def test_orders_without_parts_cost_nothing(self):
        self.order(case_id=self.leak.id)
        self.commit()
        self.assert_parts(0, True)

    def test_one_part_that_nobody_knows(self):
        self.join(2)
        self.join(1, self.free)
        self.assert_parts(False, False)
        self.free.standard_price = 3
        self.commit()
        self.assert_parts(83, True)

    def test_whoever_enters_costs_is_asked_for_them(self):
        """What the orders alone say makes no company ask for costs when a case is closed."""
        self.join(2)
        self.assertFalse(self.company._counts_repair_costs())
        self.leak.parts_cost = 7
        self.assertTrue(self.company._counts_repair_costs())

    def test_the_customer_follows(self):
        self.join(2)
        self.assertEqual(self.net(), (420, 1))
        self.assertEqual(self.metrics(self.ann)["repair_count_total"], 1)

    def test_a_merge_takes_the_orders_along(self):
        self.join(2)
        kept = self.case(date_open=JUNE)
        kept._merge(self.leak)
        self.commit()
        self.assertEqual((kept.parts_cost, kept.is_parts_cost_ordered), (80, True))

    def test_a_copy_begins_anew(self):
        self.join(2)
        copy = self.leak.copy()
        self.assertIs(copy.parts_cost, False)
        self.assertFalse(copy.is_parts_cost_ordered)
