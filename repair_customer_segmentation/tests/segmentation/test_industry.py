from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestIndustry(SegmentationCase):
    """The industry is that of the contact, unless a person names another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.food, cls.steel = cls.env["res.partner.industry"].create(
            [{"name": "Food"}, {"name": "Steel"}]
        )
        cls.ann = cls.customer("Ann", industry_id=cls.food.id)
        cls.bob = cls.customer("Bob")
        cls.history([(cls.ann, "2025-06-01", 10), (cls.bob, "2025-06-01", 10)])
        cls.policy.classify(as_of=AS_OF - timedelta(days=2))
        cls.user("rcs_manager", "manager")

    def override(self, partner, **values):
        return self.env["repair.segmentation.override"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "dimension": "industry",
                "industry_id": self.steel.id,
                "reason": "Makes the tins, too",
                "date_start": AS_OF - timedelta(days=1),
                **values,
            }
        )

    def industries(self, as_of=AS_OF, **kwargs):
        self.policy.classify(as_of=as_of, **kwargs)
        return [self.profile_of(partner).industry_id.name for partner in (self.ann, self.bob)]

    def test_it_is_that_of_the_contact(self):
        self.assertEqual(self.industries(), ["Food", False])

    def test_a_person_names_another(self):
        self.override(self.ann)
        self.assertEqual(self.industries(), ["Steel", False])
        self.assertEqual(self.ann.industry_id, self.food)

    def test_a_person_names_one_where_there_is_none(self):
        self.override(self.bob)
        self.assertEqual(self.industries(), ["Food", "Steel"])

    def test_a_partial_run_knows_it(self):
        self.industries()
        self.override(self.ann)
        self.assertEqual(self.industries(partner_ids=self.ann.ids), ["Steel", False])

    def test_it_holds_from_its_beginning_to_its_end(self):
        self.override(self.ann, date_end=AS_OF + timedelta(days=5))
        self.assertEqual(self.industries(AS_OF - timedelta(days=2)), ["Food", False])
        self.assertEqual(self.industries(AS_OF + timedelta(days=4)), ["Steel", False])
        self.assertEqual(self.industries(AS_OF + timedelta(days=5)), ["Food", False])

    def test_a_second_run_writes_nothing(self):
        self.override(self.ann)
        self.industries()
        self.assertEqual(self.policy.classify(as_of=AS_OF).changed_count, 0)

    def test_tiers_of_other_dimensions_are_overridden_beside_it(self):
        self.override(self.ann)
        enterprise = self.tier("Enterprise")
        self.override(self.ann, dimension="kind", tier_id=enterprise.id, industry_id=False)
        self.assertEqual(self.industries(), ["Steel", False])
        self.assertEqual(self.profile_of(self.ann).kind_tier_id, enterprise)

    def test_the_rule_stands_beside_it(self):
        differs, fills, agrees = (
            self.override(self.ann),
            self.override(self.bob),
            self.override(
                self.customer("Cid", industry_id=self.steel.id),
            ),
        )
        self.industries()
        self.assertRecordValues(
            differs | fills | agrees,
            [
                {"put_into": "Steel", "by_rule": "Food", "disagrees": True},
                {"put_into": "Steel", "by_rule": False, "disagrees": False},
                {"put_into": "Steel", "by_rule": "Steel", "disagrees": False},
            ],
        )
        overrides = self.env["repair.segmentation.override"]
        ours = ("company_id", "=", self.company.id)
        self.assertEqual(overrides.search([ours, ("disagrees", "=", True)]), differs)
        self.assertEqual(overrides.search([ours, ("disagrees", "=", False)]), fills | agrees)

    def test_why_explains_it(self):
        self.assertEqual(
            self.profile_of(self.ann)._explanation()["industry"],
            {
                "dimension": "industry",
                "label": "Industry",
                "tier": "Food",
                "by_rule": "Food",
                "override": False,
                "steps": [],
                "source": "on the contact: Food",
            },
        )
        self.override(self.ann)
        self.industries()
        why = self.profile_of(self.ann)._explanation()["industry"]
        self.assertEqual((why["tier"], why["by_rule"]), ("Steel", "Food"))
        self.assertRegex(
            why["override"],
            r"set it to Steel on .*“Makes the tins, too”\. The calculated tier is Food\.$",
        )
        self.assertIn("Makes the tins, too", self.profile_of(self.ann).explanation)

    def test_half_filled_overrides_are_refused(self):
        tier = self.tier("Enterprise")
        for values, message in (
            ({"industry_id": False}, "for the industry: fill in “Industry”"),
            ({"tier_id": tier.id}, "for the industry: fill in “Industry”"),
            ({"dimension": "kind", "tier_id": tier.id}, "for a tier: fill in “Tier”"),
            ({"dimension": "kind", "industry_id": False}, "for a tier: fill in “Tier”"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, message),
                self.env.cr.savepoint(),
            ):
                self.override(self.ann, **values)

    @users("rcs_manager")
    def test_the_dialog_puts_it_and_takes_it_back(self):
        wizard = self.env["repair.override.wizard"].create(
            {
                "partner_ids": [(6, 0, (self.ann | self.bob).ids)],
                "dimension": "industry",
                "industry_id": self.steel.id,
                "reason": "Makes the tins, too",
            }
        )
        wizard.action_apply()
        profiles = self.profile_of(self.ann) | self.profile_of(self.bob)
        self.assertEqual(profiles.industry_id, self.steel)
        overrides = self.env["repair.segmentation.override"].search(
            [("partner_id", "=", self.ann.id)]
        )
        overrides.action_take_back()
        self.assertEqual(self.profile_of(self.ann).industry_id, self.food)

    @users("rcs_manager")
    def test_the_dialog_asks_for_it(self):
        wizard = self.env["repair.override.wizard"].create(
            {"partner_ids": [(6, 0, self.ann.ids)], "dimension": "industry", "reason": "Test"}
        )
        with self.assertRaisesRegex(UserError, "Choose the industry"):
            wizard.action_apply()
        wizard.dimension = "kind"
        with self.assertRaisesRegex(UserError, "Choose the tier"):
            wizard.action_apply()

    def test_a_deleted_industry_gives_the_contact_s_own_back(self):
        override = self.override(self.ann)
        self.industries()
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        self.steel.unlink()
        self.assertFalse(override.exists())
        self.env.cr.flush()
        self.env.cr.execute("SELECT partner_id FROM repair_customer_stale")
        self.assertEqual(self.env.cr.fetchall(), [(self.ann.id,)])
        self.assertEqual(self.industries(), ["Food", False])
