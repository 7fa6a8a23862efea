from odoo.tests import tagged

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestOrderStale(RepairOrderCase):
    """Customers whose repair orders or sales change are queued when the transaction ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.repaired = cls.order()

    def setUp(self):
        super().setUp()
        self.queued()

    def queued(self):
        """End the transaction as a commit would; return and empty the queue of the company."""
        self.commit()
        self.env.cr.execute(
            "DELETE FROM repair_customer_stale WHERE company_id = %s RETURNING partner_id",
            [self.company.id],
        )
        return self.env["res.partner"].browse(
            sorted({partner for (partner,) in self.env.cr.fetchall()})
        )

    def test_a_new_order(self):
        self.order(self.bob)
        self.assertEqual(self.queued(), self.bob)

    def test_each_classifying_change(self):
        lot = self.lot("S-1")
        self.queued()
        for values in (
            {"schedule_date": "2025-06-02 10:00:00"},
            {"product_id": self.washer.id, "lot_id": lot.id},
            {"under_warranty": True},
            {"state": "confirmed"},
        ):
            with self.subTest(values=values):
                self.repaired.write(values)
                self.assertEqual(self.queued(), self.ann)

    def test_other_changes_mark_nobody(self):
        self.repaired.write({"internal_notes": "x", "user_id": False})
        self.assertFalse(self.queued())

    def test_an_order_that_moves_marks_both_customers(self):
        self.repaired.partner_id = self.bob
        self.assertEqual(self.queued(), self.ann | self.bob)

    def test_a_deleted_order(self):
        self.repaired.unlink()
        self.assertEqual(self.queued(), self.ann)

    def test_a_sale_that_is_confirmed_changed_and_cancelled(self):
        sale = self.sell(self.repaired, 170, confirm=False)
        self.queued()
        sale.action_confirm()
        self.assertEqual(self.queued(), self.ann)
        sale.order_line[0].price_unit = 180
        self.assertEqual(self.queued(), self.ann)
        sale.order_line[0].discount = 10
        self.assertEqual(self.queued(), self.ann)
        self.add_line(sale, 20)
        self.assertEqual(self.queued(), self.ann)
        sale._action_cancel()
        self.assertEqual(self.queued(), self.ann)

    def test_a_sale_without_repair_marks_nobody(self):
        sale = self.env["sale.order"].create(
            {"partner_id": self.ann.id, "company_id": self.company.id}
        )
        self.add_line(sale, 20)
        sale.action_confirm()
        self.assertFalse(self.queued())

    def test_the_customer_of_a_contact(self):
        enterprise = self.customer("Enterprise", is_company=True)
        self.repaired.partner_id = self.customer("Contact", parent_id=enterprise.id)
        self.assertEqual(self.queued(), self.ann | enterprise)

    def test_a_contact_that_becomes_one_of_a_company(self):
        enterprise = self.customer("Enterprise", is_company=True)
        self.ann.parent_id = enterprise
        self.assertEqual(self.queued(), enterprise)

    def test_a_contact_that_is_deleted(self):
        enterprise = self.customer("Enterprise", is_company=True)
        contact = self.customer("Contact", parent_id=enterprise.id)
        self.repaired.partner_id = contact
        self.queued()
        contact.unlink()
        self.assertEqual(self.queued(), enterprise)

    def test_a_merge_moves_the_repairs(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann | self.bob).ids, self.bob)
        self.assertEqual(self.queued(), self.bob)
        self.assertEqual(self.metrics(self.bob)["repair_count_total"], 1)

    def test_selling_asks_nothing_until_the_end(self):
        """One query when the transaction ends, whatever was sold."""
        sale = self.sell(self.repaired, 170)
        self.commit()
        line = sale.order_line[0]
        line.price_unit = 171
        self.env.flush_all()
        self.assertEqual(self.env.cr.precommit.data.keys() & {"repair_customer_stale"}, set())
        self.assertEqual(self.queued(), self.ann)
