from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestOrderSales(RepairOrderCase):
    """What a repair brought: the confirmed lines of its sale order."""

    def test_a_quotation_is_worth_nothing_until_it_is_confirmed(self):
        order = self.order()
        sale = self.sell(order, 170, confirm=False)
        self.assertIsNone(self.sold(order))
        sale.action_confirm()
        self.assertEqual(self.sold(order), 170)
        sale._action_cancel()
        self.assertIsNone(self.sold(order))

    def test_parts_and_labour_untaxed(self):
        tax = self.env["account.tax"].create(
            {
                "name": "Test 10%",
                "amount": 10,
                "company_id": self.company.id,
                "country_id": self.env.ref("base.us").id,
                "tax_group_id": self.env["account.tax.group"]
                .create({"name": "Test", "company_id": self.company.id})
                .id,
            }
        )
        order = self.order()
        self.add_part(order, 2)
        sale = self.sell(order, confirm=False)
        self.add_line(sale, 70, tax_ids=[Command.set(tax.ids)])
        sale.action_confirm()
        self.assertEqual(sale.amount_total, 337)
        self.assertEqual(self.sold(order), 330)

    def test_parts_added_while_the_repair_goes_on(self):
        order = self.order()
        self.sell(order, 70)
        order._action_repair_confirm()
        part = self.add_part(order)
        self.assertEqual(self.sold(order), 200)
        part.product_uom_qty = 3
        self.assertEqual(self.sold(order), 460)

    def test_another_currency_at_the_rate_of_the_order(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            [
                {
                    "name": name,
                    "rate": rate,
                    "currency_id": euro.id,
                    "company_id": self.company.id,
                }
                for name, rate in (("2025-01-01", 0.8), ("2025-06-02", 0.5))
            ]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": self.company.id}
        )
        order = self.order()
        sale = self.sell(order, confirm=False)
        sale.pricelist_id = pricelist
        self.add_line(sale, 100)
        sale.action_confirm()
        sale.date_order = "2025-06-01 12:00:00"
        self.assertEqual(self.sold(order), 125)
        sale.date_order = "2025-06-03 12:00:00"
        self.assertEqual(self.sold(order), 200)

    def test_one_sale_with_two_repair_orders_is_counted_once(self):
        service = self.env["product.product"].create(
            {
                "name": "Test Repair Service",
                "type": "service",
                "service_tracking": "repair",
                "taxes_id": False,
            }
        )
        sale = self.env["sale.order"].create(
            {"partner_id": self.ann.id, "company_id": self.company.id}
        )
        first_line = self.add_line(sale, 11, product_id=service.id)
        second_line = self.add_line(sale, 22, product_id=service.id)
        self.add_line(sale, 300)
        sale.action_confirm()
        first, second = (
            sale.repair_order_ids.filtered(lambda o, line=line: o.sale_order_line_id == line)
            for line in (first_line, second_line)
        )
        self.add_part(second)
        self.assertEqual(self.sold(first), 311)
        self.assertEqual(self.sold(second), 152)
        self.assertEqual(sale.amount_untaxed, 463)
        (first | second).schedule_date = "2025-06-01 10:00:00"
        self.assertEqual(self.metrics(self.ann)["amount_total"], 463)
        first.action_repair_cancel()
        self.assertIsNone(self.sold(first))
        self.assertEqual(self.sold(second), 452)

    def test_a_machine_sold_along_is_no_repair(self):
        """Goods that are no part of the repair do not count where its own lines are known."""
        order = self.order()
        self.add_part(order)
        sale = self.sell(order, 70, confirm=False)
        self.add_line(sale, 5000, product_id=self.washer.id)
        sale.action_confirm()
        self.assertEqual(sale.amount_untaxed, 5200)
        self.assertEqual(self.sold(order), 200)
        self.assertFalse(order.is_repair_amount_whole)
        self.assertEqual(
            self.text(order.repair_amount_note),
            f"$ 200.00. Goods of {sale.name} that are not part of the repair are not counted.",
        )

    def test_a_machine_sold_with_the_service_that_is_the_repair(self):
        service = self.env["product.product"].create(
            {
                "name": "Test Repair Service",
                "type": "service",
                "service_tracking": "repair",
                "taxes_id": False,
            }
        )
        sale = self.env["sale.order"].create(
            {"partner_id": self.ann.id, "company_id": self.company.id}
        )
        self.add_line(sale, 100, product_id=service.id)
        self.add_line(sale, 5000, product_id=self.washer.id)
        sale.action_confirm()
        order = sale.repair_order_ids
        self.assertEqual(order.sale_order_line_id.price_unit, 100)
        self.assertEqual(self.sold(order), 100)

    def test_everything_counts_where_nothing_is_linked_to_the_repair(self):
        order = self.order()
        sale = self.sell(order, confirm=False)
        self.add_line(sale, 100, product_id=self.washer.id)
        self.assertFalse(order.repair_amount_note, "a quotation counts for nothing")
        sale.action_confirm()
        self.assertEqual(self.sold(order), 100)
        self.assertTrue(order.is_repair_amount_whole)
        self.assertIn(f"$ 100.00: all lines of {sale.name}", self.text(order.repair_amount_note))

    def test_what_an_order_counts_for_is_shown_to_those_who_may_see_amounts(self):
        order = self.order()
        self.sell(order, 70)
        self.assertEqual(self.text(order.repair_amount_note), "$ 70.00")
        worker = new_test_user(
            self.env,
            "worker",
            "base.group_user,stock.group_stock_user,repair_customer_segmentation.group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            order.with_user(worker).read(["repair_amount_note"])

    @staticmethod
    def text(note):
        return note.replace("\N{NO-BREAK SPACE}", " ")

    def test_warranty_work_is_worth_nothing(self):
        order = self.order(under_warranty=True)
        self.add_part(order)
        self.sell(order)
        self.assertEqual(self.sold(order), 0)
