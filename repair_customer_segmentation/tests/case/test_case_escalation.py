from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.desk import DeskCase

CRON = "repair_customer_segmentation.ir_cron_escalate"


@tagged("post_install", "-at_install")
class TestCaseEscalation(DeskCase):
    """Medium priority: answer by 13:00; 75 % are over at 12:00, 100 % at 13:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.repair_untouched_hours = 0
        steps = cls.env["repair.service.escalation"]
        steps.search([]).active = False
        cls.risk, cls.late = steps.create(
            [
                {"clock": "response", "percent": 75, "target": "assignee"},
                {"clock": "response", "percent": 100, "target": "leader"},
            ]
        )
        cls.agent = cls.user("rcs_agent", "user")
        cls.leader = cls.user("rcs_leader", "user")
        cls.manager = cls.user("rcs_manager", "manager")
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Team",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": [(6, 0, cls.agent.ids)],
            }
        )

    def run_at(self, hour, minute=0, day=13):
        self.env.flush_all()
        with freeze_time(datetime(2025, 1, day, hour, minute)):
            with self.enter_registry_test_mode():
                self.env.ref(CRON).method_direct_trigger()
            self.env.invalidate_all()

    def told(self, case):
        return sorted(case.activity_ids.mapped("user_id.login"))

    def test_each_step_once(self):
        case = self.case(user_id=self.agent.id, team_id=self.team.id)
        self.assertEqual(case.escalation_date, datetime(2025, 1, 13, 12))
        self.run_at(11, 59)
        self.assertEqual(self.told(case), [])
        self.run_at(12)
        self.assertEqual(self.told(case), ["rcs_agent"])
        self.assertEqual(case.escalation_ids, self.risk)
        self.assertEqual(case.escalation_date, datetime(2025, 1, 13, 13))
        self.run_at(12, 5)
        self.assertEqual(self.told(case), ["rcs_agent"])
        self.run_at(13)
        self.assertEqual(self.told(case), ["rcs_agent", "rcs_leader"])
        self.assertFalse(case.escalation_date)
        self.assertIn(
            "100% of the reply time has elapsed", case.activity_ids.sorted("id")[-1].summary
        )

    def test_a_step_is_not_repeated_when_the_deadline_moves(self):
        case = self.case(user_id=self.agent.id, team_id=self.team.id)
        self.run_at(12)
        case.write({"impact": "3", "urgency": "3"})
        self.assertEqual(case.escalation_date, datetime(2025, 1, 14, 9))
        self.run_at(16)
        self.assertEqual(self.told(case), ["rcs_agent"])

    def test_what_was_late_before_it_was_entered_is_no_news(self):
        case = self.case(user_id=self.agent.id, date_open="2024-01-08 09:00:00")
        self.assertEqual(case.escalation_ids, self.risk | self.late)
        self.assertFalse(case.escalation_date)
        self.run_at(16)
        self.assertEqual(self.told(case), [])

    def test_without_an_assignee_the_next_is_told(self):
        case = self.case(team_id=self.team.id)
        self.run_at(12)
        self.assertEqual(self.told(case), ["rcs_leader"])
        orphan = self.case()
        self.run_at(12)
        self.assertEqual(self.told(orphan), ["rcs_manager"])

    def test_answered_waiting_and_closed_cases_are_left_alone(self):
        answered, waiting, closed = (self.case(user_id=self.agent.id) for _ in range(3))
        answered.first_response_date = datetime(2025, 1, 13, 10)
        waiting.stage_id = self.stage_waiting
        closed.action_close()
        self.run_at(15)
        for case in (answered, waiting, closed):
            self.assertEqual(self.told(case), [])

    def move(self, case, stage, *moment):
        with freeze_time(datetime(2025, 1, *moment)):
            case.stage_id = stage
            self.env.flush_all()

    def test_a_paused_clock_escalates_when_it_runs_again(self):
        case = self.case(user_id=self.agent.id)
        self.move(case, self.stage_waiting, 13, 11)
        self.assertFalse(case.escalation_date)
        self.run_at(15)
        self.run_at(15, day=15)
        self.assertEqual(self.told(case), [])
        # 2 of 3 hours were used up before the pause.
        self.move(case, self.stage_open, 16, 9)
        self.assertEqual(case.escalation_date, datetime(2025, 1, 16, 10))
        self.run_at(9, 59, day=16)
        self.assertEqual(self.told(case), [])
        self.run_at(10, day=16)
        self.assertEqual(self.told(case), ["rcs_agent"])

    def test_a_step_that_was_due_just_before_the_pause_waits_for_its_end(self):
        case = self.case(user_id=self.agent.id)
        self.move(case, self.stage_waiting, 13, 12, 1)
        self.run_at(12, 5)
        self.assertEqual(self.told(case), [])
        self.move(case, self.stage_open, 14, 9)
        self.run_at(9, day=14)
        self.assertEqual(self.told(case), ["rcs_agent"])
