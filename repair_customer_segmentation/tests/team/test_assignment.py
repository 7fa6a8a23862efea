from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.team.assignment_facts import AssignmentFacts
from ..bases.assignment import TUESDAY
from ..bases.desk import MONDAY
from ..bases.desk_team import TeamCase


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

    def test_each_case_is_written_once(self):
        model, written = self.env.registry["repair.case"], []
        write = model.write

        def record(cases, vals):
            written.extend((case.id, *vals) for case in cases if "access_token" not in vals)
            return write(cases, vals)

        with patch.object(model, "write", record):
            cases = self.env["repair.case"].create(
                [
                    {"name": f"Case {i}", "partner_id": self.ann.id, "team_id": self.team.id}
                    for i in range(5)
                ]
            )
        self.assertCountEqual(written, [(case.id, "user_id") for case in cases])
        for case in cases:
            self.assertEqual(case.assignment_reasons["user_id"], case.user_id.id)

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
