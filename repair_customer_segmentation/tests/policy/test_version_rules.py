from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.policy.changes import PolicyChanges
from ..bases.common import VersionCase


@tagged("post_install", "-at_install")
class TestWhatChanged(VersionCase):
    """The chatter of a version says what it changed."""

    def lines(self, change=None, **values):
        draft = self.policy._new_version()
        draft.write(values)
        if change:
            change(draft)
        return PolicyChanges(self.policy, draft).lines()

    def test_nothing(self):
        self.assertEqual(self.lines(), [])

    def test_own_rules(self):
        self.assertEqual(
            self.lines(window_months=6, cut_method="fixed", grace_days=0, monetary_cut_4=2500),
            [
                "Period (Months): 12 → 6",
                "RFM Score by: Quintiles → Fixed thresholds",
                "Grace Period (Days): 30 → 0",
                "Score 5: Above (Amount): 2000 → 2500",
            ],
        )

    def test_tiers(self):
        def change(draft):
            self.tier("High Value", draft).name = "VIP"
            self.tier("Frequent", draft).criterion_ids.value = 5
            self.tier("Lost", draft).cells = "11 51"
            self.tier("New", draft).unlink()

        repairs, bringing = "Repairs in the period", "one of the customers who bring"
        self.assertEqual(
            self.lines(change, abc_share_a=70),
            [
                "Value: High Value → VIP",
                f"Frequency, “Frequent”: {repairs} at least 4 → {repairs} at least 5",
                "RFM segment: “New” removed",
                "RFM segment, “Lost”: 11 → 11 51",
                f"ABC class, “A”: {bringing} 80% of the amount → {bringing} 70% of the amount",
            ],
        )

    def test_the_number_for_too_few_customers(self):
        """It is what applies, where customers are few."""

        def lower(draft):
            self.tier("High Value", draft).criterion_ids.value = 1000

        share = "Amount in the period among the top 20% of customers"
        self.assertEqual(
            self.lines(lower),
            [
                f"Value, “High Value”: {share} (with too few customers: at least {old}) → {share} "
                f"(with too few customers: at least {new})"
                for old, new in [("2,000", "1,000")]
            ],
        )

    def test_how_customers_are_served(self):
        def serve(draft):
            self.tier("Ordinary", draft).assigns_manager = True
            self.tier("Frequent", draft).service_level_id = False

        self.assertEqual(
            self.lines(serve),
            [
                "Value, “Ordinary”, Assign an Account Manager: No → Yes",
                "Frequency, “Frequent”, Service Level: Priority Service → None",
            ],
        )

    def test_new_tiers_and_order(self):
        def change(draft):
            self.set_tiers_of(draft)

        self.assertEqual(
            self.lines(change),
            [
                "Frequency: “Regular” added: Repairs in the period at least 2",
                "ABC class, order: B, A, C",
            ],
        )

    def set_tiers_of(self, draft):
        draft.write(
            {
                "tier_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Regular",
                            "dimension": "frequency",
                            "sequence": 15,
                            "criterion_ids": [(0, 0, {"metric": "repair_count", "value": 2})],
                        },
                    ),
                ]
            }
        )
        self.tier("B", draft).sequence = 1

    def test_the_chatter_says_it(self):
        self.revise({"window_months": 6})
        body = self.policy.message_ids.filtered("body")[:1].body
        self.assertIn("Version 2 replaced version 1.", body)
        self.assertIn("<li>Period (Months): 12 → 6</li>", body)
        self.revise()
        self.assertIn("The rules are the same.", self.policy.message_ids.filtered("body")[:1].body)


@tagged("post_install", "-at_install")
class TestLockedRules(VersionCase):
    """Rules that customers were classified by stay as they are."""

    def changes(self, policy):
        frequent = self.tier("Frequent", policy)
        criterion = {"tier_id": frequent.id, "metric": "amount", "value": 1}
        return {
            "window": lambda: policy.write({"window_months": 6}),
            "share": lambda: policy.write({"abc_share_a": 70}),
            "company": lambda: policy.write({"company_id": False}),
            "cut": lambda: policy.write({"monetary_cut_4": 9999}),
            "tiers": lambda: policy.write({"value_tier_ids": [(2, policy.value_tier_ids[0].id)]}),
            "match": lambda: frequent.write({"match": "any"}),
            "new tier": frequent.copy,
            "tier": lambda: self.tier("High Value", policy).unlink(),
            "criterion": lambda: frequent.criterion_ids.write({"value": 1}),
            "new criterion": lambda: frequent.criterion_ids.create(criterion),
            "no criterion": frequent.criterion_ids.unlink,
        }

    def assertLocked(self, policy):
        for name, change in self.changes(policy).items():
            with self.subTest(change=name), self.assertRaisesRegex(UserError, "Click “Edit”"):
                change()

    def test_the_active_version(self):
        self.assertLocked(self.policy)

    def test_archived_versions(self):
        self.revise({"window_months": 6})
        self.assertLocked(self.first)

    def test_what_is_equal_is_no_change(self):
        self.policy.write({"window_months": 12, "monetary_cut_4": 2000.0})
        self.tier("Frequent").write({"match": "all", "sequence": 10})

    def test_names_and_colours_are_free(self):
        self.policy.name = "Renamed"
        self.tier("Frequent").write({"name": "Often", "color": 1, "description": "x"})

    def test_before_the_first_run_all_is_free(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        other.repair_policy_id.window_months = 0
        self.assertEqual(other.repair_policy_id.window_months, 0)

    def test_the_state_is_written_by_activation_alone(self):
        with self.assertRaisesRegex(UserError, "become active through “Activate”"):
            self.policy.write({"state": "draft"})


@tagged("post_install", "-at_install")
class TestPresets(VersionCase):
    """The value tiers of a template, for a draft."""

    def apply(self, name, draft):
        preset = self.env.ref(f"repair_customer_segmentation.repair_segmentation_policy_{name}")
        wizard = self.env["repair.segmentation.preset"].with_context(active_id=draft.id)
        wizard.create({"preset_id": preset.id}).action_apply_preset()

    def test_the_tiers_are_replaced(self):
        draft = self.draft()
        self.apply("vip", draft)
        self.assertEqual(draft.value_tier_ids.mapped("name"), ["VIP", "Regular", "Potential"])
        self.assertEqual(draft.frequency_tier_ids.mapped("name"), ["Frequent", "Occasional"])
        draft.action_activate()
        self.assertEqual(draft.state, "active")

    def test_a_tier_of_the_same_name_is_the_same_tier(self):
        draft = self.draft()
        self.apply("high_low", draft)
        self.assertEqual(
            [(t.name, t.origin_id.name) for t in draft.value_tier_ids],
            [("High Value", "High Value"), ("Low Value", False)],
        )

    def test_only_drafts_take_a_preset(self):
        with self.assertRaisesRegex(UserError, "apply to drafts"):
            self.apply("vip", self.policy)
