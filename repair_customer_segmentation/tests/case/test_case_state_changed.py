from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged, users

from ..bases.desk import MONDAY, DeskCase

CRON = "repair_customer_segmentation.ir_cron_escalate"


def at(day, hour, minute=0):
    return datetime(2025, 1, day, hour, minute)


@tagged("post_install", "-at_install")
class TestStateChanged(DeskCase):
    """Clocks follow the state of a case, however it changes: answer in 4 hours, solve in 16."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.repair_untouched_hours = 0
        steps = cls.env["repair.service.escalation"]
        steps.search([]).active = False
        cls.step = steps.create({"clock": "resolution", "percent": 100, "target": "assignee"})
        cls.manager = cls.user("rcs_manager", "manager")
        cls.agent = cls.user("rcs_user", "user")

    def at(self, moment, change):
        with freeze_time(moment):
            change()
            self.env.flush_all()

    def stage(self, name="Parts", **values):
        return self.env["repair.case.stage"].create(
            {"name": name, "company_id": self.company.id, **values}
        )

    def mean(self, stage, moment, **flags):
        """Give a stage another meaning, as a manager does in the configuration."""
        flags = {"is_waiting": False, "is_closed": False, "is_cancelled": False, **flags}
        self.at(moment, lambda: stage.with_user(self.manager).write(flags))

    def facts(self, case):
        return (
            case.state,
            case.date_closed,
            case.first_response_date,
            case.response_deadline,
            case.resolution_deadline,
            case.next_deadline,
            round(case.resolution_left_hours, 4),
            case.pause_ids.mapped("date_start"),
            case.pause_ids.mapped("date_end"),
        )

    def test_a_stage_that_gets_another_meaning_moves_its_cases(self):
        """As if each case had been moved: to wait, on again, to be closed, and open again."""
        stage = self.stage()
        moved, meant = self.case(stage_id=stage.id), self.case(stage_id=stage.id)
        moved.stage_id = self.stage_open
        steps = (
            (at(13, 10), self.stage_waiting, {"is_waiting": True}),
            (at(14, 10), self.stage_open, {}),
            (at(14, 11), self.stage_closed, {"is_closed": True}),
            (at(20, 9), self.stage_open, {}),
            (at(20, 10), self.stage_cancelled, {"is_cancelled": True}),
        )
        for moment, target, flags in steps:
            self.at(moment, lambda target=target: moved.write({"stage_id": target.id}))
            self.mean(stage, moment, **flags)
            with self.subTest(flags), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(self.facts(meant), self.facts(moved))
        self.assertEqual(len(meant.pause_ids), 3)

    def test_waiting_to_open_has_deadlines_again(self):
        case = self.case(stage_id=self.stage(is_waiting=True).id)
        self.assertFalse(case.resolution_deadline)
        self.mean(case.stage_id, at(14, 8))
        self.assertEqual(case.resolution_deadline, at(15, 16))

    def test_customers_get_no_mail_when_a_stage_gets_another_meaning(self):
        self.ann.email = "ann@example.com"
        case = self.case(stage_id=self.stage().id)
        self.mean(case.stage_id, at(14, 8), is_closed=True)
        self.assertFalse(case.rating_request_date)
        # Another transaction.
        self.env.cr.precommit.data.clear()
        self.at(at(14, 9), case.action_reopen)
        self.at(at(14, 10), case.action_close)
        self.assertTrue(case.rating_request_date)

    @users("rcs_user")
    def test_what_was_entered_closed_and_is_reopened_was_paused(self):
        """A case of an hour's work two weeks ago has 15 of its 16 hours left."""
        case = self.case(
            stage_id=self.stage_closed.id, date_open=at(2, 9), date_closed=at(2, 10)
        ).with_user(self.env.user)
        case.user_id = self.agent
        self.at(MONDAY, case.action_reopen)
        self.assertEqual(case.service_level_id, self.basic)
        self.assertEqual(case.resolution_deadline, at(14, 16))
        self.assertEqual(case.resolution_left_hours, 15)
        self.assertEqual((case.first_response_date, case.response_state), (at(2, 10), "met"))
        self.run_at(at(13, 12))
        self.assertFalse(case.sudo().activity_ids)

    def run_at(self, moment):
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(CRON).sudo().method_direct_trigger()
        self.env.invalidate_all()

    def test_what_was_late_when_it_was_entered_escalates_not_when_it_is_reopened(self):
        case = self.case(
            stage_id=self.stage_closed.id,
            date_open="2020-01-01 09:00:00",
            date_closed="2020-06-01 09:00:00",
            user_id=self.agent.id,
        )
        self.at(MONDAY, case.action_reopen)
        self.assertEqual(case.resolution_state, "breached")
        self.run_at(at(13, 12))
        self.assertFalse(case.activity_ids)

    def test_cancelled_from_the_start_and_reopened(self):
        case = self.case(stage_id=self.stage_cancelled.id, date_open=at(2, 9))
        self.at(MONDAY, case.action_reopen)
        self.assertEqual(case.response_deadline, at(13, 13))
        self.assertFalse(case.first_response_date)

    def test_history_without_a_date_was_closed_when_it_was_opened(self):
        columns = ["name", "partner_id/.id", "date_open", "stage_id/.id", "date_closed"]
        row = ["Oven", str(self.ann.id), "2019-03-01 00:00:00", str(self.stage_closed.id), ""]
        device = self.env["repair.device"].create({"name": "Oven", "partner_id": self.ann.id})
        cases = self.env["repair.case"].with_context(import_file=True)
        result = cases.load(
            [*columns, "device_id/.id"], [[*row, str(device.id)], [*row, str(device.id)]]
        )
        self.assertFalse(result["messages"])
        case = cases.browse(result["ids"])[0]
        self.assertEqual(case.date_open.year, 2019)
        self.assertEqual(case.date_closed, case.date_open)
        self.assertFalse(case._reopen_until())
        again = self.case(device_id=device.id)
        self.assertFalse(again.rework_hint)
        self.at(at(14, 9), again.action_close)
        self.assertEqual(again.date_closed, at(14, 9))

    @users("rcs_user")
    def test_a_closed_case_has_a_date(self):
        case = self.case(user_id=self.agent.id).with_user(self.env.user)
        self.at(at(13, 10), case.action_close)
        with self.assertRaisesRegex(ValidationError, "“Closed on”"), self.env.cr.savepoint():
            case.date_closed = False
            self.env.flush_all()
        self.at(at(14, 10), case.action_reopen)
        self.assertFalse(case.date_closed)

    def test_a_corrected_date_of_closing_corrects_the_clocks(self):
        case = self.case()
        self.at(at(16, 9), case.action_close)
        self.assertEqual((case.resolution_state, case.resolution_left_hours), ("missed", -8))
        case.date_closed = at(14, 9)
        self.env.flush_all()
        self.assertEqual((case.resolution_state, case.resolution_left_hours), ("met", 8))
        self.assertEqual(case.first_response_date, at(14, 9))
        self.at(at(20, 9), case.action_reopen)
        with freeze_time(at(20, 9)):
            self.assertEqual(case.resolution_left_hours, 8)

    def test_a_closing_is_corrected_with_the_stage(self):
        """As an import does, which gives both."""
        done = self.stage("Done", is_closed=True)
        case, alone = self.case(), self.case()
        for one in (case, alone):
            self.at(at(16, 9), one.action_close)
        case.write({"stage_id": done.id, "date_closed": at(14, 9)})
        alone.date_closed = at(14, 9)
        self.env.flush_all()
        self.assertEqual(self.facts(case), self.facts(alone))
        self.assertEqual((case.resolution_state, case.resolution_left_hours), ("met", 8))
        for one in (case, alone):
            self.at(at(20, 9), one.action_reopen)
        with freeze_time(at(20, 9)):
            self.assertEqual(self.facts(case), self.facts(alone))
            self.assertEqual(case.resolution_left_hours, 8)

    def test_a_corrected_date_of_opening_corrects_the_clocks_of_a_closed_case(self):
        """As if it had been opened then: on Friday at 15:00, an hour and a day of Berlin before."""
        case, right = self.case(), self.case(date_open=at(10, 15))
        for one in (case, right):
            self.at(at(14, 16), one.action_close)
        self.assertEqual((case.resolution_state, case.resolution_left_hours), ("met", 1))
        case.date_open = at(10, 15)
        self.env.flush_all()
        self.assertEqual(self.facts(case), self.facts(right))
        self.assertEqual((case.resolution_state, case.resolution_left_hours), ("missed", -1))
        self.assertEqual(case.resolution_deadline, at(14, 15))

    def test_the_promise_of_a_closed_case_stays_when_its_dates_are_corrected(self):
        case = self.case()
        self.at(at(16, 9), case.action_close)
        self.basic.target_ids.write({"response_hours": 1, "resolution_hours": 1})
        case.write({"date_open": at(14, 9), "date_closed": at(15, 9)})
        self.env.flush_all()
        self.assertEqual(case.resolution_deadline, at(16, 9))
        self.assertEqual((case.resolution_target_hours, case.resolution_left_hours), (16, 8))

    def test_what_was_called_off_and_is_done_after_all_is_answered(self):
        case = self.case()
        self.at(at(14, 9), lambda: case.write({"stage_id": self.stage_cancelled.id}))
        self.assertFalse(case.first_response_date)
        self.at(at(15, 9), lambda: case.write({"stage_id": self.stage_closed.id}))
        with freeze_time(at(20, 9)):
            self.env.invalidate_all()
            self.assertEqual(case.first_response_date, case.date_closed)
            self.assertEqual((case.response_state, case.response_left_hours), ("missed", -4))
            self.assertEqual((case.sla_state, case.overdue_hours), ("missed", 4))

    def test_what_was_called_off_keeps_its_deadlines_when_its_dates_are_corrected(self):
        case = self.case()
        self.at(at(13, 10), lambda: case.write({"stage_id": self.stage_cancelled.id}))
        self.at(at(13, 11), lambda: case.write({"date_open": at(13, 8)}))
        self.assertEqual(case.response_deadline, at(13, 12))
        self.at(at(15, 9), lambda: case.write({"stage_id": self.stage_closed.id}))
        self.assertEqual((case.response_state, case.response_left_hours), ("met", 2))

    def test_a_date_alone_closes_nothing(self):
        case = self.case(date_closed=at(13, 10))
        with freeze_time(at(20, 10)):
            self.env.flush_all()
            self.assertEqual(case.resolution_state, "breached")
            domain = [("id", "=", case.id), ("resolution_state", "=", "breached")]
            self.assertTrue(self.env["repair.case"].search_count(domain))
            self.assertGreater(case.overdue_hours, 0)

    def test_the_mail_of_an_employee_who_is_the_customer_answers_nothing(self):
        bob = self.user("rcs_bob", "user")
        case = self.case(bob.partner_id)
        for kind in ("email", "comment"):
            case.with_user(bob if kind == "comment" else self.env.user).message_post(
                body="It leaks",
                author_id=bob.partner_id.id,
                message_type=kind,
                subtype_xmlid="mail.mt_comment",
            )
            self.assertFalse(case.first_response_date)
        case.message_post(
            body="On the bench",
            author_id=self.agent.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(case.first_response_date, MONDAY)

    def test_colleagues_answer_the_repairs_of_our_own_company(self):
        people = self.agent.partner_id | self.user("rcs_bob", "user").partner_id
        people.parent_id = self.company.partner_id
        case = self.case(people[1])
        case.message_post(
            body="On the bench",
            author_id=people[0].id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(case.first_response_date, MONDAY)

    def test_the_bound_of_a_shared_team_holds_for_cases_of_all_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.env["repair.service.level"].search([]).head_start = 0
        team = self.env["repair.case.team"].create({"name": "Shared", "company_id": False})
        case = self.case(team_id=team.id)
        self.assertNotIn("100 h", case.queue_note)
        self.env["repair.service.level"].create(
            {"name": "Fast", "company_id": other.id, "head_start": 100}
        )
        own = self.case(
            team_id=self.env["repair.case.team"]
            .create({"name": "Own", "company_id": self.company.id})
            .id
        )
        (case | own).invalidate_recordset()
        self.assertNotEqual(case.queue_note.split(".")[-2], own.queue_note.split(".")[-2])
        bound = case._largest_head_start() - sum(case._head_starts())
        self.assertGreaterEqual(bound, 100)
        self.assertIn(f"next {bound:g} h", case.queue_note)

    def test_a_company_that_began_with_flexible_hours_is_told(self):
        company = self.env["res.company"].create({"name": "Free Ltd"})
        company.resource_calendar_id.schedule_type = "flexible"
        case = self.env["repair.case"].create(
            {"name": "Repair", "partner_id": self.ann.id, "company_id": company.id}
        )
        self.assertFalse(case.next_deadline)
        self.assertIn("no deadlines", "".join(case.message_ids.mapped("body")))
