from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.common import AS_OF
from ..bases.override import OverrideCase


@tagged("post_install", "-at_install")
class TestOverride(OverrideCase):
    def test_it_wins_and_the_computed_tier_is_kept_beside_it(self):
        self.assertEqual(self.tiers(), ("Small", "Small"))
        override = self.override()
        self.assertEqual(self.tiers(), ("Big", "Small"))
        self.assertEqual(override.user_id, self.env.user)

    def test_other_dimensions_stay(self):
        before = self.profile_of(self.ann).frequency_tier_id
        self.override()
        self.tiers()
        self.assertEqual(self.profile_of(self.ann).frequency_tier_id, before)

    def test_it_holds_until_its_end(self):
        self.override(date_end=AS_OF + timedelta(days=1))
        self.assertEqual(self.tiers(), ("Big", "Small"))
        last = AS_OF + timedelta(days=1, seconds=-1)
        self.assertEqual(self.tiers(as_of=last), ("Big", "Small"))
        self.assertEqual(self.tiers(as_of=AS_OF + timedelta(days=1)), ("Small", "Small"))

    def test_it_does_not_hold_before_it_begins(self):
        self.override(date_start=AS_OF + timedelta(days=1))
        self.assertEqual(self.tiers(), ("Small", "Small"))
        self.assertEqual(self.tiers(as_of=AS_OF + timedelta(days=1)), ("Big", "Small"))

    def test_whoever_it_held_up_falls_at_once(self):
        """An override is no merit that a grace would go on with."""
        override = self.override()
        self.tiers()
        override.active = False
        self.assertEqual(self.tiers(), ("Small", "Small"))
        self.assertFalse(self.profile_of(self.ann).value_falls_on)

    def test_it_may_hold_a_customer_down(self):
        self.history([(self.ann, "2025-06-02", 500)])
        self.assertEqual(self.tiers(), ("Big", "Big"))
        self.override(tier_id=self.small.id)
        self.assertEqual(self.tiers(), ("Small", "Big"))

    def test_a_partial_run_knows_it(self):
        self.tiers()
        self.override()
        run = self.policy.classify(as_of=AS_OF, partner_ids=self.ann.ids)
        self.assertEqual((run.scope, run.changed_count), ("some", 1))
        self.assertEqual(self.profile_of(self.ann).value_tier_id, self.big)

    def test_a_second_run_writes_nothing(self):
        self.override()
        self.tiers()
        self.assertEqual(self.policy.classify(as_of=AS_OF).changed_count, 0)

    def test_a_customer_known_by_it_alone_is_potential(self):
        bob = self.customer("Bob")
        self.override(bob)
        self.assertEqual(self.tiers(bob), ("Big", False))
        self.assertEqual(self.profile_of(bob).repair_count_total, 0)

    def test_it_belongs_to_the_company_of_a_contact(self):
        contact = self.customer("Contact", parent_id=self.ann.id)
        override = self.override(contact)
        self.assertEqual(override.partner_id, self.ann)
        bob = self.customer("Bob", parent_id=self.customer("Acme", is_company=True).id)
        override.partner_id = bob
        self.assertEqual(override.partner_id, bob.parent_id)

    def test_disagreeing_overrides_are_found(self):
        disagrees = self.override()
        agrees = self.override(
            dimension="frequency", tier_id=self.profile_of(self.ann).frequency_tier_id.id
        )
        self.tiers()
        self.assertRecordValues(
            disagrees | agrees,
            [
                {"disagrees": True, "computed_tier_id": self.small.id},
                {"disagrees": False, "computed_tier_id": agrees.tier_id.id},
            ],
        )
        overrides = self.env["repair.segmentation.override"]
        ours = ("company_id", "=", self.company.id)
        self.assertEqual(overrides.search([ours, ("disagrees", "=", True)]), disagrees)
        self.assertEqual(overrides.search([ours, ("disagrees", "=", False)]), agrees)

    def test_every_change_marks_the_customer(self):
        def queued():
            self.env.cr.flush()
            self.env.cr.execute(
                "DELETE FROM repair_customer_stale WHERE company_id = %s RETURNING partner_id",
                [self.company.id],
            )
            return {row[0] for row in self.env.cr.fetchall()}

        queued()
        override = self.override()
        self.assertEqual(queued(), {self.ann.id})
        override.tier_id = self.small
        self.assertEqual(queued(), {self.ann.id})
        override.active = False
        self.assertEqual(queued(), {self.ann.id})
        override.unlink()
        self.assertEqual(queued(), {self.ann.id})

    def test_expired_overrides_are_archived_and_their_customers_marked(self):
        now = datetime.now().replace(microsecond=0)
        over = self.override(date_end=now - timedelta(days=1))
        lasting = self.override(
            dimension="frequency",
            tier_id=self.policy.frequency_tier_ids[0].id,
            date_end=now + timedelta(days=1),
        )
        endless = self.override(dimension="abc", tier_id=self.policy.abc_tier_ids[0].id)
        self.env["repair.segmentation.override"]._end_expired()
        self.assertEqual((over | lasting | endless).mapped("active"), [False, True, True])


@tagged("post_install", "-at_install")
class TestOverrideRefusals(OverrideCase):
    def test_a_tier_of_another_dimension(self):
        with self.assertRaisesRegex(ValidationError, "“Big” is not a tier of this dimension"):
            self.override(dimension="frequency")

    def test_a_tier_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        with self.assertRaises(UserError):
            self.override(tier_id=other.repair_policy_id.value_tier_ids[0].id)

    def test_an_end_before_the_beginning(self):
        with self.assertRaisesRegex(ValidationError, "override of Ann would end before it starts"):
            self.override(date_end=AS_OF - timedelta(days=1))

    def test_two_at_a_time(self):
        self.override()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.override(tier_id=self.small.id)

    def test_without_a_reason(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.override(reason=False)
