from odoo.exceptions import UserError
from odoo.tests import tagged

from ..bases.two_companies import TwoCompaniesCase


@tagged("post_install", "-at_install")
class TestDelete(TwoCompaniesCase):
    def test_a_customer_with_cases_is_not_deleted(self):
        self.history([(self.ann, "2025-06-01", 1), (self.ann, "2025-06-02", 1, {"active": False})])
        with self.assertRaisesRegex(UserError, r"“Ann” has repair cases \(2\).*Archive it"):
            self.ann.unlink()

    def test_cases_of_another_company_count(self):
        self.there([(self.ann, "2025-06-01", 1)])
        user = self.user("rcs_deleter", "user")
        user.group_ids += self.env.ref("base.group_partner_manager")
        with self.assertRaisesRegex(UserError, r"“Ann” has repair cases \(1\)"):
            self.ann.with_user(user).unlink()

    def test_without_cases_profile_and_override_go_along(self):
        override = self.put(self.ann, "High")
        self.classify()
        self.assertTrue(self.profile_of(self.ann))
        self.ann.unlink()
        self.assertFalse(self.profile_of(self.ann) or override.exists())


@tagged("post_install", "-at_install")
class TestArchive(TwoCompaniesCase):
    def test_an_archived_customer_keeps_its_classes_and_leaves_the_lists(self):
        self.history([(self.ann, "2025-06-01", 200)])
        self.there([(self.ann, "2025-06-01", 200)])
        self.classify()
        profiles = self.profile_of(self.ann) | self.profile_of(self.ann, self.other)
        self.ann.active = False
        self.assertFalse(self.profile_of(self.ann) or self.profile_of(self.ann, self.other))
        self.assertEqual(profiles.mapped("active"), [False, False])
        self.assertEqual(self.ann.repair_profile_id, profiles[0])
        self.assertEqual(self.ann.repair_value_tier_id.name, "High")
        partners = self.env["res.partner"]
        vip = [("repair_value_tier_id.name", "=", "High"), ("id", "=", self.ann.id)]
        self.assertFalse(partners.search(vip))
        self.assertEqual(partners.search([*vip, ("active", "=", False)]), self.ann)
        self.assertEqual(partners.with_context(active_test=False).search(vip), self.ann)
        self.classify()
        self.assertRecordValues(profiles, [{"active": False, "repair_count": 1, "amount": 200}] * 2)
        self.assertFalse(self.changes(self.ann))
        self.ann.active = True
        self.assertEqual(self.profile_of(self.ann), profiles[0])

    def test_a_customer_archived_before_its_first_classification(self):
        self.history([(self.ann, "2025-06-01", 200)])
        self.ann.active = False
        self.classify()
        self.assertFalse(self.profile_of(self.ann))
        profiles = self.env["repair.customer.profile"].with_context(active_test=False)
        self.assertEqual(profiles.search([("partner_id", "=", self.ann.id)]).active, False)

    def test_cases_of_an_archived_customer_show_its_tier(self):
        case = self.history([(self.ann, "2025-06-01", 200)])
        self.classify()
        self.ann.active = False
        self.assertEqual(case.value_tier_id.name, "High")


@tagged("post_install", "-at_install")
class TestMove(TwoCompaniesCase):
    """A contact takes its repairs along to another company, and away from it."""

    def setUp(self):
        super().setUp()
        self.acme = self.customer("Acme", is_company=True)
        self.bolt = self.customer("Bolt", is_company=True)
        self.history([(self.acme, "2025-06-01", 60), (self.ann, "2025-06-02", 60)])
        self.there([(self.acme, "2025-06-01", 200), (self.ann, "2025-06-02", 30)])

    def figures(self, company=None):
        return {
            partner.name: (profile.repair_count, profile.amount, profile.value_tier_id.name)
            for partner in (self.acme, self.bolt, self.ann)
            if (profile := self.profile_of(partner, company))
        }

    def test_to_a_company_to_another_and_away(self):
        self.classify()
        for parent, here, there in (
            (self.acme, {"Acme": (2, 120, "High")}, {"Acme": (2, 230, "High")}),
            (
                self.bolt,
                {"Acme": (1, 60, "Low"), "Bolt": (1, 60, "Low")},
                {"Acme": (1, 200, "High"), "Bolt": (1, 30, "Low")},
            ),
            (
                self.env["res.partner"],
                {"Acme": (1, 60, "Low"), "Ann": (1, 60, "Low")},
                {"Acme": (1, 200, "High"), "Ann": (1, 30, "Low")},
            ),
        ):
            with self.subTest(parent=parent.name):
                self.ann.parent_id = parent
                self.work_off()
                self.assertEqual(self.figures(), here)
                self.assertEqual(self.figures(self.other), there)
        self.assertEqual(
            self.changes(self.acme),
            [("Low", "High", "rule", False), ("High", "Low", "rule", False)],
        )

    def test_its_override_is_its_company_s(self):
        """An override on a contact would leave it a customer of its own without repairs."""
        override = self.put(self.ann, "High")
        there = self.put(self.ann, "Low", company=self.other)
        self.classify()
        self.ann.parent_id = self.bolt
        self.work_off()
        self.assertEqual((override | there).partner_id, self.bolt)
        self.assertEqual(self.figures()["Bolt"], (1, 60, "High"))
        self.assertNotIn("Ann", self.figures())
        self.ann.parent_id = False
        self.work_off()
        self.assertEqual(override.partner_id, self.bolt)
        self.assertEqual(self.figures()["Ann"], (1, 60, "Low"))

    def test_who_moves_a_contact_need_not_know_of_repairs(self):
        override = self.put(self.ann, "High")
        user = self.user("rcs_mover")
        user.group_ids += self.env.ref("base.group_partner_manager")
        self.ann.with_user(user).parent_id = self.bolt
        self.assertEqual(override.partner_id, self.bolt)
