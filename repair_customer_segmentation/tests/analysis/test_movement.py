from datetime import timedelta

from odoo.tests import tagged

from ..bases.care import NOON, CareCase
from ..bases.common import AS_OF
from ..bases.override import OverrideCase


@tagged("post_install", "-at_install")
class TestMovement(OverrideCase):
    """Whether a change of tier is an upgrade or a downgrade."""

    def movements(self, domain=()):
        changes = self.env["repair.segmentation.transition"].search(
            [("company_id", "=", self.company.id), ("dimension", "=", "value"), *domain]
        )
        return changes.sorted("id").mapped("movement")

    def test_up_and_down(self):
        self.revise({"grace_days": 0})
        case = self.history([(self.ann, "2025-06-02", 50)])
        self.policy.classify(as_of=AS_OF)
        case.unlink()
        self.policy.classify(as_of=AS_OF + timedelta(days=1))
        self.assertEqual(self.movements(), ["up", "down"])
        self.assertEqual(self.movements([("movement", "=", "down")]), ["down"])
        self.assertEqual(self.movements([("movement", "!=", "down")]), ["up"])
        groups = self.env["repair.segmentation.transition"]._read_group(
            [("company_id", "=", self.company.id), ("dimension", "=", "value")],
            ["movement"],
            ["__count"],
        )
        self.assertEqual(sorted(groups), [("down", 1), ("up", 1)])

    def test_first_tiers_and_tiers_without_an_order(self):
        kinds = self.policy.kind_tier_ids
        values = [("rfm", self.policy.rfm_tier_ids[:2]), ("kind", kinds[:2])]
        changes = self.env["repair.segmentation.transition"].create(
            [
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "dimension": dimension,
                    "from_tier_id": tiers[0].id,
                    "to_tier_id": tiers[1].id,
                    "date": AS_OF,
                    "cause": "rule",
                }
                for dimension, tiers in values
            ]
            + [
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "dimension": "value",
                    "to_tier_id": self.big.id,
                    "date": AS_OF,
                    "cause": "rule",
                }
            ]
        )
        self.assertEqual(changes.mapped("movement"), ["other", "other", "new"])
        found = changes.search([("id", "in", changes.ids), ("movement", "=", "other")])
        self.assertEqual(found, changes[:2])


@tagged("post_install", "-at_install")
class TestCareBrought(CareCase):
    """What followed on the contacts that care made."""

    def contact(self, rule, days_ago, state="sent", followed_after=None):
        partner = self.customer(f"Customer {days_ago} {state}")
        day = NOON.date() - timedelta(days=days_ago)
        if followed_after is not None:
            self.history([(partner, f"{day + timedelta(days=followed_after)} 09:00:00", 0)])
        return self.env["repair.care.contact"].create(
            {
                "company_id": self.company.id,
                "rule_id": rule.id,
                "partner_id": partner.id,
                "contact_id": partner.id,
                "occasion": f"{days_ago}-{state}-{followed_after}",
                "due_date": day,
                "day": day,
                "action": "email",
                "state": state,
            }
        )

    def test_cases_within_30_days_of_contacts_that_can_be_judged(self):
        rule = self.rule("birthday", is_on=False)
        contacts = [
            self.contact(rule, 100, followed_after=1),
            self.contact(rule, 90, followed_after=30),
            self.contact(rule, 80, followed_after=31),
            self.contact(rule, 70, followed_after=0),
            self.contact(rule, 10, followed_after=1),
            self.contact(rule, 60, state="skipped", followed_after=1),
        ]
        contacts = self.env["repair.care.contact"].union(*contacts)
        self.assertEqual(contacts.sorted("id").mapped("is_followed"), [1, 1, 0, 0, 1, 1])
        shares = contacts.sorted("id").mapped("followed_share")
        self.assertEqual(shares, [100, 100, 0, 0, False, False])
        self.assertEqual(sum(contacts.mapped("judged_count")), 4)
        [[share, count]] = contacts._read_group(
            [("id", "in", contacts.ids)], [], ["followed_share:avg", "judged_count:sum"]
        )
        self.assertEqual((share, count), (50, 4))
        self.assertEqual(
            contacts.search_count([("id", "in", contacts.ids), ("is_followed", "=", False)]), 2
        )
