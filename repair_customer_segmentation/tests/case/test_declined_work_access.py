from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..bases.declined import DeclinedCase


@tagged("post_install", "-at_install")
class TestDeclinedWorkAccess(DeclinedCase):
    """Whoever sees the case sees what was declined on it, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.user("rcs_own", "user")
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Team", "company_id": cls.company.id, "leader_id": cls.manager.id}
        )

    def sees(self, user):
        works = self.env["repair.declined.work"].with_user(user)
        found = works.search([("id", "=", self.work.id)])
        self.assertEqual(works.browse(self.work.id).has_access("read"), bool(found))
        self.assertEqual(works.browse(self.work.id).has_access("write"), bool(found))
        return bool(found)

    def seen_by(self):
        return [self.sees(user) for user in (self.own, self.clerk, self.manager)]

    def test_as_the_case_is(self):
        self.assertEqual(self.seen_by(), [True, True, True])
        self.first.write({"team_id": self.team.id, "user_id": self.manager.id})
        self.assertEqual(self.seen_by(), [False, True, True])
        self.first.is_confidential = True
        self.assertEqual(self.seen_by(), [False, False, True])
        self.assertEqual(self.ann.with_user(self.clerk).repair_declined_count, 0)
        case = self.case(device_id=self.drill.id)
        self.assertFalse(case.with_user(self.clerk).earlier_declined_hint)
        self.assertTrue(case.with_user(self.manager).earlier_declined_hint)

    def test_what_a_confidential_case_recommends_is_done_confidentially(self):
        self.first.is_confidential = True
        work = self.work.with_user(self.manager)
        case = self.env["repair.case"].browse(work.action_open_case()["res_id"])
        self.assertTrue(case.is_confidential)

    def test_nobody_writes_on_a_case_that_they_may_not_read(self):
        self.first.write({"is_confidential": True, "user_id": self.manager.id})
        works = self.env["repair.declined.work"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            works.create({"name": "x", "case_id": self.first.id})
        mine = works.create({"name": "x", "case_id": self.case().id})
        with self.assertRaises(AccessError):
            mine.case_id = self.first.id

    def test_not_in_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.clerk.write({"company_ids": [Command.link(other.id)]})
        works = self.env["repair.declined.work"].with_user(self.clerk)
        here = works.with_context(allowed_company_ids=self.company.ids)
        there = works.with_context(allowed_company_ids=other.ids)
        self.assertTrue(here.search([("id", "=", self.work.id)]))
        self.assertFalse(there.search([("id", "=", self.work.id)]))
