from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..bases.desk import MONDAY, DeskCase


@tagged("post_install", "-at_install")
class TestActivation(DeskCase):
    """However the rules come into force: who stays in a tier is served as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0
        cls.bob, cls.eve = cls.customer("Bob"), cls.customer("Eve")
        opened = MONDAY - timedelta(days=30)
        cls.history(
            [(cls.ann, opened, 900, {"stage_id": cls.stage_closed.id})] * 4
            + [(cls.bob, opened, 100, {"stage_id": cls.stage_closed.id})] * 2
            + [(cls.eve, opened, 1, {"stage_id": cls.stage_closed.id})]
        )
        cls.level("Frequent", cls.best)
        cls.open_cases = cls.case(cls.ann) + cls.case(cls.bob) + cls.case(cls.eve)
        cls.policy.classify(as_of=MONDAY)
        cls.manager = cls.user("rcs_activation", "manager")

    @classmethod
    def level(cls, name, level, policy=None):
        tiers = (policy or cls.policy).tier_ids.filtered(lambda t: t.name == name)
        tiers.service_level_id = level
        return tiers

    def served(self):
        """Return what customers and clerks see: levels, deadlines, places in the queue."""
        self.env.flush_all()
        self.env.invalidate_all()
        customers = self.ann | self.bob | self.eve
        profiles = self.env["repair.customer.profile"].search(
            [("partner_id", "in", customers.ids)], order="partner_id"
        )
        terms = ("response_deadline", "resolution_deadline", "queue_date", "queue_note")
        fresh = self.env["repair.case"].browse([self.case(customer).id for customer in customers])
        found = (
            [(p.partner_id.name, p.service_level_id.name) for p in profiles],
            [(c.service_level_id.name, *(c[name] for name in terms)) for c in self.open_cases],
            [(c.service_level_id.name, c.response_deadline) for c in fresh],
        )
        fresh.unlink()
        return found

    def levels(self):
        customers, cases, fresh = self.served()
        self.assertEqual([level for _name, level in customers], [row[0] for row in cases])
        self.assertEqual([level for _name, level in customers], [row[0] for row in fresh])
        return dict(customers)

    def draft(self):
        action = self.policy.action_revise()
        return self.env[action["res_model"]].browse(action["res_id"])

    def activate(self, change=None):
        draft = self.draft()
        if change:
            change(draft)
        draft.action_activate()
        self.policy = draft

    def test_at_first(self):
        self.assertEqual(self.levels(), {"Ann": "Best", "Bob": "Basic", "Eve": "Basic"})

    def test_nothing_changed(self):
        before = self.served()
        self.activate()
        self.assertEqual(self.served(), before)
        self.activate(lambda draft: draft.write({"grace_days": 7}))
        self.assertEqual(self.served(), before)

    def test_nothing_changed_and_the_run_comes_later(self):
        before = self.served()
        self.patch(type(self.policy), "_has_many_cases", lambda policy: True)
        self.activate()
        self.assertEqual(self.served(), before)

    def test_as_a_manager(self):
        before = self.served()
        self.draft().with_user(self.manager).action_activate()
        self.assertEqual(self.served(), before)

    def test_back_to_an_old_version_and_forth(self):
        first, before = self.policy, self.served()
        self.activate()
        second = self.policy
        for policy in (first, second, first):
            policy.action_activate()
            self.assertEqual(self.served(), before)

    def test_another_rule_moves_whom_it_names(self):
        def twice(draft):
            self.tier("Frequent", draft).criterion_ids.value = 2

        first = self.policy
        self.activate(twice)
        self.assertEqual(self.levels(), {"Ann": "Best", "Bob": "Best", "Eve": "Basic"})
        first.action_activate()
        # Bob would keep the tier by grace, were the rule the same.
        self.assertEqual(self.levels(), {"Ann": "Best", "Bob": "Basic", "Eve": "Basic"})

    def test_a_tier_that_is_new_brings_its_level(self):
        middle = self.basic.copy({"name": "Middle", "sequence": 15})

        def more(draft):
            self.set_tiers(
                "frequency",
                [
                    ("Often", "all", [{"metric": "repair_count", "value": 4}],
                     {"service_level_id": self.best.id}),
                    ("Sometimes", "all", [{"metric": "repair_count", "value": 2}],
                     {"service_level_id": middle.id}),
                    ("Seldom", "all", []),
                ],
                draft,
            )  # fmt: skip

        before = self.served()
        self.activate(more)
        self.assertEqual(self.levels(), {"Ann": "Best", "Bob": "Middle", "Eve": "Basic"})
        self.assertEqual(self.served()[1][0], before[1][0], "Ann's case is served as before")

    def test_a_tier_that_is_replaced_serves_until_the_run_comes(self):
        """Whom the run has not come to yet stands in a tier of the former version."""

        def another(draft):
            old = self.tier("Frequent", draft)
            self.set_tiers(
                "frequency",
                [
                    ("Often", "all", [{"metric": "repair_count", "value": 4}],
                     {"service_level_id": old.service_level_id.id}),
                    ("Seldom", "all", []),
                ],
                draft,
            )  # fmt: skip

        before = self.served()
        self.patch(type(self.policy), "_has_many_cases", lambda policy: True)
        self.activate(another)
        self.assertEqual(self.served(), before)
        self.policy.classify(as_of=MONDAY)
        self.assertEqual(self.served(), before)

    def test_a_level_moves_to_another_tier(self):
        def move(draft):
            self.level("Frequent", False, draft)
            self.level("Occasional", self.best, draft)

        self.activate(move)
        self.assertEqual(self.levels(), {"Ann": "Basic", "Bob": "Best", "Eve": "Best"})

    def test_a_tier_is_removed(self):
        self.activate(lambda draft: self.tier("Frequent", draft).unlink())
        self.assertEqual(self.levels(), {"Ann": "Basic", "Bob": "Basic", "Eve": "Basic"})

    def test_a_preset(self):
        preset = self.env["repair.segmentation.policy"].search(
            [("company_id", "=", False), ("value_tier_ids", "!=", False)], limit=1
        )

        def apply(draft):
            wizard = self.env["repair.segmentation.preset"].create(
                {"policy_id": draft.id, "dimension": "value", "preset_id": preset.id}
            )
            wizard.action_apply_preset()
            draft.value_tier_ids.service_level_id = False

        before = self.served()
        self.activate(apply)
        self.assertEqual(self.served(), before)

    def test_the_settings(self):
        before = self.served()
        settings = self.env["res.config.settings"].create({"company_id": self.company.id})
        settings.repair_abc_share_a = 70
        settings.set_values()
        self.assertEqual(self.company.repair_policy_id.version, 2)
        self.assertEqual(self.served(), before)

    def test_a_former_version_is_archived(self):
        before = self.served()
        first = self.policy
        self.activate()
        first.active = False
        self.assertEqual(self.served(), before)
        first.action_activate()
        self.assertEqual(self.served(), before)

    def test_a_draft_is_discarded(self):
        before = self.served()
        draft = self.draft()
        self.level("Occasional", self.best, draft)
        self.assertEqual(self.served(), before)
        draft.action_discard()
        self.assertEqual(self.served(), before)

    def test_tiers_of_the_policy_in_force(self):
        """Its levels alone are changed, as its rules are locked."""
        frequent, occasional = self.tier("Frequent"), self.tier("Occasional")
        self.policy.write(
            {
                "frequency_tier_ids": [
                    Command.update(frequent.id, {"service_level_id": self.basic.id}),
                    Command.update(occasional.id, {"service_level_id": self.best.id}),
                ]
            }
        )
        self.assertEqual((frequent + occasional).service_level_id, self.basic + self.best)
        self.assertEqual(self.levels(), {"Ann": "Basic", "Bob": "Best", "Eve": "Best"})

    def test_tiers_come_and_go_before_the_first_run(self):
        self.policy.run_ids.unlink()
        self.assertFalse(self.policy.is_locked)
        before = self.served()
        tier = self.env["repair.segmentation.tier"].create(
            {
                "policy_id": self.policy.id, "dimension": "frequency", "name": "Top",
                "sequence": -1, "service_level_id": self.best.id,
                "criterion_ids": [(0, 0, {"metric": "repair_count", "value": 2})],
            }
        )  # fmt: skip
        self.policy.classify(as_of=MONDAY)
        self.assertEqual(self.levels(), {"Ann": "Best", "Bob": "Best", "Eve": "Basic"})
        self.policy.run_ids.unlink()
        tier.unlink()
        self.assertEqual(self.levels(), {"Ann": "Basic", "Bob": "Basic", "Eve": "Basic"})
        self.policy.classify(as_of=MONDAY)
        self.assertEqual(self.served(), before)

    def test_a_failure_leaves_everything_as_it_was(self):
        before = self.served()
        draft = self.draft()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            draft.action_activate()
            raise ZeroDivisionError
        self.env.registry.clear_cache()
        self.assertEqual(self.served(), before)

    def test_nobody_else_writes_the_state(self):
        draft = self.draft()
        for key in ("repair_policy_state", "repair_rules_later"):
            with self.assertRaisesRegex(Exception, "become active through “Activate”"):
                draft.with_context(**{key: True}).write({"state": "active"})
