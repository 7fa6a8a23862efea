from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareRoles(CareCase):
    """Activities go to a role: the leader of a team, or its members in turn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lena, cls.sam, cls.leader = (
            cls.user(f"rcs_{name}", "user") for name in ("lena", "sam", "leader")
        )
        cls.crew = cls.env["repair.case.team"].create(
            {
                "name": "Crew",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": [Command.set((cls.lena | cls.sam).ids)],
            }
        )
        cls.many = cls.ann.browse([cls.known(f"Person {number}").id for number in range(4)])

    def calls(self, assign_to, **values):
        return self.rule(
            "date",
            month="3",
            day_of_month=3,
            action="activity",
            assign_to=assign_to,
            **{"team_id": self.crew.id, **values},
        )

    def responsibles(self, rule):
        return {c.contact_id: c.user_id for c in rule.contact_ids if c.state == "sent"}

    def test_the_leader_gets_them(self):
        self.classify()
        rule = self.calls("leader")
        self.assertIn("for the leader of Crew", rule.sentence)
        self.care()
        self.assertEqual(set(self.responsibles(rule).values()), {self.leader})
        self.leader.active = False
        other = self.calls("leader")
        self.care()
        self.assertEqual({reason for _n, _s, reason in self.contacts(other)}, {"no_user"})

    def test_members_take_turns_and_the_preview_names_the_same_one(self):
        self.classify()
        rule = self.calls("members")
        rows = self.env["repair.care.preview"].with_context(repair_care_rules=rule.ids)
        rows.invalidate_model()
        expected = {row.contact_id: row.user_id for row in rows.search([])}
        self.care()
        done = self.responsibles(rule)
        self.assertEqual(done, expected)
        self.assertEqual(set(done.values()), {self.lena, self.sam})
        mine = sorted((self.many | self.ann).ids)
        members = sorted((self.lena | self.sam).ids)
        self.assertEqual(
            {partner.id: user.id for partner, user in done.items()},
            {number: members[number % 2] for number in mine},
        )
        activities = self.env["mail.activity"].search([("res_id", "in", mine)])
        self.assertEqual(activities.user_id, self.lena | self.sam)

    def test_a_role_wants_a_team(self):
        for role in ("leader", "members"):
            with self.subTest(role), self.assertRaisesRegex(ValidationError, "Team"):
                self.calls(role, team_id=False)
