from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...models.team.assignment_facts import AssignmentFacts
from ..bases.desk import MONDAY
from ..bases.desk_team import TeamCase

TUESDAY = datetime(2025, 1, 14, 9, 0)
EVENING = datetime(2025, 1, 13, 20, 0)


@tagged("post_install", "-at_install")
class TestBestMatch(TeamCase):
    """Who comes first, and the words that say why."""

    def test_equals_come_in_the_order_of_the_team(self):
        case = self.team_case()
        self.assertEqual(case.user_id, self.lea)
        self.assertEqual(case.assignment_note, "Assigned by itself: 0 of 4 open cases.")

    def test_the_manager_of_the_customer_comes_first(self):
        self.ann.user_id = self.zoe
        self.past(self.ann, self.max, 5, 5)
        case = self.team_case()
        self.assertEqual(
            self.ranking(case),
            [
                ("Zoe", "manager of this customer; 1 of 4 open cases"),
                ("Max", "answered this customer's cases: 2 of 2 good ratings; 0 of 4 open cases"),
                ("Lea", "0 of 4 open cases"),
            ],
        )
        self.assertEqual(case.user_id, self.zoe)

    def test_a_contact_is_served_by_the_manager_of_its_company(self):
        company = self.customer("Bakery", is_company=True, user_id=self.max.id)
        contact = self.customer("Contact", parent_id=company.id)
        contact.user_id = False
        self.assertEqual(self.team_case(contact).user_id, self.max)

    def test_good_ratings_then_solved_cases_then_nothing_then_bad_ratings(self):
        self.past(self.ann, self.lea, 1, 2, 5)
        self.past(self.ann, self.zoe, 5, 4, 1)
        self.team.assignment = "manual"
        self.assertEqual(
            self.ranking(self.team_case()),
            [
                ("Zoe", "answered this customer's cases: 2 of 3 good ratings; 0 of 4 open cases"),
                ("Max", "0 of 4 open cases"),
                ("Lea", "answered this customer's cases: 1 of 3 good ratings; 0 of 4 open cases"),
            ],
        )
        self.past(self.ann, self.max, count=3)
        self.past(self.ann, self.zoe, 1, 1)
        self.assertEqual(
            self.ranking(self.team_case()),
            [
                ("Max", "solved 3 cases of this customer; 0 of 4 open cases"),
                ("Lea", "answered this customer's cases: 1 of 3 good ratings; 0 of 4 open cases"),
                ("Zoe", "answered this customer's cases: 2 of 5 good ratings; 0 of 4 open cases"),
            ],
        )

    def test_ratings_of_other_customers_and_companies_do_not_count(self):
        self.past(self.customer("Bob"), self.zoe, 5, 5)
        other = self.env["res.company"].create({"name": "Other Company"})
        stage = self.env["repair.case.stage"].create({"name": "Shared"})
        self.zoe.company_ids += other
        self.past(self.ann, self.zoe, 5).write({"company_id": other.id, "stage_id": stage.id})
        self.assertEqual(self.team_case().user_id, self.lea)

    def test_industry_comes_before_skill(self):
        self.ann.industry_id = self.bakeries
        self.member(self.max).type_ids = self.leak
        self.member(self.zoe).industry_ids = self.bakeries
        case = self.team_case(type_id=self.leak.id)
        self.assertEqual(
            self.ranking(case),
            [
                ("Zoe", "knows the industry Bakeries; 1 of 4 open cases"),
                ("Max", "knows Leak; 0 of 4 open cases"),
                ("Lea", "0 of 4 open cases"),
            ],
        )
        self.assertEqual(
            case.assignment_note,
            "Assigned by itself: knows the industry Bakeries; 0 of 4 open cases.",
        )

    def test_each_reads_the_reasons_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.leak.with_context(lang="fr_FR").name = "Fuite"
        self.member(self.max).type_ids = self.leak
        case = self.team_case(type_id=self.leak.id)
        self.assertIn("Leak", case.assignment_note)
        case.invalidate_recordset(["assignment_note"])
        self.assertIn("Fuite", case.with_context(lang="fr_FR").assignment_note)

    def test_a_skill_for_another_type_is_none(self):
        self.member(self.max).type_ids = self.noise
        self.assertEqual(self.team_case(type_id=self.leak.id).user_id, self.lea)
        self.assertEqual(self.team_case(type_id=self.noise.id).user_id, self.max)

    def test_kind_of_device_counts_like_the_type(self):
        kitchen = self.env["product.category"].create({"name": "Kitchen"})
        ovens, taps = self.env["product.category"].create(
            [{"name": name, "parent_id": kitchen.id} for name in ("Ovens", "Taps")]
        )
        product = self.env["product.product"].create({"name": "Oven 3", "categ_id": ovens.id})
        device = self.env["repair.device"].create(
            {"partner_id": self.ann.id, "company_id": self.company.id, "product_id": product.id}
        )
        self.member(self.lea).categ_ids = taps
        self.member(self.max).type_ids = self.leak
        self.member(self.zoe).write({"categ_ids": kitchen.ids, "type_ids": self.leak.ids})
        self.team.assignment = "manual"
        case = self.team_case(type_id=self.leak.id, device_id=device.id)
        self.assertEqual(
            self.ranking(case),
            [
                ("Zoe", "knows Leak; knows Ovens; 0 of 4 open cases"),
                ("Max", "knows Leak; 0 of 4 open cases"),
                ("Lea", "0 of 4 open cases"),
            ],
        )

    def test_load_is_in_proportion_to_capacity(self):
        self.member(self.zoe).capacity = 12
        self.load(self.lea, 1)
        self.load(self.max, 1)
        self.load(self.zoe, 2)
        self.assertEqual(self.team_case().user_id, self.zoe)
        # 3 of 12 are as much as 1 of 4: then the fewer open cases, then the order.
        self.assertEqual(self.team_case().user_id, self.lea)

    def test_who_has_no_room_is_skipped_until_nobody_has(self):
        self.ann.user_id = self.zoe
        self.load(self.zoe, 4)
        case = self.team_case()
        self.assertEqual(case.user_id, self.lea)
        self.assertEqual(
            self.ranking(case)[-1],
            ("Zoe", "manager of this customer; 4 of 4 open cases, no room"),
        )
        self.load(self.lea, 3)
        self.load(self.max, 4)
        self.assertEqual(self.team_case().user_id, self.zoe)

    def test_who_takes_none_gets_none(self):
        self.team.membership_ids.capacity = 0
        case = self.team_case()
        self.assertFalse(case.user_id)
        self.assertEqual(
            case.assignment_note,
            "Nobody can get it: Lea (takes no cases by itself), Max (takes no cases by itself), "
            "Zoe (takes no cases by itself).",
        )


