from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..bases.assignment import TUESDAY
from ..bases.desk import MONDAY
from ..bases.desk_team import TeamCase

EVENING = datetime(2025, 1, 13, 20, 0)


@tagged("post_install", "-at_install")
class TestAbsence(TeamCase):
    """Whoever is away gets nothing; whoever works later comes last."""

    def test_on_leave(self):
        self.leave(self.lea, MONDAY, TUESDAY)
        case = self.team_case()
        self.assertEqual(case.user_id, self.max)
        self.assertEqual(
            self.ranking(case)[-1], ("Lea", "away until January 14, 2025; 0 of 4 open cases")
        )

    def test_leave_begins_and_ends_to_the_second(self):
        self.leave(self.lea, MONDAY, TUESDAY)
        for moment, expected in (
            ("2025-01-13 08:59:59", self.lea),
            ("2025-01-13 09:00:00", self.max),
            ("2025-01-14 08:59:59", self.zoe),
            ("2025-01-14 09:00:00", self.lea),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                case = self.team_case()
                self.assertEqual(case.user_id, expected)
                case.stage_id = self.stage_closed if expected == self.lea else case.stage_id

    def test_training_is_no_leave(self):
        self.leave(self.lea, MONDAY, TUESDAY, time_type="other")
        self.assertEqual(self.team_case().user_id, self.lea)

    def test_archived_users_and_those_of_other_companies(self):
        self.lea.active = False
        other = self.env["res.company"].create({"name": "Other Company"})
        self.max.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        case = self.team_case()
        self.assertEqual(case.user_id, self.zoe)
        self.assertEqual(
            self.ranking(case)[1:],
            [
                ("Lea", "no longer a user; 0 of 4 open cases"),
                ("Max", "not a user of this company; 0 of 4 open cases"),
            ],
        )

    def test_nobody_is_left(self):
        self.leave(self.lea, MONDAY, TUESDAY)
        self.max.active = False
        self.zoe.active = False
        case = self.team_case()
        self.assertFalse(case.user_id)
        self.assertEqual(
            case.assignment_note,
            "No one can take it: Lea (away until January 14, 2025), Max (no longer a user), Zoe "
            "(no longer a user).",
        )

    def test_a_team_without_members(self):
        self.team.member_ids = False
        case = self.team_case()
        self.assertFalse(case.user_id)
        self.assertEqual(
            case.assignment_note,
            "No one can be assigned: the team has no members.",
        )

    def test_who_is_no_employee_works_in_the_hours_of_the_company(self):
        self.assertFalse(self.env["resource.resource"].search([("user_id", "=", self.lea.id)]))
        with freeze_time(EVENING):
            case = self.team_case()
            self.assertEqual(case.user_id, self.lea)
            self.assertEqual(
                self.ranking(case),
                [
                    ("Max", "0 of 4 open cases; outside working hours"),
                    ("Zoe", "0 of 4 open cases; outside working hours"),
                    ("Lea", "1 of 4 open cases; outside working hours"),
                ],
            )

    def test_own_hours_come_before_those_of_the_company(self):
        """In the evening only Zoe works; the others come last, and get what is too much."""
        late = self.make_calendar("Late", hours=(17, 23))
        self.env["resource.resource"].create(
            {
                "name": "Zoe",
                "user_id": self.zoe.id,
                "company_id": self.company.id,
                "calendar_id": late.id,
            }
        )
        with freeze_time(EVENING):
            self.ann.user_id = self.lea
            case = self.team_case()
            self.assertEqual(case.user_id, self.zoe)
            self.assertEqual(
                self.ranking(case)[1],
                ("Lea", "manager of this customer; 0 of 4 open cases; outside working hours"),
            )
            self.load(self.zoe, 3)
            self.assertEqual(self.team_case().user_id, self.lea)
        self.assertEqual(self.team_case(self.customer("Bob")).user_id, self.max)
