from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from ..bases.common import AS_OF, VersionCase


@tagged("post_install", "-at_install")
class TestVersions(VersionCase):
    """A draft beside the active policy, its activation, and the way back."""

    def test_edit_makes_one_draft_beside_the_active_policy(self):
        draft = self.draft()
        self.assertRecordValues(
            draft,
            [{"state": "draft", "version": 2, "previous_id": self.first.id, "activated_at": False}],
        )
        self.assertEqual(draft.name, self.first.name)
        self.assertEqual(draft._meaning_digest(), self.first._meaning_digest())
        self.assertEqual(self.draft(), draft)
        self.assertEqual(self.versions(), [(2, "draft"), (1, "active")])
        self.assertEqual(self.company.repair_policy_id, self.first)

    def test_activation_takes_the_place_and_classifies(self):
        draft = self.draft()
        self.tier("Frequent", draft).criterion_ids.value = 1
        action = draft.action_activate()
        self.assertEqual(action["res_id"], draft.id)
        self.assertEqual(self.versions(), [(2, "active"), (1, "archived")])
        self.assertEqual(self.company.repair_policy_id, draft)
        self.assertEqual(draft.activated_by_id, self.env.user)
        self.assertTrue(draft.activated_at)
        self.assertRecordValues(draft.run_ids, [{"state": "done", "policy_changed": True}])
        draft.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.bob).frequency_tier_id, self.tier("Frequent", draft))

    def test_many_customers_are_classified_in_the_background(self):
        self.patch(type(self.policy), "_has_many_cases", lambda policy: True)
        draft = self.draft()
        draft.action_activate()
        self.assertRecordValues(draft.run_ids, [{"state": "queued"}])

    def test_runs_of_the_former_version_are_given_up(self):
        self.policy._queue_run()
        waiting = self.policy.run_ids.filtered(lambda run: run.state == "queued")
        self.revise({"window_months": 6})
        self.assertRecordValues(waiting, [{"state": "failed"}])

    def test_tier_ids_live_on_and_the_archive_is_faithful(self):
        living = {tier.name: tier.id for tier in self.first.tier_ids}
        before = self.describe(self.first)
        draft = self.draft()
        self.tier("High Value", draft).write({"name": "VIP", "color": 9})
        self.tier("Frequent", draft).criterion_ids.value = 2
        draft._activate()
        after = {tier.name: tier.id for tier in draft.tier_ids}
        self.assertEqual(after.pop("VIP"), living.pop("High Value"))
        self.assertEqual(after, living)
        self.assertEqual(self.describe(self.first), before)
        self.assertEqual(self.tier("VIP", draft).color, 9)
        self.assertEqual(self.tier("Frequent", draft).criterion_ids.value, 2)
        self.assertEqual(self.tier("Frequent", self.first).criterion_ids.value, 4)

    def describe(self, policy):
        return [
            (t.dimension, t.sequence, t.name, t.color, t.match, t.cells, t.for_potential,
             t.description, t._rule_in_words())
            for t in policy.tier_ids.sorted()
        ]  # fmt: skip

    def test_translations_change_places_too(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        tier = self.tier("High Value")
        tier.with_context(lang="zh_CN").name = "旧"
        draft = self.draft()
        copied = self.tier("High Value", draft)
        self.assertEqual(copied.with_context(lang="zh_CN").name, "旧")
        copied.with_context(lang="zh_CN").name = "新"
        draft._activate()
        self.assertEqual(tier.policy_id, draft)
        self.assertEqual(tier.with_context(lang="zh_CN").name, "新")
        self.assertEqual(copied.with_context(lang="zh_CN").name, "旧")

    def test_nobody_moves_when_nothing_changed(self):
        profile = self.profile_of(self.ann)
        before = profile.value_tier_id, profile.rfm_tier_id
        self.revise()
        run = self.policy.classify(as_of=AS_OF)
        self.assertRecordValues(run, [{"changed_count": 0, "policy_changed": False}])
        self.assertEqual((profile.value_tier_id, profile.rfm_tier_id), before)
        self.assertEqual(profile.value_tier_id.policy_id, self.policy)

    def test_overrides_go_on(self):
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": self.bob.id,
                "company_id": self.company.id,
                "tier_id": self.tier("High Value").id,
                "reason": "Owner's friend",
                "date_start": AS_OF - timedelta(days=1),
            }
        )
        self.revise({"window_months": 6})
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.bob).value_tier_id, self.tier("High Value"))

    def test_going_back(self):
        high = self.tier("High Value")
        before = self.describe(self.first)
        self.revise(
            change=lambda draft: self.tier("High Value", draft).write({"name": "VIP"}),
        )
        second, described = self.policy, self.describe(self.policy)
        self.first.action_activate()
        self.assertEqual(self.versions(), [(2, "archived"), (1, "active")])
        self.assertEqual(high.policy_id, self.first)
        self.assertEqual(high.name, "High Value")
        self.assertEqual(self.describe(self.first), before)
        self.assertEqual(self.describe(second), described)
        second._activate()
        self.assertEqual((high.policy_id, high.name), (second, "VIP"))

    def test_tiers_that_come_and_go(self):
        gone = self.tier("New")
        draft = self.draft()
        fresh = self.tier("Lost", draft).copy({"name": "Fresh", "cells": "51"})
        draft.write({"tier_ids": [(2, self.tier("New", draft).id)]})
        draft._activate()
        self.assertEqual((fresh.policy_id, gone.policy_id), (draft, self.first))
        third = draft._new_version()
        self.assertEqual(self.tier("Fresh", third).origin_id, fresh)
        self.first._activate()
        self.assertEqual((fresh.policy_id, gone.policy_id), (draft, self.first))
        # A draft of a version that is no longer active takes the identity along.
        third._activate()
        self.assertEqual(fresh.policy_id, third)
        self.assertEqual(self.tier("Fresh", draft).origin_id, fresh)

    def test_customers_leave_a_tier_that_is_gone(self):
        frequent = self.tier("Frequent")
        self.assertEqual(self.profile_of(self.ann).frequency_tier_id, frequent)

        def one_tier(draft):
            self.tier("Frequent", draft).unlink()

        self.revise(change=one_tier)
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.ann).frequency_tier_id, self.tier("Occasional"))
        self.assertEqual(frequent.policy_id, self.first)

    def test_the_board_counts_customers(self):
        scores = [(p.recency_score, p.frequency_score + p.monetary_score) for p in self.profiles()]
        cells = {f"{r}{(fm + 1) // 2}" for r, fm in scores}
        draft = self.draft()
        self.assertEqual(draft.cell_counts, dict.fromkeys(cells, 1))
        self.assertEqual(len(cells), 2)
        frequent = self.tier("Frequent", draft)
        self.assertEqual((frequent.customer_count, frequent.origin_id.customer_count), (1, 1))
        draft._activate()
        self.assertEqual((frequent.customer_count, frequent.origin_id.customer_count), (0, 1))

    def profiles(self):
        return self.profile_of(self.ann) | self.profile_of(self.bob)

    def test_a_draft_is_discarded(self):
        draft = self.draft()
        tiers = draft.tier_ids
        action = draft.action_discard()
        self.assertEqual(action["res_id"], self.first.id)
        self.assertFalse(draft.exists() or tiers.exists())
        for policy in (
            self.first,
            self.env.ref("repair_customer_segmentation.repair_segmentation_policy_default"),
        ):
            with self.assertRaisesRegex(UserError, "Only drafts can be discarded"):
                policy.action_discard()

    def test_an_incomplete_draft_does_not_become_active(self):
        draft = self.draft()
        self.tier("New", draft).unlink()
        with self.assertRaisesRegex(ValidationError, "the cells 51 belong to no segment"):
            draft.action_activate()
        self.assertEqual(self.first.state, "active")

    def test_a_template_does_not_become_active(self):
        template = self.env.ref("repair_customer_segmentation.repair_segmentation_policy_default")
        with self.assertRaisesRegex(UserError, "is a template"):
            template.action_activate()

    def test_the_numbers_of_another_company_are_its_own(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.assertEqual(other.repair_policy_id.version, 1)
        self.draft()
        self.assertEqual(self.policy.copy().version, 3)

    @users("rcs_manager")
    def test_managers_make_versions(self):
        draft = self.policy.with_env(self.env)
        draft = draft.browse(draft.action_revise()["res_id"])
        draft.window_months = 6
        draft.action_activate()
        self.assertEqual(draft.activated_by_id.login, "rcs_manager")
        self.first.with_env(self.env).action_activate()
        self.assertEqual(self.first.state, "active")

    @users("rcs_user")
    def test_users_do_not(self):
        draft = self.policy.sudo()._new_version().with_env(self.env)
        policy = self.policy.with_env(self.env)
        for action in (policy.action_revise, draft.action_activate, draft.action_discard):
            with self.assertRaises(AccessError):
                action()
