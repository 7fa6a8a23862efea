from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged, users

from ..bases.common import AS_OF, SegmentationCase
from ..bases.models import CONFIGURATION, DECIDED, ENGINE
from ..bases.other_records import other_records

MODULE = "repair_customer_segmentation"


class ModelCase(SegmentationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.history([(cls.ann, "2025-06-01", 10)])
        cls.policy.classify(as_of=AS_OF)
        cls.env.cr.flush()
        cls.user("rcs_employee")
        cls.user("rcs_user", "user")
        cls.user("rcs_all", "user_all")
        cls.user("rcs_manager", "manager")
        cls.portal = new_test_user(cls.env, "rcs_portal", groups="base.group_portal")

    @classmethod
    def models(cls):
        """Return the names of all models of the addon that have records."""
        return sorted(
            name
            for name, model in cls.env.registry.items()
            if model._original_module == MODULE and model._auto and not model._transient
        )


@tagged("post_install", "-at_install")
class TestModelAccess(ModelCase):
    def test_every_model_is_covered(self):
        self.assertEqual(
            set(self.models()),
            {
                *CONFIGURATION,
                *ENGINE,
                *DECIDED,
                "repair.case",
                "repair.case.tag",
                "repair.declined.work",
                "repair.device",
            },
        )

    def assertRights(self, model, rights):
        for operation in ("read", "write", "create", "unlink"):
            with self.subTest(model=model, operation=operation):
                self.assertEqual(
                    self.env[model].has_access(operation), operation[0] in rights, operation
                )

    @users("rcs_employee", "rcs_portal")
    def test_others_have_no_access_at_all(self):
        for model in self.models():
            self.assertRights(model, "")
            with self.assertRaises(AccessError):
                self.env[model].search([])

    @users("rcs_user", "rcs_all")
    def test_users_read_the_configuration(self):
        for model in CONFIGURATION:
            self.assertRights(model, "r")
        self.assertRights("repair.case", "rwc")
        self.assertRights("repair.device", "rwc")
        self.assertRights("repair.case.tag", "rc")

    @users("rcs_user", "rcs_all")
    def test_users_read_profiles_and_transitions_of_what_the_engine_writes(self):
        self.assertRights("repair.customer.profile", "r")
        self.assertRights("repair.customer.outlook", "r")
        self.assertRights("repair.segmentation.transition", "r")
        self.assertRights("repair.segmentation.run", "")
        self.assertRights("repair.customer.stale", "")
        self.assertRights("repair.customer.duplicate", "")
        self.assertRights("repair.customer.gap", "r")
        self.assertRights("repair.case.pause", "r")
        self.assertRights("repair.case.deviation", "")

    @users("rcs_user", "rcs_all", "rcs_manager")
    def test_whoever_reads_a_model_reads_each_of_its_fields(self):
        """As integrations do, that name no field: what a role may not see is left out."""
        for name in self.models():
            model = self.env[name]
            if not model.has_access("read"):
                continue
            with self.subTest(model=name):
                record = model.search([], limit=1)
                self.assertEqual([row["id"] for row in record.read()], record.ids)

    @users("rcs_manager")
    def test_managers_configure(self):
        for model in (*CONFIGURATION, "repair.case", "repair.case.tag", "repair.device"):
            self.assertRights(model, "rwcu")
        for model in DECIDED:
            self.assertRights(model, "rw")

    @users("rcs_manager")
    def test_nobody_writes_what_the_engine_writes(self):
        for model in ENGINE:
            self.assertRights(model, "r")
        profile = self.profile_of(self.ann).with_env(self.env)
        tier = self.policy.value_tier_ids[:1]
        for action in (
            lambda: profile.write({"value_tier_id": tier.id}),
            profile.unlink,
            lambda: profile.create({"partner_id": self.ann.id, "company_id": self.company.id}),
            lambda: profile.run_id.write({"message": "x"}),
        ):
            with self.assertRaises(AccessError):
                action()

    @users("rcs_employee", "rcs_portal", "rcs_user", "rcs_all")
    def test_only_managers_classify(self):
        policy = self.policy.with_env(self.env)
        for action in (
            policy.classify,
            lambda: policy.classify(partner_ids=self.ann.ids),
            policy.action_classify,
            self.env["repair.customer.profile"].action_classify_now,
        ):
            with self.assertRaises(AccessError):
                action()
        self.assertEqual(self.policy.sudo().run_ids.mapped("scope"), ["all"])

    @users("rcs_manager")
    def test_managers_classify(self):
        policy = self.policy.with_env(self.env)
        self.assertEqual(policy.classify(as_of=AS_OF).customer_count, 1)
        self.assertEqual(policy.action_classify()["params"]["type"], "success")
        self.env["repair.customer.profile"].action_classify_now()
        self.assertEqual(len(policy.run_ids), 4)


@tagged("post_install", "-at_install")
class TestCompanyRules(ModelCase):
    """Nobody sees, uses or changes what belongs to a company of which he is no member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other Company"})
        stage = cls.env["repair.case.stage"].create({"name": "Alien", "company_id": cls.other.id})
        foreign = {"name": "Alien", "company_id": cls.other.id}
        policy = cls.other.repair_policy_id
        case = cls.history(
            [(cls.ann, "2025-06-01", 10, {"company_id": cls.other.id, "stage_id": stage.id})]
        )
        cls.env.cr.flush()
        policy.classify(as_of=AS_OF)
        override = cls.env["repair.segmentation.override"].create(
            {
                "partner_id": cls.ann.id,
                "company_id": cls.other.id,
                "dimension": "frequency",
                "tier_id": policy.frequency_tier_ids[0].id,
                "reason": "Test",
                "date_start": AS_OF - timedelta(days=1),
            }
        )
        run = policy.classify(as_of=AS_OF)
        case.stage_id = cls.env["repair.case.stage"].create(
            {"name": "Alien Pause", "company_id": cls.other.id, "is_waiting": True}
        )
        case.write({"priority_override": "3", "priority_reason": "Test"})
        level = cls.env["repair.service.level"].create(
            {**foreign, "target_ids": [Command.create({"priority": "1"})]}
        )
        team = cls.env["repair.case.team"].create({**foreign, "member_ids": cls.env.user.ids})
        profiles = cls.env["repair.customer.profile"]
        outlook = cls.env["repair.customer.outlook"].create(
            {
                "profile_id": profiles.search([("company_id", "=", cls.other.id)], limit=1).id,
                "company_id": cls.other.id,
                "dimension": "value",
                "kind": "rise",
                "tier_id": policy.value_tier_ids[-1].id,
            }
        )
        stale = cls.env["repair.customer.stale"]
        device = cls.env["repair.device"].create({**foreign, "partner_id": cls.ann.id})
        plan = cls.env["repair.maintenance.plan"].create(
            {**foreign, "scope": "device", "device_id": device.id}
        )
        plan.action_preview()
        plan.action_switch_on()
        extra_day = cls.env["repair.calendar.extra.day"].create(
            {
                "calendar_id": cls.other.resource_calendar_id.id,
                "date": "2025-06-07",
                "hour_ids": [Command.create({"hour_from": 9, "hour_to": 12})],
            }
        )
        cls.foreign = [
            extra_day,
            extra_day.hour_ids,
            cls.env["repair.customer.benefit"].create(
                {"partner_id": cls.ann.id, "company_id": cls.other.id, "kind": "manager"}
            ),
            case,
            *other_records(cls.env, cls.other, cls.ann, level),
            stage,
            case.deviation_ids,
            case.pause_ids,
            level,
            level.target_ids,
            cls.env["repair.case.priority"].create({"company_id": cls.other.id}),
            cls.env["repair.service.escalation"].create({"company_id": cls.other.id}),
            cls.env["repair.case.type"].create(foreign),
            device,
            plan,
            plan.visit_ids,
            cls.env["repair.declined.work"].create({"name": "Alien", "case_id": case.id}),
            team,
            team.membership_ids,
            policy,
            policy.tier_ids,
            policy.tier_ids.criterion_ids,
            run,
            outlook,
            override,
            cls.env["repair.segmentation.transition"].search([("company_id", "=", cls.other.id)]),
            profiles.search([("company_id", "=", cls.other.id)]),
            stale.search([("company_id", "=", cls.other.id)]),
            cls.env["repair.customer.duplicate"].create(
                {"company_id": cls.other.id, "kind": "email", "key": "ann@example.com"}
            ),
        ]

    def test_every_model_with_a_company_is_covered(self):
        with_company = {name for name in self.models() if "company_id" in self.env[name]._fields}
        covered = {records._name for records in self.foreign if records}
        self.assertEqual(with_company - covered, set())
        self.assertEqual(
            covered - with_company,
            {
                "repair.calendar.extra.hours",
                "repair.segmentation.criterion",
                "repair.service.target",
                "repair.case.pause",
            },
        )

    @users("rcs_user", "rcs_all", "rcs_manager")
    def test_records_of_another_company_are_invisible(self):
        for records in self.foreign:
            records = records.with_env(self.env)
            if not records.browse().has_access("read"):
                continue
            with self.subTest(model=records._name):
                self.assertFalse(
                    records.with_context(active_test=False).search([("id", "in", records.ids)])
                )
                with self.assertRaises(AccessError):
                    records.read(["id", "display_name"])

    @users("rcs_manager")
    def test_records_of_another_company_cannot_be_changed(self):
        for records in self.foreign:
            if records._name in ENGINE:
                continue
            with self.subTest(model=records._name):
                self.assertFalse(records.with_env(self.env).has_access("write"))
                self.assertFalse(records.with_env(self.env).has_access("unlink"))
        with self.assertRaises(AccessError):
            self.other.repair_policy_id.with_env(self.env).classify()

    @users("rcs_manager")
    def test_nothing_is_put_into_another_company(self):
        policy = self.other.repair_policy_id
        for model, values in (
            ("repair.case.stage", {"name": "x", "company_id": self.other.id}),
            ("repair.case.type", {"name": "x", "company_id": self.other.id}),
            ("repair.case.team", {"name": "x", "company_id": self.other.id}),
            ("repair.service.level", {"name": "x", "company_id": self.other.id}),
            ("repair.service.escalation", {"company_id": self.other.id}),
            ("repair.segmentation.policy", {"name": "x", "company_id": self.other.id}),
            (
                "repair.segmentation.tier",
                {"name": "x", "policy_id": policy.id, "dimension": "rfm"},
            ),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].create(values)

    @users("rcs_user")
    def test_shared_records_are_visible(self):
        template = self.env.ref(f"{MODULE}.repair_segmentation_policy_default")
        self.assertTrue(template.has_access("read"))
        self.assertTrue(template.tier_ids.criterion_ids.has_access("read"))
        shared = self.env["repair.case.stage"].sudo().create({"name": "Shared"})
        self.assertTrue(shared.with_env(self.env).has_access("read"))
