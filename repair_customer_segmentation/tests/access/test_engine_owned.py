from contextlib import suppress

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from ...models.access.given_values import is_engine_owned
from ..bases.common import AS_OF, SegmentationCase

# What an import may give a case that is new.
GIVEN = {"reference"}


@tagged("post_install", "-at_install")
class TestEngineOwned(SegmentationCase):
    """What is worked out or recorded, no role types in, whatever route it takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.case = cls.history([(cls.ann, "2025-06-01", 10)])
        cls.device = cls.env["repair.device"].create(
            {"name": "Kettle", "partner_id": cls.ann.id, "company_id": cls.company.id}
        )
        cls.policy.classify(as_of=AS_OF)
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Team", "company_id": cls.company.id, "member_ids": cls.env.user.ids}
        )
        cls.override = cls.env["repair.segmentation.override"].create(
            {
                "partner_id": cls.ann.id,
                "company_id": cls.company.id,
                "dimension": "value",
                "tier_id": cls.policy.value_tier_ids[0].id,
                "reason": "Test",
            }
        )
        cls.duplicate = cls.env["repair.customer.duplicate"].create(
            {"company_id": cls.company.id, "kind": "email", "key": "ann@example.com"}
        )
        cls.user("rcs_user", "user")
        cls.user("rcs_all", "user_all")
        cls.user("rcs_manager", "manager")

    @property
    def records(self):
        """A record of each model of which people write some fields, and the engine others."""
        return [
            record.with_env(self.env)
            for record in (
                self.case,
                self.device,
                self.override,
                self.duplicate,
                self.policy,
                self.policy.value_tier_ids[0],
                self.stage_open,
                self.team.membership_ids,
            )
        ]

    def other_value(self, record, field):
        """Return a value for a field that is not the one that it has."""
        value = record.sudo()[field.name]
        if field.type == "many2one":
            other = self.env[field.comodel_name].sudo().with_context(active_test=False)
            return other.search([("id", "not in", value.ids)], limit=1).id or 2**31 - 5
        if field.type in ("many2many", "one2many"):
            return [Command.set([1])]
        if field.type == "selection":
            keys = [key for key, _label in field._description_selection(self.env)]
            return next(key for key in keys if key != value)
        return {
            "boolean": not value,
            "datetime": "2001-01-01 00:00:00",
            "date": "2001-01-01",
            "json": {"x": 1},
        }.get(field.type, 4 if field.type in ("integer", "float", "monetary") else "something")

    def owned(self, record):
        return [
            field
            for field in record._fields.values()
            if is_engine_owned(field)
            and field.name not in ("create_uid", "create_date", "write_uid", "write_date")
            and not field.name.startswith(("message_", "activity_"))
        ]

    @users("rcs_user", "rcs_all", "rcs_manager")
    def test_nobody_writes_it(self):
        tried = 0
        for record in self.records:
            if not record.has_access("write"):
                continue
            for field in self.owned(record):
                value = self.other_value(record, field)
                tried += 1
                with (
                    self.subTest(field=str(field)),
                    self.assertRaises(UserError) as refusal,
                    self.env.cr.savepoint(),
                ):
                    record.write({field.name: value})
                # The state of a policy has words of its own.
                if field.name != "state" or record._name != self.policy._name:
                    self.assertIsInstance(refusal.exception, AccessError)
        self.assertGreater(tried, 20)

    @users("rcs_user", "rcs_manager")
    @freeze_time("2026-03-02 09:30:00")
    def test_nobody_opens_a_case_with_it(self):
        new = {"name": "New", "partner_id": self.ann.id}
        cases = self.env["repair.case"]
        for field in self.owned(self.case):
            if field.name in GIVEN:
                continue
            value = self.other_value(cases.new(new), field)
            with self.subTest(field=field.name):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    cases.create({**new, field.name: value})
                # A board that is grouped by it says it along with what is opened in a column.
                case = cases.with_context(**{f"default_{field.name}": value}).create(new)
                plain = cases.create(new)
                if field.type not in ("datetime", "char"):
                    self.assertEqual(case.sudo()[field.name], plain.sudo()[field.name])

    @users("rcs_user")
    def test_by_the_way_of_another_record(self):
        deadline = self.case.resolution_deadline
        for action in (
            lambda: self.device.with_env(self.env).write(
                {"case_ids": [Command.update(self.case.id, {"priority": "3"})]}
            ),
            lambda: self.case.with_env(self.env).write(
                {"pause_ids": [Command.create({"cause": "waiting", "date_start": AS_OF})]}
            ),
            lambda: self.env["repair.case"].load(
                ["id", "name", "priority"],
                [[self.case.sudo().export_data(["id"])["datas"][0][0], "New", "Critical"]],
            ),
        ):
            with suppress(AccessError), self.env.cr.savepoint():
                self.assertTrue(action()["messages"])
        self.case.invalidate_recordset()
        self.assertEqual(self.case.priority, "1")
        self.assertFalse(self.case.pause_ids)
        self.assertEqual(self.case.resolution_deadline, deadline)

    @users("rcs_manager")
    def test_a_state_of_a_policy_is_not_forged(self):
        policy = self.policy.with_env(self.env)
        for values in ({"state": "archived"}, {"version": 9}, {"activated_by_id": 1}):
            with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():
                policy.with_context(repair_policy_state=True, repair_policy_rules_later=True).write(
                    values
                )
            self.assertIn(type(refusal.exception).__name__, ("UserError", "AccessError"))
        with self.assertRaises(AccessError):
            policy.create({"name": "x", "company_id": self.company.id, "state": "active"})
        draft = self.env[policy._name].browse(policy.action_revise()["res_id"])
        self.assertEqual((draft.previous_id, draft.version), (policy, policy.version + 1))
        with self.assertRaises(AccessError):
            draft.write({"tier_ids": [Command.update(draft.tier_ids[0].id, {"origin_id": False})]})
        draft.action_activate()
        self.assertEqual(draft.activated_by_id, self.env.user)

    @users("rcs_user")
    def test_what_stays_as_it_is_may_be_sent_along(self):
        """As by an update of an exported file, or a client that sends all that it shows."""
        case = self.case.with_env(self.env)
        case.write({"name": "Leaks", "priority": case.priority, "reference": case.reference})
        self.assertEqual(case.name, "Leaks")

    @users("rcs_user", "rcs_manager")
    def test_work_goes_on(self):
        """What users do still has recorded what is recorded of it."""
        with Form(self.env["repair.case"]) as form:
            form.name, form.partner_id = "New", self.ann
            form.impact = form.urgency = "1"
        case = form.record
        self.assertEqual(case.priority, "3")
        case.write({"priority_override": "0", "priority_reason": "Can wait"})
        self.assertEqual(case.priority, "0")
        self.assertEqual(case.sudo().deviation_ids.mapped("reason"), ["Can wait"])
        case.stage_id = self.stage_waiting
        case.action_close()
        self.assertTrue(case.first_response_date)
        self.assertTrue(case.pause_ids)
        case.action_reopen()
        case.sudo().amount = 40
        copied = case.copy()
        sees = self.env.user.has_group("repair_customer_segmentation.group_amount")
        self.assertEqual(copied.sudo().amount, 40 if sees else 0)
        self.assertEqual(case.sudo().copy().amount, 40)
        with self.assertRaises(ValidationError):
            case.write({"priority_override": "2", "priority_reason": " "})
