from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..bases.common import AS_OF, VersionCase


@tagged("post_install", "-at_install")
class TestKeptVersions(VersionCase):
    """What something refers to is not deleted, and what is in force is not archived."""

    def second(self):
        """Activate a second version whose value tiers are other ones."""

        def replace(draft):
            self.set_tiers("value", [("Everybody", "all", [])], draft)

        return self.revise(change=replace)

    def assertKept(self, policy, message):
        with self.assertRaisesRegex(UserError, message):
            policy.unlink()
        self.assertTrue(policy.exists())

    @users("rcs_manager")
    def test_the_active_version(self):
        policy = self.policy.with_env(self.env)
        self.assertKept(policy, "cannot be deleted. Activate another version first")
        with self.assertRaisesRegex(
            UserError, "cannot be archived. Activate another version first"
        ):
            policy.write({"active": False})
        with self.assertRaisesRegex(
            UserError, "cannot be archived. Activate another version first"
        ):
            policy.action_archive()

    def test_a_version_that_customers_stand_by(self):
        self.second()
        self.assertEqual(self.first._referring(), ["customers"])
        self.assertKept(
            self.first, "version 1, cannot be deleted: customers refer to it. Archive it"
        )

    def test_a_version_that_changes_of_tier_cite(self):
        second = self.second()
        second.classify(as_of=AS_OF)
        self.assertEqual(self.first._referring(), ["tier changes"])
        third = self.revise(
            change=lambda draft: self.set_tiers("value", [("All", "all", [])], draft)
        )
        third.classify(as_of=AS_OF)
        self.assertEqual(second._referring(), ["tier changes"])
        self.assertKept(second, "version 2, cannot be deleted: tier changes refer to it")

    def test_a_tier_that_an_override_names(self):
        high = self.tier("High Value")
        self.env["repair.segmentation.override"].create(
            {"partner_id": self.bob.id, "tier_id": high.id, "reason": "Test"}
        )
        self.second().classify(as_of=AS_OF)
        self.assertEqual(self.first._referring(), ["tier changes", "overrides"])

    def test_archived_versions_are_archived_out_of_sight(self):
        self.second()
        self.first.action_archive()
        self.assertFalse(self.first.active)

    def test_a_draft_that_nobody_was_classified_by_goes(self):
        draft = self.draft()
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_an_archived_version_that_classified_nobody_goes(self):
        second = self.second()
        self.revise()
        self.assertEqual(second._referring(), [])
        second.unlink()
        self.assertFalse(second.exists())


