from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.checklist import ChecklistCase
from ..bases.desk import MONDAY
from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestChecklistSignature(ChecklistCase):
    """Who signs a checklist off, and until when that holds."""

    def ready(self, signer):
        self.checklist.signer = signer
        case = self.leaking()
        with self.assertRaisesRegex(UserError, "Still to check"):
            case.with_user(self.max).action_sign_off()
        self.check(case)
        with self.refused("not signed off yet"):
            case.action_close()
        return case

    def assertSigners(self, case, *users):
        may = [
            user
            for user in (self.lea, self.max, self.zoe, self.manager)
            if case.with_user(user).may_sign_checks
        ]
        self.assertEqual(may, list(users))

    def test_the_assignee(self):
        case = self.ready("assignee")
        self.assertSigners(case, self.max)
        with self.assertRaisesRegex(UserError, "The assignee does so"):
            case.with_user(self.zoe).action_sign_off()
        case.with_user(self.max).action_sign_off()
        self.assertEqual((case.check_signed_by_id, case.check_signed_date), (self.max, MONDAY))
        self.assertEqual(case.check_signature, "Signed off by Max on January 13, 2025")
        with self.assertRaisesRegex(UserError, "needs no signature now"):
            case.with_user(self.max).action_sign_off()
        case.action_close()
        case.action_reopen()
        self.assertFalse(case.check_signed_by_id or case.check_signed_date)
        self.assertFalse(case.check_left_count)

    def test_the_leader(self):
        case = self.ready("leader")
        self.assertSigners(case, self.lea, self.manager)
        case.with_user(self.lea).action_sign_off()
        case.action_close()

    def test_four_eyes(self):
        case = self.ready("other")
        self.assertSigners(case, self.lea, self.zoe, self.manager)
        case.with_user(self.zoe).action_sign_off()
        # Whoever signed and has the case now is two eyes again.
        case.user_id = self.zoe
        with self.refused("Someone other than the assignee"):
            case.action_close()
        self.assertSigners(case, self.lea, self.max, self.manager)
        case.with_user(self.lea).action_sign_off()
        case.action_close()
        # Of a case that nobody has, who ticked does not sign.
        free = self.ready("other")
        free.user_id = False
        self.assertSigners(free, self.lea, self.zoe, self.manager)

    def test_what_is_unticked_is_not_signed(self):
        case = self.ready("other")
        case.with_user(self.zoe).action_sign_off()
        case.check_ids[0].with_user(self.max).action_untick()
        self.assertFalse(case.check_signed_by_id)

    def test_signed_off_and_closed_at_once(self):
        case = self.ready("assignee")
        dialog = self.env["repair.case.close"].with_user(self.max).create({"case_id": case.id})
        self.assertTrue(dialog.may_sign_checks)
        dialog.with_context(repair_sign_off=True).action_close()
        self.assertEqual((case.state, case.check_signed_by_id), ("closed", self.max))


@tagged("post_install", "-at_install")
class TestChecklistAccess(ChecklistCase):
    """Checks are those of the case: who may change it ticks, who may not see it sees none."""

    def test_ticks_are_given_by_the_button_alone(self):
        line = self.leaking().check_ids[0].with_user(self.max)
        for action in (
            lambda: line.write({"is_done": True}),
            lambda: line.create({"case_id": line.case_id.id, "name": "x"}),
            line.unlink,
            lambda: line.case_id.write({"check_left_count": 0}),
            lambda: line.case_id.write({"check_signed_by_id": self.max.id}),
        ):
            with self.assertRaises(AccessError):
                action()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_of_cases_that_one_does_not_see(self):
        stranger = self.user("rcs_stranger", "user")
        everyone = self.user("rcs_everyone", "user_all")
        case = self.leaking()
        lines = self.env["repair.case.check"]
        for user, seen in ((stranger, 0), (everyone, 3), (self.zoe, 3), (self.manager, 3)):
            self.assertEqual(lines.with_user(user).search_count([("case_id", "=", case.id)]), seen)
        with self.assertRaises(AccessError):
            case.check_ids.with_user(stranger).action_tick()
        case.is_confidential = True
        for user, seen in ((everyone, 0), (self.zoe, 0), (self.max, 3), (self.lea, 3)):
            self.assertEqual(lines.with_user(user).search_count([("case_id", "=", case.id)]), seen)


@tagged("post_install", "-at_install")
class TestChecklistPortal(PortalCase):
    """Customers hear nothing of checklists."""

    def test_the_customer_says_that_it_is_solved(self):
        checklist = self.env["repair.checklist"].create(
            {"name": "Secret list", "line_ids": [Command.create({"name": "Secret line"})]}
        )
        case_type = self.env["repair.case.type"].create(
            {"name": "Checked", "checklist_id": checklist.id}
        )
        case = self.open_case(self.ann, type_id=case_type.id)
        case.sudo()._portal_close()
        self.assertEqual(case.state, "open")
        self.assertIn("My problem is solved", case.message_ids[0].body)
        case.check_ids.sudo().action_tick()
        case.sudo()._portal_close()
        self.assertEqual(case.state, "closed")
