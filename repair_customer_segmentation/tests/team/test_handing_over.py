from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..bases.assignment import TUESDAY
from ..bases.desk import MONDAY
from ..bases.desk_team import TeamCase


@tagged("post_install", "-at_install")
class TestHandingOver(TeamCase):
    """Buttons: take a case, choose somebody, share out a selection, hand on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.assignment = "manual"

    def test_the_second_is_told(self):
        case = self.team_case()
        case.with_user(self.lea).action_assign_to_me()
        case.with_user(self.lea).action_assign_to_me()
        with self.assertRaisesRegex(UserError, "“.*Repair” is already assigned to Lea."):
            case.with_user(self.max).action_assign_to_me()
        self.assertEqual(case.user_id, self.lea)

    def wizard(self, case):
        action = case.action_assign()
        return self.env[action["res_model"]].browse(action["res_id"])

    @users("rcs_max")
    def test_choose_from_the_ranking(self):
        self.ann.sudo().user_id = self.zoe
        case = self.team_case().with_env(self.env)
        lines = self.wizard(case).line_ids
        self.assertEqual(lines.mapped("user_id.name"), ["Zoe", "Lea", "Max"])
        self.assertEqual(lines[0].reasons, "manager of this customer; 0 of 4 open cases")
        lines[2].action_choose()
        self.assertEqual(case.user_id, self.max)
        lines = self.wizard(case).line_ids
        self.assertEqual(lines.mapped("is_current"), [False, False, True])

    def test_choosing_is_told_when_somebody_was_faster(self):
        case = self.team_case()
        line = self.wizard(case).line_ids[0]
        case.user_id = self.zoe
        with self.assertRaisesRegex(UserError, "is already assigned to Zoe"):
            line.action_choose()
        self.assertEqual(case.user_id, self.zoe)

    def test_without_a_team_all_members_of_the_company_come_into_question(self):
        other = self.env["repair.case.team"].create(
            {"name": "Other", "company_id": self.company.id, "member_ids": self.zoe.ids}
        )
        other.membership_ids.type_ids = self.leak
        self.assertEqual(
            self.ranking(self.case(type_id=self.leak.id)),
            [
                ("Zoe", "knows Leak; 0 of 20 open cases"),
                ("Lea", "0 of 4 open cases"),
                ("Max", "0 of 4 open cases"),
            ],
        )

    def test_nobody_to_choose_from(self):
        self.team.member_ids = False
        with self.assertRaisesRegex(UserError, "The team Desk has no members to choose from"):
            self.team_case().action_assign()

    @users("rcs_max")
    def test_share_out_a_selection(self):
        cases = (
            self.team_case() | self.team_case() | self.team_case() | self.team_case()
        ).with_env(self.env)
        cases[0].user_id = self.max
        notice = cases.action_assign()["params"]
        self.assertEqual(cases.mapped("user_id.name"), ["Max", "Lea", "Zoe"])
        self.assertEqual(notice["message"], "Lea: 2, Zoe: 1")
        self.assertEqual(notice["type"], "success")
        with self.assertRaisesRegex(UserError, "Choose open cases without an assignee"):
            cases.action_assign()

    def test_nobody_assigns_what_he_may_not_write(self):
        outsider = self.user("rcs_outsider", "user")
        case = self.team_case()
        for action in ("action_assign", "action_assign_again"):
            with self.assertRaises(AccessError):
                getattr(case.with_user(outsider), action)()

    def test_hand_on_the_cases_of_who_is_away(self):
        cases = self.load(self.max, 3)
        cases.team_id = self.team
        mine = self.team_case(user_id=self.zoe.id)
        closed = self.past(self.ann, self.max, count=1)
        self.leave(self.max, MONDAY, TUESDAY)
        away = self.env["repair.case"].search([("is_assignee_away", "=", True)])
        self.assertEqual(away & (cases | mine | closed), cases | closed)
        self.assertEqual(cases.mapped("assignee_note"), ["away until January 14, 2025"] * 3)
        self.assertEqual((mine.is_assignee_away, mine.assignee_note), (False, False))
        notice = cases.with_user(self.lea).action_assign_again()
        self.assertEqual(notice["params"]["message"], "Lea: 2, Zoe: 1")
        self.assertEqual(cases.mapped("user_id.name"), ["Lea", "Zoe"])

    def test_cases_of_archived_users_are_found(self):
        case = self.team_case(user_id=self.max.id)
        self.max.active = False
        domain = [("id", "=", case.id)]
        cases = self.env["repair.case"]
        self.assertTrue(cases.search([*domain, ("is_assignee_away", "=", True)]))
        self.assertFalse(cases.search([*domain, ("is_assignee_away", "=", False)]))
        self.assertEqual(case.assignee_note, "no longer a user")

    def test_they_stay_where_nobody_can_get_them(self):
        case = self.team_case(user_id=self.max.id)
        (self.lea | self.zoe).active = False
        notice = case.with_user(self.user("rcs_boss", "manager")).action_assign_again()
        self.assertEqual(case.user_id, self.max)
        self.assertEqual(notice["params"]["type"], "warning")
        self.assertEqual(
            notice["params"]["message"], "Cases that no one could take: 1; each case says why."
        )
        self.assertEqual(
            case.assignment_note,
            "No one can take it: Lea (no longer a user), Zoe (no longer a user).",
        )

    def test_only_leaders_and_managers_hand_on(self):
        case = self.team_case(user_id=self.max.id)
        with self.assertRaisesRegex(AccessError, "Only managers and the team leader"):
            case.with_user(self.zoe).action_assign_again()
