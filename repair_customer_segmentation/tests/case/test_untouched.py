from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..bases.desk import MONDAY, DeskCase

CRON = "repair_customer_segmentation.ir_cron_escalate"
SOON = datetime(2025, 1, 14, 10, 59)
# 16 working hours after Monday 9:00 (UTC): 7 on Monday, 8 on Tuesday, 1 on Wednesday.
DUE = datetime(2025, 1, 15, 9)


@tagged("post_install", "-at_install")
class TestUntouched(DeskCase):
    """Open cases that nobody touched for 16 working hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["repair.service.escalation"].search([]).active = False
        cls.agent = cls.user("rcs_agent", "user")
        cls.env["res.users"].browse(cls.env.uid).partner_id.email = "root@repair-test.example"

    def mine(self, moment):
        """Return the untouched cases of a moment, as the filter finds them and the field says."""
        with freeze_time(moment):
            self.env.flush_all()
            self.env.invalidate_all()
            of_company = [("company_id", "=", self.company.id)]
            found = self.env["repair.case"].search([*of_company, ("is_untouched", "=", True)])
            everything = self.env["repair.case"].search(of_company)
            self.assertEqual(found, everything.filtered("is_untouched"))
            return found

    def run_at(self, moment):
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def test_it_comes_up_after_so_many_working_hours(self):
        case = self.case()
        self.assertEqual(case.untouched_date, DUE)
        self.assertFalse(self.mine(datetime(2025, 1, 15, 8, 59)))
        self.assertEqual(self.mine(DUE), case)

    def test_the_hours_of_the_level_count(self):
        self.basic.calendar_id = self.make_calendar("Always", days=range(7), hours=(0, 24))
        self.assertEqual(self.case().untouched_date, datetime(2025, 1, 14, 1))

    def test_changed_hours_of_the_company_count_without_a_level(self):
        self.company.repair_service_level_id = False
        case = self.case()
        self.assertEqual((case.service_level_id.id, case.untouched_date), (False, DUE))
        self.env.flush_all()
        self.calendar.attendance_ids[-1].hour_to = 24
        self.calendar.attendance_ids[1].hour_to = 18
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(case.untouched_date, datetime(2025, 1, 14, 17))
        self.calendar.attendance_ids[0].unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        right = self.case()
        self.assertEqual(case.untouched_date, right.untouched_date)

    def test_what_touches_a_case(self):
        touches = {
            "a stage": lambda case: case.write({"stage_id": self.stage_waiting.id}),
            "a colleague": lambda case: case.with_user(self.agent).write({"urgency": "1"}),
            "a note": lambda case: case.with_user(self.agent).message_post(
                body="Looked at it", message_type="comment"
            ),
            "the customer": lambda case: case.message_post(
                body="And?", author_id=self.ann.id, message_type="email"
            ),
        }
        for name, touch in touches.items():
            case = self.case(user_id=self.agent.id)
            with self.subTest(name), freeze_time(SOON):
                touch(case)
                self.assertEqual(case.touched_date, SOON)
                self.assertEqual(case.untouched_date, datetime(2025, 1, 16, 10, 59))

    def test_what_does_not_touch_it(self):
        case = self.case(user_id=self.agent.id)
        with freeze_time(SOON):
            case.with_user(self.agent).write({"color": 3})
            case.message_post(body="The system noted something")
            case.service_level_id = self.best
        self.assertEqual(case.touched_date, MONDAY)

    def test_closed_cases_are_left_alone_and_reopened_ones_begin_anew(self):
        case = self.case()
        case.action_close()
        self.assertFalse(case.untouched_date)
        self.assertFalse(self.mine(datetime(2025, 2, 1)))
        with freeze_time(SOON):
            case.action_reopen()
        self.assertEqual(case.untouched_date, datetime(2025, 1, 16, 10, 59))

    def test_the_setting_holds_at_once_and_zero_is_never(self):
        case = self.case()
        self.company.repair_untouched_hours = 1
        self.assertEqual(case.untouched_date, datetime(2025, 1, 13, 10))
        self.company.repair_untouched_hours = 0
        self.assertFalse(case.untouched_date)
        with self.assertRaisesRegex(ValidationError, "Untouched after.* is -1.*from 0"):
            self.company.repair_untouched_hours = -1

    def test_the_assignee_is_told_once_until_it_is_touched(self):
        case = self.case(user_id=self.agent.id)
        self.run_at(DUE)
        self.assertRecordValues(case.activity_ids, [{"user_id": self.agent.id}])
        self.assertIn("No recent activity", case.activity_ids.summary)
        self.run_at(datetime(2025, 1, 16, 9))
        self.assertEqual(len(case.activity_ids), 1)
        with freeze_time(datetime(2025, 1, 16, 9)):
            case.with_user(self.agent).urgency = "3"
        self.run_at(datetime(2025, 1, 17, 9))
        self.assertEqual(len(case.activity_ids), 1)
        self.run_at(datetime(2025, 1, 20, 9))
        self.assertEqual(len(case.activity_ids), 2)

    def test_no_query_per_case(self):
        self.run_queries(1)
        one, many = self.run_queries(1), self.run_queries(20)
        self.assertLessEqual(many, one)

    def run_queries(self, count):
        cases = self.env["repair.case"].browse()
        for _i in range(count):
            cases |= self.case()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cases.mapped("is_untouched")
        self.env["repair.case"].search([("is_untouched", "=", True)])
        return self.env.cr.sql_log_count - before
