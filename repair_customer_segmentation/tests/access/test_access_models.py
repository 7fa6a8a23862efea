from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.common import AS_OF
from ..bases.model_case import ModelCase
from ..bases.models import CONFIGURATION, DECIDED, ENGINE, MANAGED


@tagged("post_install", "-at_install")
class TestModelAccess(ModelCase):
    def test_every_model_is_covered(self):
        self.assertEqual(
            set(self.models()),
            {
                *CONFIGURATION,
                *ENGINE,
                *DECIDED,
                *MANAGED,
                "repair.case",
                "repair.case.tag",
                "repair.declined.work",
                "repair.device",
                "repair.feedback",
                "repair.improvement.measure",
                "repair.relationship.review",
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
        self.assertRights("repair.relationship.review", "rwc")
        self.assertRights("repair.case.tag", "rc")
        self.assertRights("repair.feedback", "rw")

    @users("rcs_user", "rcs_all")
    def test_users_read_profiles_and_transitions_of_what_the_engine_writes(self):
        self.assertRights("repair.customer.profile", "r")
        self.assertRights("repair.customer.outlook", "r")
        self.assertRights("repair.customer.forecast", "r")
        self.assertRights("repair.forecast.check", "")
        self.assertRights("repair.segmentation.transition", "r")
        self.assertRights("repair.segmentation.run", "")
        self.assertRights("repair.customer.stale", "")
        self.assertRights("repair.customer.duplicate", "")
        self.assertRights("repair.customer.gap", "r")
        self.assertRights("repair.case.pause", "r")
        self.assertRights("repair.case.deviation", "")
        for model in MANAGED:
            self.assertRights(model, "")

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
        for model in MANAGED:
            self.assertRights(model, "rwcu")
        self.assertRights("repair.feedback", "rwu")

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
