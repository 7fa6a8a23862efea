from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.common import AS_OF, SegmentationCase
from ..bases.scores import BOARD

TEMPLATES = {
    "default": ["High Value", "Ordinary"],
    "general": ["High Value", "General", "Potential"],
    "vip": ["VIP", "Regular", "Potential"],
    "high_low": ["High Value", "Low Value"],
}


@tagged("post_install", "-at_install")
class TestCompany(SegmentationCase):
    def test_a_new_company_has_an_active_policy(self):
        company = self.env["res.company"].create({"name": "New Company"})
        policy = company.repair_policy_id
        self.assertRecordValues(policy, [{"company_id": company.id, "state": "active"}])
        self.assertEqual(policy, company._active_repair_policy())
        policy._check_rules()
        policy.classify()

    def test_every_company_has_an_active_policy(self):
        """Those that were there before the addon, too."""
        companies = self.env["res.company"].with_context(active_test=False).search([])
        policies = self.env["repair.segmentation.policy"].search([("state", "=", "active")])
        self.assertEqual(policies.company_id, companies)

    def test_policies_of_two_companies_share_no_tier(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.assertFalse(other.repair_policy_id.tier_ids & self.policy.tier_ids)
        self.assertEqual(
            sorted(other.repair_policy_id.tier_ids.mapped("name")),
            sorted(self.policy.tier_ids.mapped("name")),
        )

    def test_the_policy_is_created_once(self):
        self.company._create_repair_policies()
        self.assertEqual(self.company.repair_policy_id, self.policy)
        policies = self.env["repair.segmentation.policy"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(policies, self.policy)

    def test_who_creates_a_company_need_not_know_of_repairs(self):
        user = self.user("rcs_settings")
        user.group_ids += self.env.ref("base.group_system")
        user.group_ids -= self.env.ref("repair_customer_segmentation.group_manager")
        company = self.env["res.company"].with_user(user).create({"name": "New Company"})
        self.assertTrue(company.sudo().repair_policy_id)

    def test_one_active_policy_a_company(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.policy.copy({"state": "active"})

    def test_a_copy_is_a_draft(self):
        copy = self.policy.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(
            sorted(copy.tier_ids.mapped("name")), sorted(self.policy.tier_ids.mapped("name"))
        )
        self.assertEqual(
            sorted(copy.tier_ids.criterion_ids.mapped("percent")),
            sorted(self.policy.tier_ids.criterion_ids.mapped("percent")),
        )

    def test_the_policy_in_use_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "cannot be deleted. Activate another version first"):
            self.policy.unlink()


@tagged("post_install", "-at_install")
class TestTemplates(SegmentationCase):
    """The four policies that one starts from."""

    def templates(self):
        for name, tiers in TEMPLATES.items():
            yield (
                self.env.ref(f"repair_customer_segmentation.repair_segmentation_policy_{name}"),
                tiers,
            )

    def test_they_are_complete(self):
        for template, value_tiers in self.templates():
            with self.subTest(template=template.name):
                self.assertRecordValues(template, [{"company_id": False, "state": "draft"}])
                template._check_rules()
                self.assertEqual(template.value_tier_ids.mapped("name"), value_tiers)
                self.assertEqual(
                    template.frequency_tier_ids.mapped("name"), ["Frequent", "Occasional"]
                )
                self.assertEqual(template.abc_tier_ids.mapped("name"), ["A", "B", "C"])
                self.assertEqual((template.abc_share_a, template.abc_share_b), (80, 95))
                self.assertEqual({tier.name: tier.cells for tier in template.rfm_tier_ids}, BOARD)
                self.assertEqual(template.tier_ids.mapped("company_id"), self.env["res.company"])

    def test_each_dimension_has_a_tier_for_potential_customers(self):
        expected = {
            "default": {"Ordinary", "Occasional", "C"},
            "general": {"Potential", "Occasional", "C"},
            "vip": {"Potential", "Occasional", "C"},
            "high_low": {"Low Value", "Occasional", "C"},
        }
        for (template, _tiers), names in zip(self.templates(), expected.values(), strict=True):
            with self.subTest(template=template.name):
                potential = template.tier_ids.filtered("for_potential")
                self.assertLessEqual(names - {"C"}, set(potential.mapped("name")))

    def test_they_classify(self):
        """A big, a middling and a potential customer by each of the templates."""
        big, middling, potential = self.customers(3)
        self.history(
            [(big, "2025-06-01", 1000)] * 5
            + [
                (middling, "2025-06-01", 1),
                (potential, "2025-06-01", 1, {"stage_id": self.stage_cancelled.id}),
            ]
        )
        found = {}
        for template, _tiers in self.templates():
            policy = template.copy({"company_id": self.company.id})
            policy.classify(as_of=AS_OF)
            found[template] = [
                self.profile_of(partner).value_tier_id.name
                for partner in (big, middling, potential)
            ]
        self.assertEqual(
            list(found.values()),
            [
                ["High Value", "Ordinary", "Ordinary"],
                ["High Value", "General", "Potential"],
                ["VIP", "Regular", "Potential"],
                ["High Value", "Low Value", "Low Value"],
            ],
        )

    def test_a_template_classifies_nobody(self):
        """It has no company whose customers it could classify."""
        template, _tiers = next(self.templates())
        with self.assertRaisesRegex(UserError, "is a template. Duplicate it, choose a company"):
            template.classify()
