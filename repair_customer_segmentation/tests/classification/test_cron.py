from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.classification import repair_customer_stale
from ...models.policy.repair_segmentation_tier import RULES_LATER, SAVING
from ..bases.cron import ALL, STALE, CronCase

MODELS = "odoo.addons.repair_customer_segmentation.models.classification"
LOGGERS = (f"{MODELS}.repair_segmentation_policy", f"{MODELS}.pieces")


@tagged("post_install", "-at_install")
class TestStaleCron(CronCase):
    def test_it_classifies_the_queued_and_empties_the_queue(self):
        self.policy.classify()
        self.history([(self.ann, "2025-06-01", 10)])
        self.assertFalse(self.profile_of(self.ann))
        self.run_cron(STALE)
        self.assertEqual(self.profile_of(self.ann).amount_total, 10)
        self.assertFalse(self.queue())
        self.assertRecordValues(
            self.runs()[-1:], [{"scope": "some", "customer_count": 1, "changed_count": 1}]
        )

    def test_a_case_of_this_very_second_is_seen(self):
        """Otherwise a case, its mark and the cron within a second would lose the customer."""
        self.policy.classify()
        self.env["repair.case"].create({"name": "Now", "partner_id": self.ann.id, "amount": 3})
        self.run_cron(STALE)
        self.assertRecordValues(self.profile_of(self.ann), [{"repair_count": 1, "amount": 3}])

    def test_an_empty_queue_needs_no_run(self):
        self.run_cron(STALE)
        self.assertFalse(self.runs())

    def test_a_customer_who_was_queued_twice_is_classified_once(self):
        self.policy.classify()
        for amount in (1, 2):
            self.history([(self.ann, "2025-06-01", amount)])
            self.env.cr.flush()
        self.assertEqual(len(self.queue()), 2)
        self.run_cron(STALE)
        self.assertFalse(self.queue())
        self.assertEqual(self.runs()[-1:].customer_count, 1)
        self.assertEqual(self.profile_of(self.ann).amount_total, 3)

    def test_a_long_queue_is_worked_off_in_batches(self):
        self.policy.classify()
        people = self.customers(5)
        self.history([(partner, "2025-06-01", 1) for partner in people])
        with patch.object(repair_customer_stale, "STALE_AT_ONCE", 2):
            self.run_cron(STALE)
        self.assertFalse(self.queue())
        self.assertEqual(self.runs()[1:].mapped("customer_count"), [2, 2, 1])
        self.assertTrue(all(self.profile_of(partner) for partner in people))

    def test_each_company_is_classified_by_its_own_policy(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.history(
            [
                (self.ann, "2025-06-01", 10),
                (self.ann, "2025-06-01", 5, {"company_id": other.id, "stage_id": shared.id}),
            ]
        )
        self.run_cron(STALE)
        self.assertEqual(self.profile_of(self.ann).amount_total, 10)
        self.assertEqual(self.profile_of(self.ann, other).amount_total, 5)
        self.assertEqual(
            self.profile_of(self.ann, other).value_tier_id.policy_id, other.repair_policy_id
        )

    def test_a_company_without_a_policy_does_not_hold_up_the_others(self):
        bare = self.env["res.company"].create({"name": "Bare Company"})
        bare.repair_policy_id = False
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.history(
            [
                (self.ann, "2025-06-01", 5, {"company_id": bare.id, "stage_id": shared.id}),
                (self.ann, "2025-06-01", 10),
            ]
        )
        self.run_cron(STALE)
        self.assertEqual(self.profile_of(self.ann).amount_total, 10)
        self.assertFalse(self.queue())

    def test_a_company_whose_rules_are_broken_does_not_hold_up_the_others(self):
        broken = self.env["res.company"].create({"name": "Broken Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        broken.repair_policy_id.tier_ids.with_context(**{RULES_LATER: SAVING}).unlink()
        self.history(
            [
                (self.ann, "2025-06-01", 5, {"company_id": broken.id, "stage_id": shared.id}),
                (self.ann, "2025-06-01", 10),
            ]
        )
        with mute_logger(*LOGGERS):
            self.run_cron(STALE)
        self.assertEqual(self.profile_of(self.ann).amount_total, 10)
        self.assertFalse(self.profile_of(self.ann, broken))


@tagged("post_install", "-at_install")
class TestFullCron(CronCase):
    def test_it_classifies_everybody(self):
        people = self.customers(3)
        self.history([(partner, "2025-06-01", 1) for partner in people])
        self.run_cron(ALL)
        self.assertTrue(all(self.profile_of(partner) for partner in people))
        self.assertRecordValues(
            self.runs(), [{"scope": "all", "state": "done", "customer_count": 3}]
        )

    def test_archived_companies_are_left_alone(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        other.active = False
        self.run_cron(ALL)
        self.assertEqual(len(self.runs()), 1)
        self.assertFalse(
            self.env["repair.segmentation.run"].search(
                [("policy_id", "=", other.repair_policy_id.id)]
            )
        )

    def test_a_company_whose_rules_are_broken_does_not_hold_up_the_others(self):
        # Policies are worked on in the order of their companies.
        self.policy.tier_ids.with_context(**{RULES_LATER: SAVING}).unlink()
        other = self.env["res.company"].create({"name": "Zeta", "sequence": 9999})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.history([(self.ann, "2025-06-01", 5, {"company_id": other.id, "stage_id": shared.id})])
        with mute_logger(*LOGGERS):
            self.run_cron(ALL)
        self.assertTrue(self.profile_of(self.ann, other))
        self.assertRecordValues(self.runs(), [{"scope": "all", "state": "failed"}])
        self.assertIn("no tier in the dimension “Value”", self.runs().message)
