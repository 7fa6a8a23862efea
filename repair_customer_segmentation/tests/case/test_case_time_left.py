from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged, users

from ..bases.desk import DeskCase


def at(day, hour, minute=0):
    return datetime(2025, 1, day, hour, minute)


@tagged("post_install", "-at_install")
class TestTimeLeft(DeskCase):
    """Basic, medium priority: answer within 4, solve within 16 hours; 8:00 to 16:00 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.user("rcs_agent", "user_all")

    def move(self, case, stage, *moment):
        with freeze_time(at(*moment)):
            case.stage_id = stage
            self.env.flush_all()

    def left(self, case, *moment):
        """Return what is left of both clocks then, as forms, searches and reports say."""
        cases = self.env["repair.case"].with_user(self.agent)
        names = ["response_left_hours", "resolution_left_hours", "overdue_hours"]
        with freeze_time(at(*moment)):
            self.env.invalidate_all()
            [values] = case.with_user(self.agent).read(names)
            domain = [("id", "=", case.id)]
            [sums] = cases._read_group(domain, aggregates=[f"{name}:avg" for name in names])
            for name, summed in zip(names, sums, strict=True):
                self.assertAlmostEqual(values[name], summed or 0.0)
                number = values[name]
                for bound, found in ((number - 0.01, True), (number + 0.01, False)):
                    matches = cases.search([*domain, (name, ">", bound)])
                    self.assertEqual(bool(matches), found, f"{name} > {bound}")
                    self.assertEqual(matches, case.filtered_domain([(name, ">", bound)]))
        return tuple(round(values[name], 4) for name in names)

    def test_it_counts_working_hours(self):
        case = self.case()
        self.assertEqual(self.left(case, 13, 9), (4, 16, 0))
        self.assertEqual(self.left(case, 13, 10, 30), (2.5, 14.5, 0))
        # At night nothing is used up.
        self.assertEqual(self.left(case, 13, 23), (-3, 9, 3))
        self.assertEqual(self.left(case, 14, 8), (-3, 9, 3))
        self.assertEqual(self.left(case, 15, 10), (-13, -1, 13))

    def test_it_stands_still_while_the_case_waits(self):
        case = self.case()
        case.first_response_date = at(13, 9)
        self.move(case, self.stage_waiting, 15, 10)
        for moment in ((15, 10), (16, 12), (28, 9)):
            self.assertEqual(self.left(case, *moment), (4, -1, 1))
        self.move(case, self.stage_open, 28, 9)
        self.assertEqual(self.left(case, 28, 10), (4, -2, 2))

    def test_a_case_that_begins_waiting_has_used_nothing(self):
        case = self.case(stage_id=self.stage_waiting.id)
        self.assertEqual(self.left(case, 20, 9), (4, 16, 0))

    def test_it_is_fixed_when_the_case_is_done(self):
        case = self.case()
        # Due on Wednesday at 9:00; closed half a working hour later, the next morning.
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "2").hour_to = 10
        self.move(case, self.stage_closed, 16, 8, 30)
        for moment in ((16, 9), (31, 9)):
            self.assertEqual(self.left(case, *moment)[1:], (-0.5, 12.5))
        self.basic.target_ids.resolution_hours = 1
        self.assertEqual(self.left(case, 31, 9)[1], -0.5)
        self.assertEqual(case.resolution_used_hours, 16.5)

    def test_reopened_it_goes_on(self):
        case = self.case()
        self.move(case, self.stage_closed, 14, 9)
        self.move(case, self.stage_open, 21, 10)
        self.assertEqual(self.left(case, 21, 11), (-4, 7, 4))

    def test_over_new_year(self):
        case = self.case(date_open=datetime(2024, 12, 31, 15))
        self.assertEqual(self.left(case, 1, 9), (2, 14, 0))

    def test_without_a_target_nothing_is_left(self):
        self.assertEqual(self.left(self.case(impact="1", urgency="2"), 20, 9), (0, 0, 0))
        cancelled = self.case()
        self.move(cancelled, self.stage_cancelled, 20, 9)
        self.assertEqual(self.left(cancelled, 20, 9), (0, 0, 0))

    @users("rcs_agent")
    def test_lists_sort_by_it(self):
        cases = self.env["repair.case"]
        new = self.case()
        late = self.case(date_open=at(9, 9))
        waiting = self.case(stage_id=self.stage_waiting.id)
        later = self.case(date_open=at(8, 9))
        found = cases.search([("company_id", "=", self.company.id)], order="overdue_hours desc, id")
        self.assertEqual(found.ids, (later + late + new + waiting).ids)
        self.assertEqual(
            cases.search([("company_id", "=", self.company.id), ("overdue_hours", ">", 0)]),
            later | late,
        )
        described = cases.fields_get(["overdue_hours"])["overdue_hours"]
        self.assertEqual(described["aggregator"], "avg")
        self.assertTrue(described["sortable"] and described["searchable"])

    def test_pages_count_down_in_working_hours(self):
        case = self.case()
        count = case.response_countdown
        self.assertEqual((count["left"], count["paused"], count["done"]), (4, False, False))
        eight, day = 8 * 3600 * 1000, 24 * 3600 * 1000
        monday = count["now"] - 3600 * 1000
        self.assertEqual(count["times"][0], [count["now"], monday + eight])
        self.assertEqual(count["times"][1], [monday + day, monday + day + eight])
        self.assertEqual(case.next_countdown, count)
        self.move(case, self.stage_waiting, 13, 10)
        self.assertEqual(
            (case.response_countdown["left"], case.response_countdown["paused"]), (3, True)
        )
        self.assertEqual(case.response_countdown["times"], [])
        self.move(case, self.stage_closed, 14, 10)
        self.assertEqual(
            (case.resolution_countdown["left"], case.resolution_countdown["done"]), (15, True)
        )

    def test_no_query_per_case(self):
        self.queries(1)
        one, many = self.queries(1), self.queries(20)
        self.assertLessEqual(many, one)

    def queries(self, count):
        cases = self.env["repair.case"].browse()
        for _i in range(count):
            cases |= self.case()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cases.mapped("next_countdown")
        cases.mapped("overdue_hours")
        return self.env.cr.sql_log_count - before
