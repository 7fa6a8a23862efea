from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ...models.classification import override_changes
from ..bases.common import SegmentationCase
from ..bases.cron import STALE, CronCase

START = datetime(2030, 1, 1, 10, 0)
END = datetime(2030, 1, 5, 8, 0)


class OverrideCase(SegmentationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(3)
        opened = fields.Datetime.now() - timedelta(days=30)
        cls.history([(partner, opened, 10) for partner in cls.people])
        cls.policy.classify()
        cls.user("rcs_user", "user_all")
        cls.user("rcs_manager", "manager")

    def wizard(self, partners, name="High Value", **values):
        tier = self.tier(name)
        return self.env["repair.override.wizard"].create(
            {
                "partner_ids": partners.ids,
                "dimension": tier.dimension,
                "tier_id": tier.id,
                "reason": "Contract",
                **values,
            }
        )

    def overrides(self, partners):
        return self.env["repair.segmentation.override"].search(
            [("partner_id", "in", partners.ids), ("company_id", "=", self.company.id)]
        )


@tagged("post_install", "-at_install")
class TestOverrideWizard(OverrideCase):
    @users("rcs_manager")
    def test_the_badge_changes_at_once(self):
        action = self.wizard(self.people[:2]).action_apply()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        for partner in self.people[:2]:
            profile = self.profile_of(partner)
            self.assertEqual(profile.value_tier_id.name, "High Value")
            self.assertEqual(profile.value_computed_tier_id.name, "Ordinary")
        self.assertEqual(self.profile_of(self.people[2]).value_tier_id.name, "Ordinary")
        self.assertRecordValues(
            self.overrides(self.people[0]),
            [{"reason": "Contract", "user_id": self.env.uid, "date_end": False, "active": True}],
        )

    @users("rcs_manager")
    def test_what_was_there_is_replaced(self):
        self.wizard(self.people[:2]).action_apply()
        self.wizard(self.people[0], "Frequent").action_apply()
        old = self.overrides(self.people[0]).filtered(lambda o: o.dimension == "value")
        self.wizard(self.people[0], "Ordinary", reason="Ended").action_apply()
        self.assertFalse(old.active)
        self.assertIn("to Ordinary", old.message_ids[:1].body)
        self.assertEqual(self.overrides(self.people[0]).mapped("reason"), ["Ended", "Contract"])
        self.assertEqual(self.profile_of(self.people[0]).value_tier_id.name, "Ordinary")
        self.assertEqual(self.profile_of(self.people[0]).frequency_tier_id.name, "Frequent")
        self.assertTrue(self.overrides(self.people[1]).active)

    @users("rcs_manager")
    def test_a_contact_stands_for_its_company(self):
        company = self.customer("Acme", is_company=True)
        contact = self.customer("Contact", parent_id=company.id)
        self.wizard(contact).action_apply()
        self.assertEqual(self.overrides(company).partner_id, company)
        self.assertEqual(self.profile_of(company).value_tier_id.name, "High Value")

    @users("rcs_manager")
    def test_many_customers_are_left_to_the_queue(self):
        with patch.object(override_changes, "RECLASSIFIED_AT_ONCE", 1):
            self.wizard(self.people[:2]).action_apply()
        self.assertEqual(len(self.overrides(self.people)), 2)
        self.assertEqual(self.profile_of(self.people[0]).value_tier_id.name, "Ordinary")
        self.env.cr.flush()
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertLessEqual(self.people[:2], stale.partner_id)

    def test_each_customer_that_is_refused_is_named(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.customer("Theirs", company_id=other.id)
        gone = self.customer("Gone", active=False)
        wizard = self.wizard(self.people | theirs | gone)
        with self.assertRaises(UserError) as refused:
            wizard.action_apply()
        self.assertIn("Theirs belongs to Other Company only.", str(refused.exception))
        self.assertIn("Gone is archived.", str(refused.exception))
        self.assertFalse(self.overrides(self.people))

    @users("rcs_manager")
    def test_an_end_in_the_past_is_refused(self):
        past = fields.Datetime.now() - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "in the past"):
            self.wizard(self.people, date_end=past).action_apply()

    @users("rcs_manager")
    def test_another_dimension_empties_the_tier(self):
        with Form(self.wizard(self.people)) as form:
            form.dimension = "frequency"
            self.assertFalse(form.tier_id)
            form.tier_id = self.tier("Frequent")

    @users("rcs_manager")
    def test_it_starts_from_what_was_chosen(self):
        profiles = self.profile_of(self.people[0]) | self.profile_of(self.people[1])
        chosen = {"active_model": "repair.customer.profile", "active_ids": profiles.ids}
        wizards = self.env["repair.override.wizard"].with_context(**chosen)
        wizard = wizards.create({"tier_id": self.tier("High Value").id, "reason": "x"})
        self.assertEqual(wizard.partner_ids, self.people[:2])
        self.assertEqual(wizard.partner_count, 2)
        action = self.people[2].action_repair_override()
        wizard = self.env[action["res_model"]].with_context(**action["context"]).new({})
        self.assertEqual(wizard.partner_ids.ids, self.people[2].ids)

    @users("rcs_user")
    def test_managers_only(self):
        with self.assertRaises(AccessError):
            self.wizard(self.people)
        with self.assertRaises(AccessError):
            self.env["repair.segmentation.override"].create(
                {
                    "partner_id": self.people[0].id,
                    "tier_id": self.tier("High Value").id,
                    "reason": "x",
                }
            )

    @users("rcs_manager")
    def test_take_back(self):
        self.wizard(self.people[0]).action_apply()
        self.overrides(self.people[0]).action_take_back()
        self.assertFalse(self.overrides(self.people[0]))
        self.assertEqual(self.profile_of(self.people[0]).value_tier_id.name, "Ordinary")


@tagged("post_install", "-at_install")
class TestOverrideExpiry(CronCase):
    def setUp(self):
        super().setUp()
        self.cron = self.env.ref(STALE)
        with freeze_time(START):
            self.history([(self.ann, START - timedelta(days=30), 10)])
            self.policy.classify()
            self.override = self.env["repair.segmentation.override"].create(
                {
                    "partner_id": self.ann.id,
                    "tier_id": self.tier("High Value").id,
                    "reason": "For the week",
                    "date_end": END,
                }
            )
            self.override._classify_customers()

    def moments(self):
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        return triggers.mapped("call_at")

    def test_the_cron_is_called_when_it_ends(self):
        self.assertIn(END, self.moments())
        with freeze_time(START):
            self.override.date_end = END + timedelta(days=2)
        self.assertIn(END + timedelta(days=2), self.moments())

    def test_an_override_without_an_end_calls_nobody(self):
        before = len(self.moments())
        with freeze_time(START):
            self.override.copy({"date_end": False, "partner_id": self.customer("Bob").id})
        self.assertEqual(len(self.moments()), before)

    def test_the_rule_is_in_force_again(self):
        with freeze_time(END - timedelta(minutes=1)):
            self.run_cron(STALE)
        self.assertEqual(self.profile_of(self.ann).value_tier_id.name, "High Value")
        self.assertTrue(self.override.active)
        with freeze_time(END + timedelta(seconds=5)):
            self.run_cron(STALE)
        self.assertFalse(self.override.active)
        self.assertEqual(self.profile_of(self.ann).value_tier_id.name, "Ordinary")
        last = self.env["repair.segmentation.transition"].search(
            [("partner_id", "=", self.ann.id), ("dimension", "=", "value")], limit=1
        )
        self.assertEqual((last.cause, last.to_tier_id.name), ("expiry", "Ordinary"))
