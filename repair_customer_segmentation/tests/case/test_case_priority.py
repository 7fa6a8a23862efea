from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ..bases.desk import MONDAY, DeskCase

# The reference: ITIL's incident priority of impact x urgency.
ITIL = {
    "critical": ["11"],
    "high": ["12", "21"],
    "medium": ["13", "22", "31"],
    "low": ["23", "32", "33"],
}
PRIORITY = {"critical": "3", "high": "2", "medium": "1", "low": "0"}


@tagged("post_install", "-at_install")
class TestCasePriority(DeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_user", "user")
        cls.user("rcs_manager", "manager")
        cls.matrix = cls.env["repair.case.priority"].create({"company_id": cls.company.id})

    def test_the_matrix_is_that_of_itil(self):
        for priority, cells in ITIL.items():
            for impact, urgency in cells:
                case = self.case(impact=impact, urgency=urgency)
                self.assertEqual(case.priority, PRIORITY[priority], (impact, urgency))

    def test_a_changed_matrix_holds_for_open_cases_only(self):
        opened = self.case(impact="2", urgency="2")
        closed = self.case(impact="2", urgency="2")
        closed.action_close()
        by_hand = self.case(priority_override="0", priority_reason="Display only")
        self.matrix.priority_2_2 = "3"
        self.assertEqual(opened.priority, "3")
        self.assertEqual(closed.priority, "1")
        self.assertEqual((by_hand.matrix_priority, by_hand.priority), ("3", "0"))
        self.assertEqual(self.case(impact="2", urgency="2").priority, "3")

    def test_a_company_has_one_matrix(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["repair.case.priority"].create({"company_id": self.company.id})

    def test_a_deviation_needs_a_reason(self):
        case = self.case()
        for reason in (False, "", "  "):
            with self.assertRaisesRegex(ValidationError, "enter the reason"):
                case.write({"priority_override": "3", "priority_reason": reason})

    @users("rcs_user")
    def test_a_deviation_is_kept_and_taken_back(self):
        case = self.case().with_user(self.env.user)
        case.write({"priority_override": "3", "priority_reason": "A line stands still"})
        self.assertEqual(case.priority, "3")
        case.action_follow_matrix()
        self.assertEqual((case.priority, case.priority_reason), ("1", False))
        kept = self.env["repair.case.deviation"].sudo().search([("case_id", "=", case.id)])
        self.assertRecordValues(
            kept,
            [
                {
                    "user_id": self.env.uid,
                    "matrix_priority": "1",
                    "priority": "3",
                    "steps": 2,
                    "direction": "higher",
                    "reason": "A line stands still",
                    "date": MONDAY,
                }
            ],
        )

    @users("rcs_user")
    def test_the_audit_is_for_managers(self):
        with self.assertRaises(AccessError):
            self.env["repair.case.deviation"].search([])

    @users("rcs_manager")
    def test_nobody_changes_the_audit(self):
        case = self.case(priority_override="0", priority_reason="Can wait")
        kept = self.env["repair.case.deviation"].search([("case_id", "=", case.id)])
        self.assertEqual(kept.direction, "lower")
        with self.assertRaises(AccessError):
            kept.write({"reason": "Nothing"})
        with self.assertRaises(AccessError):
            kept.unlink()
