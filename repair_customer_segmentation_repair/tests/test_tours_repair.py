from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestToursRepair(HttpCase):
    """From a case to its repair order, the invoice and the tier, in a company of its own."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Bridge Company", "currency_id": cls.env.ref("base.USD").id}
        )
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        groups = (
            "base.group_user",
            "repair_customer_segmentation.group_manager",
            "stock.group_stock_manager",
            "sales_team.group_sale_manager",
            "account.group_account_invoice",
            "base.group_partner_manager",
        )
        new_test_user(
            cls.env,
            login="bridge_manager",
            groups=",".join(groups),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.customer = cls.env["res.partner"].create({"name": "Bridge Customer"})
        cls.env["product.product"].create(
            {
                "name": "Bridge Pump",
                "type": "consu",
                "list_price": 130,
                "taxes_id": False,
                "invoice_policy": "order",
            }
        )
        cls.case = cls.env["repair.case"].create(
            {
                "name": "Bridge Tour: pump is dead",
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
            }
        )

    def test_case_to_tier(self):
        self.start_tour("/odoo/repair-cases", "repair_case_to_tier_tour", login="bridge_manager")
        self.env.invalidate_all()
        order = self.env["repair.order"].search([("partner_id", "=", self.customer.id)])
        self.assertRecordValues(order, [{"state": "done", "case_id": self.case.id}])
        self.assertEqual(order.sale_order_id.invoice_ids.state, "posted")
        self.start_tour("/odoo/repair-cases", "repair_case_close_tour", login="bridge_manager")
        self.env.invalidate_all()
        self.assertRecordValues(self.case, [{"amount": 130, "state": "closed"}])
        self.company.repair_policy_id.min_population = 0
        self.company.repair_policy_id.classify(partner_ids=self.customer.ids)
        profile = self.env["repair.customer.profile"].search(
            [("partner_id", "=", self.customer.id), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(profile.amount, 130)

    def test_offer_to_contract(self):
        closed = self.env.ref("repair_customer_segmentation.repair_case_stage_closed")
        opened = fields.Datetime.now() - timedelta(days=30)
        self.case.write({"stage_id": closed.id, "date_open": opened, "date_closed": opened})
        self.case.amount = 300
        template = self.env["repair.contract.template"].create(
            {
                "name": "Bridge Care",
                "company_id": self.company.id,
                "service_level_id": self.company.repair_service_level_id.id,
                "price_year": 240,
            }
        )
        template.product_id.taxes_id = False
        self.company.repair_policy_id.classify()
        self.start_tour(
            "/odoo/repair-contract-offers", "repair_contract_offer_tour", login="bridge_manager"
        )
        contract = self.env["repair.service.contract"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertRecordValues(
            contract, [{"template_id": template.id, "price_year": 240, "months": 12}]
        )
        self.assertEqual(self.customer.activity_ids.summary, "Offer a contract: Bridge Care")
