from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..bases.review import NBSP, ReviewCase


@tagged("post_install", "-at_install")
class TestReferrals(ReviewCase):
    """Who brought whom, and what that was worth."""

    def setUp(self):
        super().setUp()
        self.carl = self.customer("Carl")
        self.history([(self.carl, "2024-12-01", 40), (self.carl, "2024-12-02", 60)])
        self.classify("2025-01-13")

    def brought(self, partner, user=None):
        seen = partner.with_user(user or self.manager).with_company(self.company)
        return (
            seen.repair_referral_count,
            seen.repair_referral_repairs,
            seen.repair_referral_amount,
        )

    def test_what_they_brought(self):
        self.assertEqual(self.brought(self.ann), (0, 0, 0))
        self.carl.repair_referred_by_id = self.ann
        self.bob.repair_referred_by_id = self.ann
        self.assertEqual(self.brought(self.ann), (2, 3, 200))
        self.bob.repair_referred_by_id = False
        self.assertEqual(self.brought(self.ann), (1, 2, 100))

    def test_amounts_are_for_who_may_see_them(self):
        self.carl.repair_referred_by_id = self.ann
        self.assertEqual(self.ann.with_user(self.agent).repair_referral_repairs, 2)
        with self.assertRaises(AccessError):
            self.ann.with_user(self.agent).read(["repair_referral_amount"])
        lines = self.open_review().with_user(self.agent)._words().loyalty_lines()
        self.assertIn("Referred 1 customer (repairs: 2).", lines)
        lines = self.reviews().with_user(self.manager)._words().loyalty_lines()
        self.assertIn(f"Referred 1 customer (repairs: 2, amount: ${NBSP}100.00).", lines)

    def test_on_the_review_of_who_came(self):
        self.carl.repair_referred_by_id = self.ann
        self.assertIn("Referred by Ann.", self.open_review(self.carl)._words().loyalty_lines())

    def test_companies_and_their_contacts(self):
        """A contact brings for its company, and a company counts once, however many contacts."""
        firm = self.customer("Firm", is_company=True)
        contact, _other = (self.customer(n, parent_id=firm.id) for n in ("Kim", "Lee"))
        self.carl.repair_referred_by_id = contact
        self.assertEqual(self.brought(firm), (1, 2, 100))
        self.assertEqual(self.brought(contact), (1, 2, 100))
        firm.repair_referred_by_id = self.ann
        self.assertEqual(contact.repair_referred_by_id, self.ann)
        self.assertEqual(self.brought(self.ann), (1, 0, 0))

    def test_not_by_themselves(self):
        firm = self.customer("Firm", is_company=True)
        contact = self.customer("Kim", parent_id=firm.id)
        for customer, referrer in ((self.ann, self.ann), (firm, contact)):
            with self.assertRaisesRegex(ValidationError, "cannot be referred by itself"):
                customer.repair_referred_by_id = referrer

    def test_no_circles(self):
        self.bob.repair_referred_by_id = self.ann
        self.carl.repair_referred_by_id = self.bob
        with self.assertRaisesRegex(ValidationError, "“Ann” referred “Carl”"):
            self.ann.repair_referred_by_id = self.carl
        self.assertEqual(self.carl.repair_referred_by_id, self.bob)

    def test_who_brought_a_company_may_join_it(self):
        firm = self.customer("Firm", is_company=True, repair_referred_by_id=self.ann.id)
        self.ann.parent_id = firm
        self.assertEqual(self.brought(firm), (0, 0, 0))

    def test_import(self):
        result = self.env["res.partner"].load(
            ["name", "repair_referred_by_id"], [["New One", "Ann"]]
        )
        self.assertFalse(result["messages"])
        self.assertEqual(
            self.env["res.partner"].browse(result["ids"]).repair_referred_by_id, self.ann
        )

    def test_who_knows_nothing_of_repairs_makes_contacts(self):
        """By hand and by an import, of a company that was referred."""
        self.customer("Firm", is_company=True, repair_referred_by_id=self.ann.id)
        clerk = self.user("rcs_clerk")
        clerk.group_ids |= self.env.ref("base.group_partner_manager")
        partners = self.env["res.partner"].with_user(clerk)
        result = partners.load(["name", "parent_id"], [["Kim", "Firm"]])
        self.assertFalse(result["messages"])
        firm = partners.search([("name", "=", "Firm")])
        child = partners.create({"name": "Lee", "parent_id": firm.id})
        self.assertEqual(child.sudo().repair_referred_by_id, self.ann)

    def test_list_of_customers(self):
        self.carl.repair_referred_by_id = self.ann
        profiles = self.env["repair.customer.profile"].with_user(self.agent)
        mine = [("company_id", "=", self.company.id)]
        groups = profiles.formatted_read_group(mine, ["referred_by_id"], ["__count"])
        self.assertEqual(
            [
                (row["referred_by_id"] and row["referred_by_id"][1], row["__count"])
                for row in groups
            ],
            [("Ann", 1), (False, 2)],
        )
        brought = [("partner_id.repair_referral_ids", "!=", False)]
        self.assertEqual(profiles.search([*mine, *brought]).partner_id, self.ann)
        action = self.ann.with_user(self.agent).action_view_repair_referrals()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.carl)

    def test_of_a_company_of_its_own(self):
        """Repairs are those of the current company."""
        self.carl.repair_referred_by_id = self.ann
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        found = self.ann.with_company(elsewhere)
        self.assertEqual((found.repair_referral_count, found.repair_referral_repairs), (1, 0))

    def test_queries_do_not_grow(self):
        partners = self.customers(30)
        for customer in partners[1:]:
            customer.repair_referred_by_id = partners[0]
        self.env.invalidate_all()
        partners.mapped("name")
        with self.assertQueryCount(3):
            partners.mapped("repair_referral_count")
