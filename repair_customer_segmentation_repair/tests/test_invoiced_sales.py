from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestInvoicedSales(RepairOrderCase):
    """Refunds deduct, by Odoo's own invoices and credit notes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )

    def setUp(self):
        super().setUp()
        self.repaired = self.order()
        self.add_part(self.repaired)
        self.sale = self.sell(self.repaired, 170)
        self.repair(self.repaired)

    def invoice(self, sale=None):
        invoice = (sale or self.sale)._create_invoices()
        invoice.action_post()
        return invoice

    def reverse(self, invoice, modify=False, **lines):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "reason": "Test"})
        )
        action = wizard.modify_moves() if modify else wizard.refund_moves()
        return self.env["account.move"].browse(action["res_id"])

    def test_the_whole_flow(self):
        self.assertEqual(self.repaired.state, "done")
        self.assertEqual(self.sold(self.repaired), 300)
        invoice = self.invoice()
        self.assertEqual(invoice.amount_untaxed, 300)
        self.assertEqual(self.sold(self.repaired), 300)
        refund = self.reverse(invoice)
        self.assertEqual(self.sold(self.repaired), 300, "a draft credits nothing")
        refund.action_post()
        self.assertEqual(self.sold(self.repaired), 0)
        refund.button_draft()
        self.assertEqual(self.sold(self.repaired), 300)

    def test_a_part_is_refunded(self):
        refund = self.reverse(self.invoice())
        labour = refund.invoice_line_ids.filtered(lambda line: line.product_id == self.labour)
        (refund.invoice_line_ids - labour).unlink()
        labour.price_unit = 50
        refund.action_post()
        self.assertEqual(self.sold(self.repaired), 250)

    def test_an_invoice_that_is_credited_and_made_again(self):
        again = self.reverse(self.invoice(), modify=True)
        again.action_post()
        refund = self.sale.invoice_ids.filtered(lambda move: move.move_type == "out_refund")
        self.assertRecordValues(refund, [{"state": "posted", "amount_untaxed": 300}])
        self.assertEqual(self.sold(self.repaired), 300)

    def ordered_pair(self):
        """Return the labour line of a sale of two units for 300, nothing of it invoiced."""
        repaired = self.order()
        sale = self.sell(repaired, confirm=False)
        line = self.add_line(sale, 150, product_uom_qty=2)
        sale.action_confirm()
        return repaired, line

    def invoice_units(self, line, units):
        invoice = line.order_id._create_invoices()
        invoice.invoice_line_ids.filtered("sale_line_ids").quantity = units
        invoice.action_post()
        return invoice

    def test_one_of_two_units_invoiced_credited_and_invoiced_again_costs_nothing(self):
        repaired, line = self.ordered_pair()
        self.reverse(self.invoice_units(line, 1)).action_post()
        self.assertEqual(self.sold(repaired), 150, "taken back")
        self.invoice_units(line, 1)
        self.assertEqual(self.sold(repaired), 300, "and invoiced again")
        self.invoice_units(line, 1)
        self.assertEqual(self.sold(repaired), 300)

    def test_one_of_two_units_invoiced_apart_is_credited(self):
        repaired, line = self.ordered_pair()
        self.invoice_units(line, 1)
        last = self.invoice_units(line, 1)
        self.assertEqual(self.sold(repaired), 300)
        self.reverse(last).action_post()
        self.assertEqual(self.sold(repaired), 150)

    def test_what_is_invoiced_beyond_the_order_is_credited_first(self):
        repaired, line = self.ordered_pair()
        invoice = line.order_id._create_invoices()
        invoice.invoice_line_ids.price_unit = 200
        invoice.action_post()
        refund = self.reverse(invoice)
        refund.invoice_line_ids.write({"price_unit": 50})
        refund.action_post()
        self.assertEqual(self.sold(repaired), 300)

    def test_a_line_that_is_credited_is_not_made_up_for_by_another(self):
        repaired = self.order()
        sale = self.sell(repaired, 100, 200)
        first, second = sale.order_line
        invoice = sale._create_invoices()
        invoice.invoice_line_ids.filtered(lambda item: item.sale_line_ids == second).unlink()
        invoice.action_post()
        self.reverse(invoice).action_post()
        self.assertEqual(self.sold(repaired), 200)
        rest = sale._create_invoices()
        rest.invoice_line_ids.filtered(lambda item: item.sale_line_ids == first).unlink()
        rest.action_post()
        self.assertEqual(self.sold(repaired), 200)

    def test_a_down_payment_changes_nothing(self):
        self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=self.sale.ids
        ).create({"advance_payment_method": "percentage", "amount": 50}).create_invoices()
        self.sale.invoice_ids.action_post()
        self.assertEqual(self.sold(self.repaired), 300)
        rest = self.sale._create_invoices(final=True)
        rest.action_post()
        self.assertEqual(rest.amount_untaxed, 150)
        self.assertEqual(self.sold(self.repaired), 300)
        self.reverse(rest).action_post()
        self.assertEqual(self.sold(self.repaired), 150, "the down payment is kept")

    def test_it_reaches_the_class_of_the_customer(self):
        self.high_value_from(300)
        self.order(self.bob, under_warranty=True)
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.ann).amount, 300)
        self.assertEqual(self.profile_of(self.ann).value_tier_id.name, "High Value")
        self.reverse(self.invoice()).action_post()
        self.commit()
        self.assertIn(
            self.ann,
            self.env["repair.customer.stale"]
            .search([("company_id", "=", self.company.id)])
            .partner_id,
        )
        self.policy.classify(as_of=AS_OF, partner_ids=self.ann.ids)
        self.assertEqual(self.profile_of(self.ann).amount, 0)
