from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestSaleOffer(RepairOrderCase):
    """Prices and terms of the service level, offered to whoever sells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.high_value_from(900)
        cls.history([(cls.ann, "2025-06-01", 900), (cls.bob, "2025-06-01", 10)])
        cls.policy.classify(as_of=AS_OF)
        cls.half = cls.env["product.pricelist"].create(
            {
                "name": "Half",
                "company_id": cls.company.id,
                "item_ids": [
                    (
                        0,
                        0,
                        {
                            "compute_price": "percentage",
                            "percent_price": 50,
                            "applied_on": "3_global",
                        },
                    )
                ],
            }
        )
        cls.term = cls.env["account.payment.term"].create(
            {"name": "Test 45 Days", "company_id": cls.company.id}
        )
        level = cls.env["repair.service.level"].create(
            {
                "name": "Test VIP",
                "sequence": -5,
                "company_id": cls.company.id,
                "pricelist_id": cls.half.id,
                "payment_term_id": cls.term.id,
            }
        )
        cls.policy.value_tier_ids.sorted()[0].service_level_id = level

    def quotation(self, partner):
        return self.env["sale.order"].create(
            {"partner_id": partner.id, "company_id": self.company.id}
        )

    def test_offered_to_customers_of_the_level_alone(self):
        self.assertRecordValues(
            self.quotation(self.ann) | self.quotation(self.bob),
            [
                {
                    "repair_offered_pricelist_id": self.half.id,
                    "repair_offered_payment_term_id": self.term.id,
                    "repair_value_tier_id": self.tier("High Value").id,
                },
                {
                    "repair_offered_pricelist_id": False,
                    "repair_offered_payment_term_id": False,
                    "repair_value_tier_id": self.tier("Ordinary").id,
                },
            ],
        )

    def test_applied_with_one_click(self):
        order = self.order(self.ann)
        self.add_part(order)
        sale = self.sell(order, confirm=False)
        line = sale.order_line
        self.assertEqual(line.price_unit, 130)
        sale.action_apply_offer()
        self.assertRecordValues(
            sale,
            [
                {
                    "pricelist_id": self.half.id,
                    "payment_term_id": self.term.id,
                    "repair_offered_pricelist_id": False,
                    "repair_offered_payment_term_id": False,
                    "amount_untaxed": 65,
                }
            ],
        )

    def test_warranty_work_stays_free(self):
        order = self.order(self.ann, under_warranty=True)
        self.add_part(order)
        sale = self.sell(order, confirm=False)
        sale.action_apply_offer()
        self.assertEqual(sale.amount_untaxed, 0)

    def test_nothing_is_offered_on_a_confirmed_order(self):
        sale = self.quotation(self.ann)
        self.add_line(sale, 10)
        sale.action_confirm()
        self.assertFalse(sale.repair_offered_pricelist_id | self.env["product.pricelist"])

    def test_the_customer_gets_them_for_all_orders(self):
        ann = self.ann.with_company(self.company)
        self.assertEqual(ann.repair_offered_pricelist_id, self.half)
        self.assertEqual(ann.repair_offered_payment_term_id, self.term)
        ann.action_apply_repair_offer()
        self.assertFalse(ann.repair_offered_pricelist_id)
        self.assertFalse(ann.repair_offered_payment_term_id)
        sale = self.quotation(self.ann)
        self.assertEqual((sale.pricelist_id, sale.payment_term_id), (self.half, self.term))
