from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged, users

from ..bases.common import AS_OF
from ..bases.model_case import MODULE, ModelCase
from ..bases.models import ENGINE
from ..bases.other_records import other_records


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
                "repair.case.check",
                "repair.checklist.line",
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
