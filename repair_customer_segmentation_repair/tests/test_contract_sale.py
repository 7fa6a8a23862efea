from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.contract import ContractCase

OFFERS = "repair.contract.offer"


@tagged("post_install", "-at_install")
class TestContractSale(ContractCase):
    """From an offer to a quotation, and from its confirmation to the contract."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.care = cls.env["repair.contract.template"].create(
            {
                "name": "Care",
                "company_id": cls.company.id,
                "service_level_id": cls.best.id,
                "months": 6,
                "visits_year": 2,
                "price_year": 120,
                "note": "<p>All parts</p>",
            }
        )
        cls.care.product_id.taxes_id = False
        cls.history([(cls.ann, "2024-06-01", 90), (cls.ann, "2024-08-01", 60)])
        cls.policy.classify(as_of=datetime(2025, 1, 13))
        cls.seller = new_test_user(
            cls.env,
            "rcs_seller",
            groups="base.group_user,sales_team.group_sale_salesman,"
            "repair_customer_segmentation.group_user,repair_customer_segmentation.group_amount",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def offer(self, user=None):
        self.env.flush_all()
        offers = self.env[OFFERS].with_user(user or self.seller)
        return offers.search([("partner_id", "=", self.ann.id)])

    def quotation(self):
        action = self.offer().action_create_quotation()
        return self.env["sale.order"].with_user(self.seller).browse(action["res_id"])

    def contracts(self):
        return self.env["repair.service.contract"].search([("partner_id", "=", self.ann.id)])

    def test_an_offer_becomes_a_quotation_once(self):
        order = self.quotation()
        self.assertRecordValues(
            order,
            [
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "amount_untaxed": 60,
                    "repair_has_contract": True,
                    "repair_contract_count": 0,
                }
            ],
        )
        self.assertEqual(order.order_line.product_id, self.care.product_id)
        self.assertEqual(
            order.order_line.name,
            "Service contract “Care”\nLength in months: 6\nIncluded visits per year: 2",
        )
        self.assertEqual((self.quotation(), self.offer().quotation_id), (order, order))
        order.order_line.product_uom_qty = 1
        order.action_update_prices()
        self.assertEqual(order.amount_untaxed, 60)
        order.action_cancel()
        self.env.invalidate_all()
        self.assertFalse(self.offer().quotation_id)
        self.assertNotEqual(self.quotation(), order)

    def test_confirming_makes_the_contract_once(self):
        case = self.case()
        order = self.quotation()
        order.repair_contract_start = "2025-01-10"
        order.order_line.discount = 10
        order.action_confirm()
        contract = self.contracts()
        self.assertRecordValues(
            contract,
            [
                {
                    "template_id": self.care.id,
                    "service_level_id": self.best.id,
                    "months": 6,
                    "visits_year": 2,
                    "price_year": 108,
                    "user_id": self.seller.id,
                    "state": "running",
                    "sale_order_id": order.id,
                }
            ],
        )
        self.assertEqual(
            (str(contract.date_start), str(contract.date_end)), ("2025-01-10", "2025-07-09")
        )
        self.assertEqual((contract.term_ids.price, str(contract.note)), (54, "<p>All parts</p>"))
        self.assertEqual((case.contract_id, order.repair_contract_count), (contract, 1))
        self.assertIn(contract.reference, order.message_ids.mapped("preview")[0])
        self.assertEqual(order.action_view_repair_contracts()["res_id"], contract.id)
        order.action_cancel()
        self.assertIn(order.name, contract.message_ids.sorted("id")[-1].preview)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self.contracts(), contract)
        self.assertFalse(self.offer())

    def test_it_starts_on_the_day_of_the_confirmation(self):
        """Of the company: it is Tuesday in Berlin already."""
        order = self.quotation()
        with freeze_time("2025-01-13 23:30:00"):
            order.action_confirm()
        self.assertEqual(str(self.contracts().date_start), "2025-01-14")

    def test_another_currency(self):
        other = self.env.ref("base.CHF")
        other.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": other.id,
                "name": "2025-01-01",
                "rate": 2 * self.company.currency_id.rate,
                "company_id": self.company.id,
            }
        )
        francs = self.env["product.pricelist"].create(
            {"name": "Francs", "currency_id": other.id, "company_id": self.company.id}
        )
        order = self.quotation()
        order.sudo().pricelist_id = francs
        order.action_update_prices()
        self.assertEqual((order.currency_id, order.amount_untaxed), (other, 120))
        order.action_confirm()
        self.assertEqual(self.contracts().price_year, 120)

    def test_an_overlap_stops_our_people_and_is_told_of_customers(self):
        order = self.quotation()
        other = self.contract(first="2025-03-01")
        with self.assertRaisesRegex(ValidationError, other.reference), self.env.cr.savepoint():
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        portal = new_test_user(self.env, "rcs_portal", groups="base.group_portal")
        order.with_user(portal).sudo().action_confirm()
        self.assertEqual((order.state, self.contracts()), ("sale", other))
        self.assertIn(other.reference, order.activity_ids.note)
        self.assertEqual(order.activity_ids.user_id, self.seller)

    def test_who_may(self):
        amounts = self.user("rcs_amounts", "user", "amount")
        with self.assertRaises(AccessError):
            self.offer(amounts).action_create_quotation()
        bare = new_test_user(
            self.env,
            "rcs_bare",
            groups="base.group_user,sales_team.group_sale_salesman",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.env[OFFERS].with_user(bare).search([])
        order = self.quotation()
        order.sudo().user_id = bare
        self.assertEqual(order.with_user(bare).amount_untaxed, 60)
        order.with_user(bare).action_confirm()
        self.assertEqual(self.contracts().user_id, bare)
        with self.assertRaises(AccessError):
            order.with_user(bare).action_view_repair_contracts()
        for name in ("sale_line_id", "sale_order_id"):
            with self.assertRaises(AccessError):
                self.contracts().with_user(amounts).read([name])
            with self.assertRaises(AccessError):
                self.contracts().with_user(amounts).search([(f"{name}.name", "ilike", "S")])

    def test_a_template_without_a_product(self):
        self.care.product_id = False
        with self.assertRaisesRegex(UserError, "“Care” has no “Product”.*Contract Templates"):
            self.offer().action_create_quotation()
