from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.benefits import BenefitCase
from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF


@tagged("post_install", "-at_install")
class TestBenefitsSale(BenefitCase):
    """Prices and terms come with a level, in each company, and go with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo hands out no pricelist where the feature is switched off.
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("product.group_product_pricelist")
        cls.half, cls.third = cls.env["product.pricelist"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Half", "Third")]
        )
        cls.term = cls.env["account.payment.term"].create(
            {"name": "45 Days", "company_id": cls.company.id}
        )
        cls.vip.write({"pricelist_id": cls.half.id, "payment_term_id": cls.term.id})
        cls.ann, cls.bob = cls.ann.with_company(cls.company), cls.bob.with_company(cls.company)

    def test_gained_and_lost(self):
        self.assertEqual(self.follow(), 2)
        self.assertEqual(self.ann.property_product_pricelist, self.half)
        self.assertEqual(self.ann.property_payment_term_id, self.term)
        self.assertFalse(self.bob.specific_property_product_pricelist)
        self.assertEqual(self.ann.repair_benefits, "Payment terms: 45 Days\nPricelist: Half (USD)")
        order = self.env["sale.order"].create(
            {"partner_id": self.ann.id, "company_id": self.company.id}
        )
        self.assertEqual((order.pricelist_id, order.payment_term_id), (self.half, self.term))
        self.assertEqual(self.follow(), 0)
        self.demote()
        self.assertEqual(self.follow(), 2)
        self.assertFalse(self.ann.specific_property_product_pricelist)
        self.assertFalse(self.ann.property_payment_term_id)
        self.assertEqual(
            self.told(self.ann),
            [
                "Service level “Test VIP”: pricelist set to Half (USD).",
                "Service level “Test VIP”: payment terms set to 45 Days.",
                "Service level “Test VIP” no longer applies: pricelist Half (USD) was taken back.",
                "Service level “Test VIP” no longer applies: payment terms 45 Days was taken back.",
            ],
        )

    def test_contacts_have_what_their_company_has(self):
        """As Odoo has it; another company of ours, and its default, are left alone."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        own, usual = self.term.copy({"name": "Own", "company_id": other.id}), self.term.copy()
        self.env["ir.default"].set(
            "res.partner", "property_payment_term_id", usual.id, company_id=self.company.id
        )
        contact = self.ann.create({"name": "Cyd", "parent_id": self.ann.id})
        self.ann.with_company(other).property_payment_term_id = own
        self.follow()
        self.assertEqual(contact.property_product_pricelist, self.half)
        self.assertEqual(contact.property_payment_term_id, self.term)
        self.assertEqual(contact.with_company(other).property_payment_term_id, own)
        self.assertEqual(self.ann.with_company(other).property_payment_term_id, own)
        self.demote()
        self.follow()
        for partner in (self.ann, contact):
            self.assertFalse(partner.specific_property_product_pricelist)
            self.assertEqual(partner.property_payment_term_id, usual)
            self.assertEqual(partner.with_company(other).property_payment_term_id, own)

    def test_set_by_hand_before_and_in_between(self):
        self.ann.property_product_pricelist = self.third
        self.follow()
        self.assertEqual(self.ann.property_product_pricelist, self.third)
        self.assertEqual(set(self.given(self.ann)), {"payment_term"})
        own = self.term.copy({"name": "Own"})
        self.ann.property_payment_term_id = own
        self.demote()
        self.follow()
        self.assertEqual(self.ann.property_product_pricelist, self.third)
        self.assertEqual(self.ann.property_payment_term_id, own)
        self.assertEqual(self.given(self.ann), {})

    def test_the_same_by_hand_before_stays(self):
        self.ann.property_product_pricelist = self.half
        self.follow()
        self.demote()
        self.follow()
        self.assertEqual(self.ann.property_product_pricelist, self.half)

    def test_the_pricelist_of_the_level_changes(self):
        self.follow()
        self.vip.pricelist_id = self.third
        self.assertEqual(self.follow(), 1)
        self.assertEqual(self.ann.property_product_pricelist, self.third)
        self.assertEqual(self.follow(), 0)
        self.vip.pricelist_id = False
        self.follow()
        self.assertFalse(self.ann.specific_property_product_pricelist)
        self.assertEqual(self.ann.property_payment_term_id, self.term)

    def test_changed_by_hand_while_the_pricelist_of_the_level_changes(self):
        self.follow()
        own = self.third.copy({"name": "Own"})
        self.ann.property_product_pricelist = own
        self.vip.pricelist_id = self.third
        self.assertEqual(self.follow(), 0)
        self.assertEqual(self.ann.property_product_pricelist, own)

    def test_another_level_with_the_same_pricelist(self):
        gold = self.vip.copy({"name": "Gold", "sequence": -10})
        gold.pricelist_id = self.half
        gold.payment_term_id = False
        self.follow()
        self.high.service_level_id = gold
        self.follow()
        self.assertEqual(self.ann.property_product_pricelist, self.half)
        self.assertFalse(self.ann.property_payment_term_id)
        self.assertEqual(len(self.told(self.ann, "pricelist")), 1)

    def test_each_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        abroad = self.ann.with_company(other)
        theirs = self.env["product.pricelist"].create({"name": "Abroad", "company_id": other.id})
        abroad.property_product_pricelist = theirs
        self.follow()
        self.follow(other)
        self.assertEqual(self.ann.specific_property_product_pricelist, self.half)
        self.assertEqual(abroad.specific_property_product_pricelist, theirs)
        self.assertFalse(abroad.property_payment_term_id)
        self.demote()
        self.follow()
        self.assertEqual(abroad.specific_property_product_pricelist, theirs)
        self.assertFalse(self.ann.specific_property_product_pricelist)

    def test_merged_customers_have_what_the_level_gives(self):
        self.follow()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann | self.bob).ids, self.bob, extra_checks=False)
        self.policy.classify(as_of=AS_OF)
        self.follow()
        self.assertEqual(self.bob.specific_property_product_pricelist, self.half)
        self.demote(self.bob)
        self.follow()
        self.assertFalse(self.bob.specific_property_product_pricelist)
        self.assertFalse(self.bob.property_payment_term_id)
