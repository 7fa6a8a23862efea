# ruff: noqa: RUF001 - Chinese has punctuation of its own
import importlib
import sys
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users

from ...models.policy.in_words import PolicyInWords
from ...rule_words import grammar
from ...vocabulary import ADDON
from ..bases.common import VersionCase


@tagged("post_install", "-at_install")
class TestRulesInWords(VersionCase):
    """A manager reads a policy as sentences, and edits these."""

    def dialog(self, policy, **values):
        return self.env["repair.policy.words"].create({"policy_id": policy.id, **values})

    def edit(self, draft, *changes, language="en"):
        """Apply the text of a draft in which words were replaced; return the dialog."""
        dialog = self.dialog(draft, language=language)
        text = dialog.text
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        dialog.text = text
        dialog.action_apply()
        return dialog

    def rule(self, name, policy):
        return [
            (c.metric, c.operator, c.kind, c.percent, c.value)
            for c in self.tier(name, policy).criterion_ids
        ]

    @users("rcs_manager")
    def test_reads_as_the_rules_are(self):
        text = self.dialog(self.policy.with_env(self.env)).text
        self.assertTrue(
            text.startswith(
                "Period: 12 months\n\n"
                "Value\n"
                "High Value: amount in the top 20% (with too few customers: at least 2,000)\n"
                "Ordinary: everyone else; also customers without a repair\n\n"
                "Frequency\n"
                "Frequent: at least 4 repairs in 12 months\n"
            ),
            text,
        )
        self.assertIn("\n\nRFM segment\nChampions: cells 55 54 45\n", text)
        self.assertIn("\nB: among the customers who bring 95% of the amount\n", text)
        self.assertIn("\nEnterprise: is a company\n", text)
        self.assertTrue(text.endswith("\nFunctional: everyone else"), text)

    @users("rcs_manager")
    def test_the_same_text_changes_nothing(self):
        draft = self.draft().with_env(self.env)
        for language in ("en", "zh"):
            before = draft._rules_digest()
            ids = draft.tier_ids.ids, draft.tier_ids.criterion_ids.ids
            self.edit(draft, language=language)
            self.assertEqual(draft._rules_digest(), before)
            self.assertEqual((draft.tier_ids.ids, draft.tier_ids.criterion_ids.ids), ids)

    @users("rcs_manager")
    def test_the_sentence_of_the_manual(self):
        draft = self.draft().with_env(self.env)
        self.edit(
            draft,
            (
                "amount in the top 20% (with too few customers: at least 2,000)",
                "amount in the top 20 % or at least 6 repairs in 12 months",
            ),
        )
        tier = self.tier("High Value", draft)
        self.assertEqual(tier.match, "any")
        self.assertEqual(
            self.rule("High Value", draft),
            [
                ("amount", "at_least", "top_percent", 20, 2000),
                ("repair_count", "at_least", "value", 0, 6),
            ],
        )
        self.edit(
            draft,
            (
                "金额前20%（客户不足时至少2,000），或12个月内维修至少6次",
                "金额前10%，且12个月内维修至少8次",
            ),
            language="zh",
        )
        self.assertEqual(tier.match, "all")
        self.assertEqual(
            self.rule("High Value", draft),
            [
                ("amount", "at_least", "top_percent", 10, 2000),
                ("repair_count", "at_least", "value", 0, 8),
            ],
        )

    @users("rcs_manager")
    def test_customers_follow_when_the_draft_is_activated(self):
        draft = self.draft().with_env(self.env)
        self.assertEqual(self.ann.repair_profile_id.frequency_tier_id.name, "Frequent")
        self.edit(draft, ("at least 4 repairs", "at least 5 repairs"))
        draft.grace_days = 0
        draft.action_activate()
        self.assertEqual(self.ann.repair_profile_id.frequency_tier_id.name, "Occasional")

    @users("rcs_manager")
    def test_tiers_that_come_go_and_change_places(self):
        draft = self.draft().with_env(self.env)
        high = self.tier("High Value", draft)
        dialog = self.dialog(draft)
        dialog.text = (
            "Value\nGold: total amount at least 9,000\n“A: B”: at least 1 repair in total\n"
            "High Value: amount in the top 20%\n"
            "Rest: everyone else; also customers without a repair"
        )
        self.assertFalse(dialog.problems)
        self.assertEqual(
            dialog.changes,
            [
                {"heading": "Value", "old": None if new else old, "new": new}
                for old, new in (
                    ("Ordinary: everyone else; also customers without a repair", None),
                    (None, "Gold: total amount at least 9,000"),
                    (None, "“A: B”: at least 1 repair in total"),
                    (None, "Rest: everyone else; also customers without a repair"),
                )
            ],
        )
        dialog.action_apply()
        tiers = draft.tier_ids.filtered(lambda t: t.dimension == "value").sorted()
        self.assertEqual(tiers.mapped("name"), ["Gold", "A: B", "High Value", "Rest"])
        self.assertEqual(tiers[2], high)
        self.assertEqual(
            self.rule("High Value", draft), [("amount", "at_least", "top_percent", 20, 2000)]
        )
        self.assertEqual(tiers.mapped("for_potential"), [False, False, False, True])
        self.assertTrue(draft.tier_ids.filtered(lambda t: t.dimension == "frequency"))

    @users("rcs_manager")
    def test_a_changed_order_is_told(self):
        draft = self.draft().with_env(self.env)
        dialog = self.dialog(draft)
        text = dialog.text
        large = "Large: at least 250 employees\n"
        medium = "Medium-Sized: at least 50 employees\n"
        dialog.text = text.replace(large + medium, medium + large)
        [change] = dialog.changes
        self.assertEqual(
            change,
            {
                "heading": "Size",
                "old": "Large → Medium-Sized → Small",
                "new": "Medium-Sized → Large → Small",
            },
        )
        dialog.action_apply()
        self.assertEqual(
            draft.size_tier_ids.sorted().mapped("name"), ["Medium-Sized", "Large", "Small"]
        )

    @users("rcs_manager")
    def test_problems_while_typing(self):
        draft = self.draft().with_env(self.env)
        form = Form(self.env["repair.policy.words"].with_context(active_id=draft.id))
        self.assertFalse(form.is_changed)
        form.text = form.text.replace("at least 4 repairs", "at least 4 widgets")
        self.assertTrue(form.is_changed)
        [problem] = form.problems
        self.assertEqual((problem["line"], problem["start"], problem["end"]), (7, 21, 28))
        self.assertIn("This is not understood. Expected: “", problem["text"])
        self.assertIn("“repairs”", problem["text"])
        self.assertFalse(form.changes)
        with self.assertRaisesRegex(UserError, r"Line 8: This is not .* Nothing was changed\."):
            form.save().action_apply()
        self.assertEqual(
            self.rule("Frequent", draft), [("repair_count", "at_least", "value", 0, 4)]
        )

    @users("rcs_manager")
    def test_rules_that_are_incomplete(self):
        draft = self.draft().with_env(self.env)
        before = draft._rules_digest()
        for old, new, message in (
            ("Champions: cells 55 54 45", "Champions: cells 55 54", "45"),
            ("Occasional: everyone else", "Occasional: is abroad", "Occasional"),
        ):
            with (
                self.subTest(new),
                self.assertRaisesRegex(ValidationError, message),
                self.env.cr.savepoint(),
            ):
                self.edit(draft, (old, new))
            self.env.invalidate_all()
            self.assertEqual(draft._rules_digest(), before)

    @users("rcs_manager")
    def test_another_period_is_no_rule_of_a_tier(self):
        draft = self.draft().with_env(self.env)
        draft.window_months = 24
        text = self.dialog(draft).text
        self.assertIn("at least 4 repairs in 24 months", text)
        dialog = self.dialog(draft)
        dialog.text = text.replace("in 24 months", "in 12 months")
        self.assertEqual(
            dialog.problems[0]["text"],
            "All rules of a policy count the same period. It is set at the top: “Period: 24 "
            "months”. Expected: “in 24 months”.",
        )
        with self.assertRaisesRegex(UserError, "same period"):
            dialog.action_apply()
        self.assertEqual(draft.window_months, 24)

    @users("rcs_manager")
    def test_the_period_is_a_sentence(self):
        """It is changed at the top, and wherever a rule says it."""
        draft = self.draft().with_env(self.env)
        dialog = self.dialog(draft)
        dialog.text = dialog.text.replace("12 months", "6 months")
        self.assertFalse(dialog.problems)
        self.assertEqual(
            dialog.changes[:2],
            [
                {"heading": "Period", "old": "12 months", "new": "6 months"},
                {
                    "heading": "Frequency",
                    "old": "Frequent: at least 4 repairs in 12 months",
                    "new": "Frequent: at least 4 repairs in 6 months",
                },
            ],
        )
        dialog.action_apply()
        self.assertEqual(draft.window_months, 6)
        self.edit(
            draft, ("统计周期：6个月", "统计周期：全部历史"), ("6个月内", "全部历史"), language="zh"
        )
        self.assertEqual(draft.window_months, 0)

    @users("rcs_manager")
    def test_labels_that_are_the_same(self):
        """Two metrics of one name are told apart by their technical names."""
        metric = type(self.env["repair.segmentation.criterion"])._fields["metric"]
        same = [("amount", "Money"), ("late", "Late"), ("later", "late")]
        with patch.object(type(metric), "_description_selection", lambda *args: same):
            words = PolicyInWords(self.policy.with_env(self.env), "en")
        self.assertEqual(words.labels, {"amount": "Money", "late": "Late", "later": "late (later)"})

    @users("rcs_manager")
    def test_versions_in_force_are_read_only(self):
        dialog = self.dialog(self.policy.with_env(self.env))
        self.assertFalse(dialog.is_editable)
        dialog.text = dialog.text.replace("at least 4", "at least 5")
        with self.assertRaisesRegex(UserError, "click “Edit” on the active policy"):
            dialog.action_apply()

    @users("rcs_manager")
    def test_without_the_package(self):
        draft = self.draft().with_env(self.env)
        # As if it were not installed: nothing can import it.
        with patch.dict(sys.modules, {"lark": None}):
            self.assertFalse(grammar.is_there())
            with self.assertRaises(ImportError):
                importlib.import_module("lark")
            dialog = self.dialog(draft)
            self.assertIn("Frequent: at least 4 repairs in 12 months", dialog.text)
            self.assertFalse(dialog.is_editable)
            self.assertIn("“lark”", dialog.hint)
            with self.assertRaisesRegex(UserError, "lark"):
                dialog.action_apply()

    @users("rcs_user")
    def test_users_may_not(self):
        with self.assertRaises(AccessError):
            self.dialog(self.policy.with_env(self.env))

    def test_chinese_headings_are_those_of_the_fields(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms([ADDON], ["zh_CN"])
        words = PolicyInWords(self.policy, "zh")
        tiers = self.policy.tier_ids.with_context(lang="zh_CN")
        labels = dict(tiers._fields["dimension"]._description_selection(tiers.env))
        self.assertEqual(words.language.dimensions, labels)

    def test_names_are_those_of_the_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        draft = self.draft()
        self.tier("High Value", draft).update_field_translations("name", {"zh_CN": "高价值客户"})
        text = PolicyInWords(draft, "zh").text()
        self.assertIn("高价值客户：金额前20%（客户不足时至少2,000）", text)
        self.edit(draft, ("12个月内维修至少4次", "12个月内维修至少5次"), language="zh")
        self.assertEqual(self.tier("Frequent", draft).criterion_ids.value, 5)
        self.assertEqual(self.tier("High Value", draft).name, "High Value")
