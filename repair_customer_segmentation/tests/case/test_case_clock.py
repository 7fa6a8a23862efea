from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged, users

from ..bases.desk import MONDAY, DeskCase


def at(text):
    return datetime.strptime(f"2025-{text}", "%Y-%m-%d %H:%M")


@tagged("post_install", "-at_install")
class TestCaseClock(DeskCase):
    """Basic, medium priority: answer within 4, solve within 16 hours; 8:00 to 16:00 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.user("rcs_user", "user")

    def deadlines(self, case):
        return case.response_deadline, case.resolution_deadline

    def move(self, case, stage, moment):
        with freeze_time(at(moment)):
            case.stage_id = stage
            self.env.flush_all()

    def test_deadlines_are_in_working_hours(self):
        case = self.case()
        self.assertEqual(self.deadlines(case), (at("01-13 13:00"), at("01-15 09:00")))
        self.assertEqual(case.next_deadline, at("01-13 13:00"))
        self.assertEqual(case.response_risk_date, at("01-13 12:00"))
        friday = self.case(date_open=at("01-17 15:00"))
        self.assertEqual(self.deadlines(friday), (at("01-20 11:00"), at("01-21 15:00")))

    def test_the_level_decides_whose_hours(self):
        self.basic.calendar_id = self.make_calendar("Always", days=range(7), hours=(0, 24))
        friday = self.case(date_open=at("01-17 15:00"))
        self.assertEqual(self.deadlines(friday), (at("01-17 19:00"), at("01-18 07:00")))

    def test_priority_and_targets_move_the_deadlines(self):
        case = self.case()
        case.write({"impact": "1", "urgency": "1"})
        self.assertEqual(self.deadlines(case), (at("01-13 11:00"), at("01-14 09:00")))
        self.basic.target_ids.filtered(lambda t: t.priority == "3").response_hours = 3
        self.assertEqual(case.response_deadline, at("01-13 12:00"))

    def test_no_target_no_clock(self):
        case = self.case(impact="1", urgency="2")
        self.assertEqual(case.priority, "2")
        self.assertEqual(self.deadlines(case), (False, False))
        self.assertFalse(case.sla_state)

    def test_holidays_move_the_deadlines_of_open_cases(self):
        case = self.case()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2025-01-13 23:00:00",
                "date_to": "2025-01-14 22:59:59",
            }
        )
        self.assertEqual(self.deadlines(case), (at("01-13 13:00"), at("01-16 09:00")))

    def test_waiting_stops_the_clocks(self):
        case = self.case()
        self.move(case, self.stage_waiting, "01-13 11:00")
        self.assertEqual(self.deadlines(case), (False, False))
        self.assertFalse(case.next_deadline)
        # Tuesday: 5 hours of Monday and 2 of Tuesday were paused.
        self.move(case, self.stage_open, "01-14 10:00")
        self.assertEqual(self.deadlines(case), (at("01-14 12:00"), at("01-15 16:00")))

    def test_a_pause_survives_priority_and_level(self):
        case = self.case()
        self.move(case, self.stage_waiting, "01-13 10:00")
        self.move(case, self.stage_open, "01-13 12:00")
        self.assertEqual(self.deadlines(case), (at("01-13 15:00"), at("01-15 11:00")))
        case.write({"impact": "1", "urgency": "1"})
        self.assertEqual(self.deadlines(case), (at("01-13 13:00"), at("01-14 11:00")))
        case.service_level_id = self.best
        self.assertEqual(self.deadlines(case), (at("01-13 10:00"), at("01-13 15:00")))

    def test_what_was_breached_before_a_pause_stays_breached(self):
        case = self.case()
        self.move(case, self.stage_waiting, "01-13 14:00")
        with freeze_time(at("01-14 09:00")):
            self.assertEqual(self.deadlines(case), (at("01-13 13:00"), False))
            self.assertEqual(case.response_state, "breached")
            self.assertFalse(case.resolution_state)

    def test_a_closed_clock_stands_and_a_reopened_one_goes_on(self):
        case = self.case()
        self.move(case, self.stage_closed, "01-14 09:00")
        self.assertEqual(self.deadlines(case), (at("01-13 13:00"), at("01-15 09:00")))
        self.assertEqual((case.response_state, case.resolution_state), ("missed", "met"))
        self.basic.target_ids.resolution_hours = 1
        self.calendar.attendance_ids.hour_to = 12
        self.assertEqual(case.resolution_deadline, at("01-15 09:00"))
        self.calendar.attendance_ids.hour_to = 17
        self.basic.target_ids.resolution_hours = 16
        # 8 of 16 hours are used up; a week later the other 8 begin.
        self.move(case, self.stage_open, "01-21 10:00")
        self.assertEqual(case.resolution_deadline, at("01-22 10:00"))
        self.assertEqual(case.response_deadline, at("01-13 13:00"))

    def test_closed_while_waiting(self):
        case = self.case()
        self.move(case, self.stage_waiting, "01-13 10:00")
        self.move(case, self.stage_closed, "01-14 10:00")
        self.assertEqual((case.response_state, case.resolution_state), ("met", "met"))

    def test_cancelled_cases_are_neither_met_nor_missed(self):
        case = self.case()
        self.move(case, self.stage_cancelled, "01-20 10:00")
        self.assertFalse(case.sla_state)
        self.assertFalse(case.next_deadline)

    def test_states_as_time_passes(self):
        case = self.case()
        for moment, response, resolution, worst in (
            ("01-13 11:59", "on_track", "on_track", "on_track"),
            ("01-13 12:00", "at_risk", "on_track", "at_risk"),
            ("01-13 13:00", "breached", "on_track", "breached"),
            ("01-14 13:00", "breached", "at_risk", "breached"),
        ):
            with self.subTest(moment), freeze_time(at(moment)):
                case.invalidate_recordset()
                self.assertEqual(
                    (case.response_state, case.resolution_state, case.sla_state),
                    (response, resolution, worst),
                )
                mine = [("company_id", "=", self.company.id)]
                self.assertEqual(
                    self.env["repair.case"].search([*mine, ("response_state", "=", response)]),
                    case,
                )
                self.assertEqual(
                    self.env["repair.case"]._read_group(
                        mine, ["sla_state", "resolution_state"], ["__count"]
                    ),
                    [(worst, resolution, 1)],
                )

    @users("rcs_user")
    def test_the_first_message_to_the_customer_answers(self):
        case = self.case(user_id=self.agent.id).with_user(self.env.user)
        with freeze_time(at("01-13 10:00")):
            case.message_post(body="Note to self", subtype_xmlid="mail.mt_note")
            self.assertFalse(case.first_response_date)
            case.message_post(
                body="Where is my machine?",
                author_id=self.ann.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
            self.assertFalse(case.first_response_date)
        with freeze_time(at("01-13 12:30")):
            case.message_post(
                body="It is on the bench", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.assertEqual(case.first_response_date, at("01-13 12:30"))
        self.assertEqual(case.response_state, "met")
        self.assertEqual(case.next_deadline, case.resolution_deadline)
        with freeze_time(at("01-13 12:45")):
            case.message_post(body="Ready", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual(case.first_response_date, at("01-13 12:30"))

    def test_an_answer_stays_in_time_when_the_case_waits_later(self):
        case = self.case()
        case.first_response_date = at("01-13 10:00")
        self.move(case, self.stage_waiting, "01-13 11:00")
        self.assertEqual(case.response_state, "met")

    def test_clocks_start_at_the_opening_not_at_the_entry(self):
        case = self.case(date_open=at("01-10 14:00"))
        self.assertEqual(case.response_deadline, at("01-13 10:00"))
        self.assertEqual(MONDAY, at("01-13 09:00"))