@tagged("post_install", "-at_install")
class TestTypedAmounts(VersionCase):
    """The thresholds of money that somebody typed are for those who may see amounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_all", "user_all")
        cls.user("rcs_amount", "user_all", "amount")

    def money(self):
        draft = self.draft()
        self.set_tiers(
            "value",
            [
                ("Gold", "all", [{"metric": "amount", "kind": "value", "value": 87654321}]),
                ("Rest", "all", []),
            ],
            draft,
        )
        draft.action_activate()
        self.policy = draft
        return self.tier("Gold")

    def test_users_read_no_amount(self):
        gold = self.money()
        for login in ("rcs_user", "rcs_all"):
            user = self.env["res.users"].search([("login", "=", login)])
            policy, tier = self.policy.with_user(user), gold.with_user(user)
            criteria = self.env["repair.segmentation.criterion"].with_user(user)
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    tier.criterion_ids.read(["value"])
                with self.assertRaises(AccessError):
                    criteria.search([("value", ">", 4000)])
                with self.assertRaises(AccessError):
                    policy.read(["monetary_cut_4"])
                self.assertNotIn("value", criteria.fields_get())
                self.assertEqual(tier.rule_text, "Amount in the period at least (hidden)")
                self.assertIn("• Gold: Amount in the period at least (hidden)", policy.summary)
                self.assertNotIn("87,654,321", str(policy.read()) + str(tier.read()))
                self.assertNotIn("87654321", str(policy.read()) + str(tier.read()))
                self.assertIs(policy.rules_changed, False)
                messages = self.env["mail.message"].with_user(user)
                mine = [("model", "=", policy._name), ("res_id", "=", policy.id)]
                self.assertFalse(messages.search(mine))

    def test_users_read_other_numbers(self):
        self.money()
        user = self.env["res.users"].search([("login", "=", "rcs_user")])
        frequent = self.tier("Frequent").with_user(user)
        self.assertEqual(frequent.rule_text, "Repairs in the period at least 4")

    def test_whoever_may_see_amounts_reads_them(self):
        gold = self.money()
        for login in ("rcs_amount", "rcs_manager"):
            user = self.env["res.users"].search([("login", "=", login)])
            with self.subTest(login=login):
                tier = gold.with_user(user)
                self.assertEqual(tier.rule_text, "Amount in the period at least 87,654,321")
                self.assertEqual(tier.criterion_ids.value, 87654321)
                self.assertIn("87,654,321", self.policy.with_user(user).summary)

    @users("rcs_manager")
    def test_managers_read_what_a_version_changed(self):
        self.money()
        policy = self.policy.with_env(self.env)
        self.assertIn("87,654,321", "".join(policy.message_ids.mapped("body")))

    @users("rcs_user")
    def test_equal_rules_have_equal_fingerprints_whoever_asks(self):
        policy = self.policy.with_env(self.env)
        self.assertEqual(policy._rules_digest(), self.policy.sudo()._rules_digest())


@tagged("post_install", "-at_install")
class TestSummary(VersionCase):
    """The policy says which numbers apply today."""

    def lines(self, policy=None):
        return (policy or self.policy).summary.split("\n")

    def test_enough_customers(self):
        self.assertEqual(
            self.lines()[1], "• High Value: Amount in the period among the top 20% of customers"
        )
        self.assertEqual(
            self.lines()[-1],
            "Customers with a repair in the period: currently 2, enough for quintiles and top "
            "percentages.",
        )

    def test_too_few_customers(self):
        draft = self.draft()
        draft.min_population = 3
        self.assertEqual(
            self.lines(draft)[1],
            "• High Value: Amount in the period at least 2,000 (instead of the top 20% of "
            "customers)",
        )
        # The row of the tier says what applies, too.
        self.assertEqual(
            self.tier("High Value", draft).rule_text,
            "Amount in the period at least 2,000 (instead of the top 20% of customers)",
        )
        self.assertEqual(
            self.lines(draft)[-1],
            "Customers with a repair in the period: currently 2, fewer than the 3 needed for "
            "quintiles and top percentages. The fixed thresholds are used.",
        )

    def test_of_another_window_nothing_is_known(self):
        draft = self.draft()
        draft.write({"min_population": 3, "window_months": 24})
        self.assertEqual(self.lines(draft)[-1], "• Occasional: everyone else")
        self.assertEqual(self.lines(draft)[0], "Repairs of the last 24 months are counted.")
        draft.window_months = 1
        self.assertEqual(self.lines(draft)[0], "Repairs of the last month are counted.")

    def test_before_the_first_run_nothing_is_known(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.assertEqual(self.lines(other.repair_policy_id)[-1], "• Occasional: everyone else")

    def test_what_a_customer_is(self):
        self.assertEqual(
            self.policy.descriptive_summary.split("\n"),
            [
                "Kind — Enterprise: is a company; Individual: everyone else",
                "Size — "
                + "; ".join(
                    [
                        "Large: Employees at least 250",
                        "Medium-Sized: Employees at least 50",
                        "Small: everyone else",
                    ]
                ),
                "Location — International: is abroad; Domestic: everyone else",
                "Need — Service: Share of services (%) at least 50; Functional: everyone else",
                "Industry — from the contact, unless overridden",
            ],
        )


@tagged("post_install", "-at_install")
class TestSizePresets(VersionCase):
    def apply(self, preset, draft):
        wizard = self.env["repair.segmentation.preset"].with_context(active_id=draft.id)
        wizard.create({"dimension": "size", "size_preset": preset}).action_apply_preset()
        return [(t.name, t.rule_text, t.origin_id.name) for t in draft.size_tier_ids.sorted()]

    def test_the_sizes_are_replaced_and_the_same_tiers_stay(self):
        draft = self.draft()
        self.assertEqual(
            self.apply("employees_50", draft),
            [("Large", "Employees at least 50", "Large"), ("Small", "everyone else", "Small")],
        )
        self.assertEqual(
            self.apply("repairs_10_50", draft),
            [
                ("Large", "Repairs in the period at least 50", "Large"),
                ("Medium-Sized", "Repairs in the period at least 10", False),
                ("Small", "everyone else", "Small"),
            ],
        )
        self.assertEqual(draft.value_tier_ids.mapped("name"), ["High Value", "Ordinary"])
        draft.action_activate()
        self.assertEqual(draft.state, "active")

    def test_the_shipped_sizes_come_back(self):
        draft = self.draft()
        shipped = [(t.name, t.rule_text) for t in draft.size_tier_ids.sorted()]
        self.apply("employees_50", draft)
        found = self.apply("employees_50_250", draft)
        self.assertEqual([row[:2] for row in found], shipped)

    def test_none_is_chosen(self):
        wizard = self.env["repair.segmentation.preset"].with_context(active_id=self.draft().id)
        for values in ({"dimension": "size"}, {"dimension": "value"}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Choose a preset"):
                wizard.create(values).action_apply_preset()