@tagged("post_install", "-at_install")
class TestAbsence(TeamCase):
    """Whoever is away gets nothing; whoever works later comes last."""

    def test_on_leave(self):
        self.leave(self.lea, MONDAY, TUESDAY)
        case = self.team_case()
        self.assertEqual(case.user_id, self.max)
        self.assertEqual(
            self.ranking(case)[-1], ("Lea", "away until 01/14/2025; 0 of 4 open cases")
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
            "Nobody can get it: Lea (away until 01/14/2025), Max (no longer a user), "
            "Zoe (no longer a user).",
        )

    def test_a_team_without_members(self):
        self.team.member_ids = False
        case = self.team_case()
        self.assertFalse(case.user_id)
        self.assertEqual(
            case.assignment_note,
            "There is nobody to give it to: the team has no members.",
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


@tagged("post_install", "-at_install")
class TestMethods(TeamCase):
    """When a case is assigned by itself, and when it is left alone."""

    def test_by_hand(self):
        self.team.assignment = "manual"
        case = self.team_case()
        self.assertFalse(case.user_id)
        self.assertFalse(case.assignment_note)

    def test_balanced_looks_at_the_load_alone(self):
        self.team.assignment = "balanced"
        self.ann.user_id = self.zoe
        cases = self.env["repair.case"].create(
            [
                {"name": f"Case {i}", "partner_id": self.ann.id, "team_id": self.team.id}
                for i in range(7)
            ]
        )
        self.assertEqual(cases.mapped("user_id.name"), ["Lea", "Max", "Zoe"])
        self.assertEqual(
            [len(cases.filtered(lambda c, u=u: c.user_id == u)) for u in self.team.member_ids],
            [3, 2, 2],
        )

    def test_the_first_of_the_queue_gets_the_best(self):
        """Of a batch, the critical case gets the manager's last place."""
        self.ann.user_id = self.zoe
        self.load(self.zoe, 3)
        later, first = self.env["repair.case"].create(
            [
                {
                    "name": "Case",
                    "partner_id": self.ann.id,
                    "team_id": self.team.id,
                    "impact": impact,
                    "urgency": impact,
                }
                for impact in ("3", "1")
            ]
        )
        self.assertEqual((first.user_id, later.user_id), (self.zoe, self.lea))

    def test_whoever_is_named_keeps_the_case(self):
        self.assertEqual(self.team_case(user_id=self.zoe.id).user_id, self.zoe)

    def test_closed_cases_are_left_alone(self):
        case = self.team_case(stage_id=self.stage_closed.id, date_open="2025-01-01")
        self.assertFalse(case.user_id)

    def test_a_case_that_comes_to_the_team_later(self):
        case = self.case()
        self.assertFalse(case.user_id)
        case.team_id = self.team
        self.assertEqual(case.user_id, self.lea)
        case.user_id = self.zoe
        self.assertFalse(case.assignment_note)

    def test_users_who_may_not_read_leaves_or_cases_of_others_get_a_good_ranking(self):
        self.leave(self.lea, MONDAY, TUESDAY)
        self.load(self.max, 2)
        values = {"name": "New", "partner_id": self.ann.id, "team_id": self.team.id}
        case = self.env["repair.case"].with_user(self.zoe).create(values)
        self.assertEqual(case.user_id, self.zoe)
        case = self.env["repair.case"].with_user(self.zoe).create(values)
        self.assertEqual(case.user_id, self.zoe)
        case = self.env["repair.case"].with_user(self.zoe).create(values)
        self.assertEqual(case.user_id, self.max)

    def test_members_and_memberships_are_in_step(self):
        self.team.member_ids -= self.max
        self.assertEqual(self.team.membership_ids.user_id, self.lea | self.zoe)
        self.assertEqual(self.member(self.lea).capacity, 4)
        self.team.member_ids += self.max
        self.assertEqual(self.member(self.max).capacity, 20)
        self.member(self.zoe).unlink()
        self.assertEqual(self.team.member_ids, self.lea | self.max)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.member(self.lea).copy()

    def test_an_archived_member_stays_one(self):
        self.max.active = False
        self.team.member_ids -= self.zoe
        memberships = self.team.membership_ids
        self.assertEqual(memberships.user_id, self.lea | self.max)

    def test_fifty_cases_cost_as_many_queries_as_one(self):
        self.ann.user_id = self.zoe
        self.past(self.ann, self.max, 5)
        self.member(self.lea).type_ids = self.leak
        self.team.assignment = "manual"
        people = self.customers(50)
        people.industry_id = self.bakeries

        def assign(partners):
            cases = self.env["repair.case"].create(
                [
                    {
                        "name": "Case",
                        "partner_id": partner.id,
                        "team_id": self.team.id,
                        "type_id": self.leak.id,
                    }
                    for partner in partners
                ]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            AssignmentFacts(cases.sudo())
            return self.env.cr.sql_log_count - before

        assign(people[:1])
        self.env.invalidate_all()
        one = assign(people[:1])
        self.env.invalidate_all()
        self.assertLessEqual(assign(people), one)
        self.assertLessEqual(one, 25)


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
        with self.assertRaisesRegex(UserError, "Choose open cases that nobody has yet"):
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
        self.assertEqual(cases.mapped("assignee_note"), ["away until 01/14/2025"] * 3)
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
        self.assertEqual(notice["params"]["message"], "Nobody could get 1; each case says why.")
        self.assertEqual(
            case.assignment_note,
            "Nobody can get it: Lea (no longer a user), Zoe (no longer a user).",
        )

    def test_only_leaders_and_managers_hand_on(self):
        case = self.team_case(user_id=self.max.id)
        with self.assertRaisesRegex(AccessError, "Only managers and the leader of the team"):
            case.with_user(self.zoe).action_assign_again()
