from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import SegmentationCase

TIMESHEET = "hr_timesheet.group_hr_timesheet_user"
APPROVER = "hr_timesheet.group_hr_timesheet_approver"


@tagged("post_install", "-at_install")
class TestCaseTime(SegmentationCase):
    """Time that is logged on a case is its hours worked, and costs what the hours cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.repair_hour_cost = 60
        cls.ann = cls.customer("Ann")
        cls.tom, cls.eve = cls.technician("tom"), cls.technician("eve")
        cls.tom_works, cls.eve_works = cls.env["hr.employee"].create(
            [
                {
                    "name": user.login,
                    "user_id": user.id,
                    "company_id": cls.company.id,
                    "hourly_cost": cost,
                }
                for user, cost in ((cls.tom, 45), (cls.eve, 0))
            ]
        )
        cls.leak = cls.history(
            [(cls.ann, "2025-05-01", 500, {"parts_cost": 20, "desk_minutes": 0})]
        )

    @classmethod
    def technician(cls, name, *groups, role="user_all"):
        user = cls.user(f"time_{name}", role)
        user.group_ids = [Command.link(cls.env.ref(group).id) for group in (TIMESHEET, *groups)]
        return user

    def log(self, hours, user=None, case=None, **values):
        user = user or self.tom
        return (
            self.env["account.analytic.line"]
            .with_user(user)
            .create(
                {
                    "name": "Repaired",
                    "repair_case_id": (case or self.leak).id,
                    "employee_id": user.sudo().employee_id.id
                    or self.env["hr.employee"].search([("user_id", "=", user.id)]).id,
                    "unit_amount": hours,
                    **values,
                }
            )
        )

    def assert_time(self, hours, cost, case=None):
        case = case or self.leak
        self.assertEqual((case.work_hours, case.cost_company), (hours, cost))
        self.assertEqual(case.work_hours is False, hours is False)
        self.assertEqual(case.cost_company is False, cost is False)

    def test_the_sum_of_everybodys_time(self):
        self.assert_time(False, False)
        first = self.log(1.5)
        self.assert_time(1.5, 20 + 1.5 * 45)
        # Of Eve no hourly cost is known: the company's counts.
        self.log(2, self.eve)
        self.assert_time(3.5, 20 + 1.5 * 45 + 2 * 60)
        first.with_user(self.tom).unit_amount = 0.5
        self.assert_time(2.5, 20 + 0.5 * 45 + 2 * 60)
        self.assertEqual(self.leak.net_amount, 500 - 20 - 22.5 - 120)
        self.assertTrue(self.leak.is_time_logged)
        first.with_user(self.tom).unlink()
        self.assert_time(2, 140)

    def test_without_timesheets_hours_are_typed(self):
        self.leak.work_hours = 3
        self.assert_time(3, 200)
        line = self.log(1)
        self.assert_time(1, 65)
        for hours in (7, 0, False):
            with self.assertRaisesRegex(UserError, "Log the time"):
                self.leak.work_hours = hours
        self.leak.work_hours = 1
        line.with_user(self.tom).unlink()
        self.assert_time(False, False)
        self.leak.work_hours = 4
        self.assert_time(4, 260)

    def test_a_later_hourly_cost_changes_nothing(self):
        self.log(2)
        self.tom_works.hourly_cost = 100
        self.leak.parts_cost = 30
        self.assert_time(2, 120)

    def test_costs_of_employees_count_where_the_company_has_none(self):
        self.company.repair_hour_cost = 0
        self.log(2)
        self.log(1, self.eve)
        self.assert_time(3, 110)

    def test_time_that_is_logged_asks_nobody_for_costs(self):
        self.company.repair_hour_cost = 0
        self.leak.parts_cost = False
        self.assertFalse(self.company._counts_repair_costs())
        self.log(2)
        self.env.flush_all()
        self.assertFalse(self.company._counts_repair_costs())
        other = self.history([(self.ann, "2025-05-02", 80)])
        other.work_hours = 1
        self.assertTrue(self.company._counts_repair_costs())

    def test_the_project_is_made_once(self):
        first, second = self.log(1), self.log(1, self.eve)
        project = self.company.repair_timesheet_project_id
        self.assertEqual(first.project_id | second.project_id, project)
        self.assertEqual((project.company_id, project.name), (self.company, "Repair Cases"))
        self.assertTrue(project.account_id)
        other = self.env["res.company"].create({"name": "Other Company"})
        self.assertNotEqual(other._repair_timesheet_project(), project)

    def test_time_moves_to_another_case(self):
        other = self.history([(self.ann, "2025-05-02", 10, {"parts_cost": 0, "desk_minutes": 0})])
        line = self.log(2)
        line.repair_case_id = other
        self.assert_time(False, False)
        self.assert_time(2, 90, other)

    def test_a_merge_takes_the_time_along(self):
        kept = self.history(
            [(self.ann, "2025-05-02", 10, {"parts_cost": 0, "desk_minutes": 0,
                                          "stage_id": self.stage_open.id})]
        )  # fmt: skip
        self.log(2)
        self.log(1, case=kept)
        kept._take_values(self.leak)
        kept._take_records(self.leak)
        self.assert_time(3, 135, kept)

    def test_a_copy_begins_anew(self):
        self.log(2)
        copy = self.leak.copy()
        self.assertIs(copy.work_hours, False)
        self.assertFalse(copy.is_time_logged)

    def test_more_taken_back_than_was_logged(self):
        with self.assertRaisesRegex(ValidationError, "Hours Worked"):
            self.log(-1)

    def test_the_customer_is_classified_again(self):
        self.env.flush_all()
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        self.log(1)
        self.env.flush_all()
        self.env.cr.flush()
        self.env.cr.execute(
            "SELECT partner_id FROM repair_customer_stale WHERE company_id = %s", [self.company.id]
        )
        self.assertEqual(self.env.cr.fetchall(), [(self.ann.id,)])
        self.assertEqual(self.metrics(self.ann)["net_value"], 500 - 65)

    def test_each_sees_their_own_lines_and_the_sum(self):
        own, foreign = self.log(1), self.log(2, self.eve)
        seen = self.leak.with_user(self.tom)
        self.assertEqual(seen.timesheet_ids, own)
        self.assertEqual(seen.work_hours, 3)
        with self.assertRaises(AccessError):
            foreign.with_user(self.tom).unit_amount = 9
        for name in ("cost_company", "logged_cost", "logged_costed_hours"):
            with self.assertRaises(AccessError, msg=name):
                seen.read([name])
        boss = self.technician("boss", APPROVER)
        self.assertEqual(self.leak.with_user(boss).timesheet_ids, own | foreign)

    def test_who_logs_no_time_sees_the_sum_alone(self):
        self.log(1)
        clerk = self.user("time_clerk", "user_all")
        seen = self.leak.with_user(clerk)
        self.assertEqual(seen.work_hours, 1)
        with self.assertRaises(AccessError):
            seen.read(["timesheet_ids"])
        self.assertNotIn("timesheet_ids", seen.get_view(view_type="form")["arch"])

    def test_a_case_that_is_not_theirs(self):
        """Neither is time logged on it, nor its name told."""
        hidden = self.leak
        hidden.is_confidential = True
        stranger = self.technician("stranger", APPROVER, role="user")
        self.env["hr.employee"].create(
            {"name": "Stranger", "user_id": stranger.id, "company_id": self.company.id}
        )
        with self.assertRaises(AccessError):
            self.log(1, stranger)
        line = self.log(1, self.env.user, employee_id=self.tom_works.id)
        seen = line.with_user(stranger)
        self.assertTrue(seen.has_access("read"))
        self.assertFalse(seen.repair_case_id)
        self.assertEqual(seen.read(["repair_case_id"])[0]["repair_case_id"], False)
        lines = self.env["account.analytic.line"].with_user(stranger)
        for domain in (
            [("repair_case_id", "=", hidden.id)],
            [("repair_case_id", "!=", False)],
            [("repair_case_id.name", "ilike", hidden.name)],
        ):
            self.assertFalse(lines.search(domain), domain)
        with self.assertRaises(AccessError):
            lines.search([("linked_case_id", "=", hidden.id)])

    def test_an_employee_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        away = self.env["hr.employee"].create({"name": "Away", "company_id": other.id})
        with self.assertRaisesRegex(ValidationError, "active employee"):
            self.log(1, self.env.user, employee_id=away.id, company_id=other.id)
        self.assert_time(False, False)

    def test_the_form(self):
        form = Form(self.leak.with_user(self.tom).with_company(self.company))
        with form.timesheet_ids.new() as line:
            line.name = "Changed the pump"
            line.unit_amount = 1.25
        form.save()
        self.assertEqual(self.leak.work_hours, 1.25)
        line = self.leak.with_user(self.tom).timesheet_ids
        self.assertEqual((line.employee_id, line.name), (self.tom_works, "Changed the pump"))

    def test_other_timesheets_are_left_alone(self):
        project = self.company._repair_timesheet_project()
        line = self.env["account.analytic.line"].with_user(self.tom).create(
            {"name": "Meeting", "project_id": project.id, "employee_id": self.tom_works.id,
             "unit_amount": 1}
        )  # fmt: skip
        self.assertFalse(line.repair_case_id)
        self.assert_time(False, False)
