from odoo.tests import tagged

from ...models.service.benefit_changes import BenefitChanges
from ..bases.benefits import BenefitCase
from ..bases.common import AS_OF


@tagged("post_install", "-at_install")
class TestBenefits(BenefitCase):
    """An account manager comes with a level and goes with it; what was set by hand stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.max = cls.user("rcs_max", "user")
        cls.zoe = cls.user("rcs_zoe", "user")
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Team", "company_id": cls.company.id, "member_ids": cls.max.ids}
        )
        cls.team.membership_ids.customer_capacity = 5
        cls.vip.dedicated_manager = True

    def test_gained_and_lost(self):
        self.assertEqual(self.follow(), 1)
        self.assertEqual(self.ann.user_id, self.max)
        self.assertFalse(self.bob.user_id)
        self.assertEqual(self.ann.repair_benefits, f"Account manager: {self.max.display_name}")
        row = self.given(self.ann)["manager"]
        self.assertEqual((row.level_id, row.value), (self.vip, self.max.id))
        self.assertEqual(self.follow(), 0)
        self.demote()
        self.assertEqual(self.follow(), 1)
        self.assertFalse(self.ann.user_id)
        self.assertEqual(self.given(self.ann), {})
        self.assertFalse(self.ann.repair_benefits)
        name = self.max.display_name
        set_to = f"Service level “Test VIP”: account manager set to {name}."
        lost = f"Service level “Test VIP” no longer applies: account manager {name} was taken back."
        self.assertEqual(self.told(self.ann), [set_to, lost])
        self.assertEqual(self.follow(), 0)

    def test_set_by_hand_before(self):
        self.ann.user_id = self.zoe
        self.assertEqual(self.follow(), 0)
        self.demote()
        self.assertEqual(self.follow(), 0)
        self.assertEqual(self.ann.user_id, self.zoe)
        self.assertEqual(self.told(self.ann), [])

    def test_changed_by_hand_in_between(self):
        self.follow()
        self.ann.user_id = self.zoe
        self.assertEqual(self.follow(), 0)
        self.assertEqual(self.ann.repair_benefits, "Account manager: changed by hand")
        self.demote()
        self.follow()
        self.assertEqual(self.ann.user_id, self.zoe)
        self.assertEqual(len(self.told(self.ann)), 1)

    def test_taken_away_by_hand_in_between(self):
        self.follow()
        self.ann.user_id = False
        self.assertEqual(self.follow(), 0)
        self.assertFalse(self.ann.user_id)

    def test_two_levels_that_give_the_same(self):
        gold = self.vip.copy({"name": "Gold", "sequence": -10})
        self.follow()
        self.high.service_level_id = gold
        self.assertEqual(self.follow(), 1)
        self.assertEqual(self.given(self.ann)["manager"].level_id, gold)
        self.assertEqual(self.ann.user_id, self.max)
        self.assertEqual(len(self.told(self.ann)), 1)

    def test_a_level_that_is_archived_or_deleted(self):
        self.follow()
        self.vip.active = False
        self.follow()
        self.assertFalse(self.ann.user_id)
        self.vip.active = True
        self.follow()
        self.assertEqual(self.ann.user_id, self.max)
        self.high.service_level_id = False
        self.vip.unlink()
        self.follow()
        self.assertFalse(self.ann.user_id)
        self.assertEqual(self.given(self.ann), {})

    def test_a_contract_gives_the_level_while_it_runs(self):
        contract = self.env["repair.service.contract"].create(
            {
                "commercial_partner_id": self.bob.id,
                "partner_id": self.bob.id,
                "company_id": self.company.id,
                "service_level_id": self.vip.id,
                "date_start": "2020-01-01",
                "date_end": "2099-12-31",
            }
        )
        self.follow()
        self.assertEqual(self.bob.user_id, self.max)
        contract.date_end = "2020-12-31"
        self.follow()
        self.assertFalse(self.bob.user_id)
        self.assertEqual(self.ann.user_id, self.max)

    def test_nobody_has_room(self):
        self.team.membership_ids.customer_capacity = 0
        self.assertEqual(self.follow(), 0)
        self.assertFalse(self.ann.user_id)
        self.assertEqual(self.given(self.ann), {})

    def test_a_manager_whom_another_company_gives_stays(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.follow()
        self.env["repair.customer.benefit"].create(
            {
                "partner_id": self.ann.id,
                "company_id": other.id,
                "kind": "manager",
                "level_id": self.vip.id,
                "value": self.max.id,
            }
        )
        self.demote()
        self.follow()
        self.assertEqual(self.ann.user_id, self.max)
        self.assertEqual(self.given(self.ann), {})
        self.follow(other)
        self.assertFalse(self.ann.user_id)

    def test_merged_customers(self):
        """The one that stays has the benefit of the other, once, and loses it with the level."""
        self.follow()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann | self.bob).ids, self.bob, extra_checks=False)
        self.policy.classify(as_of=AS_OF)
        self.follow()
        self.assertEqual(self.bob.user_id, self.max)
        self.assertEqual(list(self.given(self.bob)), ["manager"])
        self.demote(self.bob)
        self.follow()
        self.assertFalse(self.bob.user_id)

    def test_nothing_to_do(self):
        self.vip.dedicated_manager = False
        with self.assertQueryCount(3):
            self.assertEqual(self.follow(), 0)
        self.env["repair.customer.profile"].search([("company_id", "=", self.company.id)]).unlink()
        self.vip.dedicated_manager = True
        self.assertEqual(self.follow(), 0)

    def test_in_pieces(self):
        """Stopped between two pieces, the rest is done the next time; each customer once."""
        partners = [self.customer(name) for name in ("Cyd", "Dan", "Eve")]
        self.history([(partner, "2025-06-01", 9) for partner in partners for _repair in "12"])
        self.policy.classify(as_of=AS_OF)
        benefit = self.env["repair.customer.benefit"]._benefits()[0]
        benefit.size = 3
        self.assertEqual(BenefitChanges(self.company, benefit).follow(), 3)
        self.env.invalidate_all()
        self.assertEqual(self.follow(), 1)
        for partner in (self.ann, *partners):
            self.assertEqual((partner.user_id, len(self.told(partner))), (self.max, 1))
            self.assertIn(self.max.partner_id, partner.message_partner_ids)
        messages = [partner.message_ids.sorted("id")[-1] for partner in (self.ann, *partners)]
        alike = ("author_id", "subtype_id", "message_type", "is_internal", "body", "model", "date")
        for message in messages[1:3]:
            self.assertEqual([message[f] for f in alike], [messages[0][f] for f in alike])
        mails = self.env["mail.mail"].search_count(
            [("recipient_ids", "in", self.max.partner_id.ids)]
        )
        self.assertEqual(mails, 0)

    def test_the_scheduled_action(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "repair_customer_segmentation.ir_cron_follow_levels"
            ).method_direct_trigger()
        self.assertEqual(self.ann.user_id, self.max)
