from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bases.common import GROUP, SegmentationCase


@tagged("post_install", "-at_install")
class TestRightToWork(SegmentationCase):
    """Being put into a team is the right to work in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.user("rcs_manager", "manager")
        cls.user("rcs_own", "user")
        cls.new = cls.user("rcs_new", name="Nora New")
        cls.lowest = cls.env.ref(GROUP % "user")
        cls.env["repair.case"].create(
            {"name": "Kettle", "partner_id": cls.customer("Ann").id, "company_id": cls.company.id}
        )

    def make_team(self, *members, **values):
        teams = self.env["repair.case.team"].with_user(self.manager)
        return teams.create(
            {
                "name": "Desk",
                "company_id": self.company.id,
                "membership_ids": [Command.create({"user_id": u.id}) for u in members],
                **values,
            }
        )

    def roles(self, user):
        """Return the roles of ours that a user has."""
        return {
            role
            for role in ("user", "user_all", "amount", "manager")
            if user.has_group(GROUP % role)
        }

    def test_member(self):
        cases = self.env["repair.case"].with_user(self.new)
        with self.assertRaises(AccessError):
            cases.check_access("read")
        team = self.make_team(self.new)
        self.assertEqual(self.roles(self.new), {"user"})
        self.assertEqual(cases.search([]).mapped("name"), ["Kettle"])
        [note] = team.message_ids.filtered(lambda m: "can now work" in m.body)
        self.assertIn("Nora New", note.body)
        self.assertIn("User: Own and Team Cases", note.body)

    def test_leader(self):
        team = self.make_team(leader_id=self.new.id)
        self.assertEqual(self.roles(self.new), {"user"})
        other = self.user("rcs_other")
        team.leader_id = other
        self.assertEqual(self.roles(other), {"user"})

    def test_member_by_the_list_of_members(self):
        team = self.make_team()
        team.member_ids = self.new
        self.assertEqual(self.roles(self.new), {"user"})

    def test_line_handed_to_somebody_else(self):
        team = self.make_team(self.user("rcs_other"))
        team.membership_ids.user_id = self.new
        self.assertEqual(self.roles(self.new), {"user"})

    def test_who_may_more_keeps_it(self):
        every = self.user("rcs_all", "user_all")
        before = every.group_ids
        team = self.make_team(every)
        self.assertEqual(every.group_ids, before)
        self.assertFalse(team.message_ids.filtered(lambda m: "can now work" in (m.body or "")))

    def test_leaving_takes_nothing_away(self):
        team = self.make_team(self.new)
        team.membership_ids.unlink()
        self.assertEqual(self.roles(self.new), {"user"})

    def test_portal_users_get_nothing(self):
        portal = new_test_user(
            self.env,
            "rcs_portal",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.make_team(portal, leader_id=portal.id)
        self.assertEqual(self.roles(portal), set())
        self.assertTrue(portal.share)

    def test_only_managers_grant(self):
        team = self.make_team()
        for login in ("rcs_own", "rcs_new"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.env["repair.case.team.member"].with_user(
                    self.env["res.users"].search([("login", "=", login)])
                ).create({"team_id": team.id, "user_id": self.new.id})
        self.assertEqual(self.roles(self.new), set())

    def test_invited_from_the_team(self):
        """As “Invite” of a line does: Odoo makes the user, the form puts them into the team."""
        users = self.env["res.users"]
        users.web_create_users(["ina@example.com"])
        ina = users.search([("login", "=", "ina@example.com")])
        ina.write({"company_ids": [Command.link(self.company.id)]})
        self.make_team(ina)
        self.assertEqual(self.roles(ina), {"user"})
