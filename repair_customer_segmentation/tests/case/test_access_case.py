from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.common import SegmentationCase


@tagged("post_install", "-at_install")
class TestCaseAccess(SegmentationCase):
    """Own and team cases, all cases, everything: what each role may do with which case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.worker = cls.user("rcs_user", "user")
        cls.colleague = cls.user("rcs_colleague", "user")
        cls.user("rcs_all", "user_all")
        cls.user("rcs_manager", "manager")
        mine, others = cls.env["repair.case.team"].create(
            [
                {"name": "Mine", "company_id": cls.company.id, "member_ids": cls.worker.ids},
                {"name": "Others", "company_id": cls.company.id, "member_ids": cls.colleague.ids},
            ]
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        shared = cls.env["repair.case.stage"].create({"name": "Shared"})
        foreign = {"company_id": cls.other_company.id, "stage_id": shared.id}
        kinds = {
            "own": {"user_id": cls.worker.id, "team_id": others.id},
            "team": {"user_id": cls.colleague.id, "team_id": mine.id},
            "unassigned": {},
            "followed": {"user_id": cls.colleague.id},
            "of a colleague": {"user_id": cls.colleague.id},
            "of another team": {"team_id": others.id},
            "of another company": foreign,
        }
        cases = cls.history(
            [(cls.ann, "2025-06-01", 1, {"name": name, **kind}) for name, kind in kinds.items()]
        )
        cls.cases = dict(zip(kinds, cases, strict=True))
        cls.cases["followed"].message_subscribe(cls.worker.partner_id.ids)

    MINE = ("own", "team", "unassigned", "followed")
    OTHERS = ("of a colleague", "of another team")
    FOREIGN = ("of another company",)

    def mine(self, name):
        return self.cases[name].with_env(self.env)

    def found(self):
        domain = [("partner_id", "=", self.ann.id)]
        return set(self.env["repair.case"].search(domain).mapped("name"))

    def assertCannot(self, operation, *names):
        for name in names:
            with self.subTest(operation=operation, case=name):
                self.assertFalse(self.mine(name).has_access(operation))

    def assertCan(self, operation, *names):
        for name in names:
            with self.subTest(operation=operation, case=name):
                self.assertTrue(self.mine(name).has_access(operation))

    @users("rcs_user")
    def test_own_team_followed_and_unassigned_cases(self):
        self.assertEqual(self.found(), set(self.MINE))
        self.assertCan("read", *self.MINE)
        self.assertCan("write", *self.MINE)
        self.assertCannot("read", *self.OTHERS, *self.FOREIGN)
        self.assertCannot("write", *self.OTHERS, *self.FOREIGN)
        self.assertCannot("unlink", *self.cases)
        with self.assertRaises(AccessError):
            self.mine("of a colleague").read(["name"])
        with self.assertRaises(AccessError):
            self.mine("of another team").name = "Mine now"
        with self.assertRaises(AccessError):
            self.mine("own").unlink()

    @users("rcs_all")
    def test_all_cases_of_the_company(self):
        self.assertEqual(self.found(), {*self.MINE, *self.OTHERS})
        self.assertCan("write", *self.MINE, *self.OTHERS)
        self.assertCannot("read", *self.FOREIGN)
        self.assertCannot("unlink", *self.cases)

    @users("rcs_manager")
    def test_managers_delete_too(self):
        self.assertEqual(self.found(), {*self.MINE, *self.OTHERS})
        self.assertCan("unlink", *self.MINE, *self.OTHERS)
        self.assertCannot("read", *self.FOREIGN)
        self.assertCannot("unlink", *self.FOREIGN)
        self.mine("of a colleague").unlink()
        self.assertEqual(self.found(), {*self.MINE, "of another team"})

    @users("rcs_user", "rcs_all")
    def test_taking_over_and_handing_on(self):
        self.cases["unassigned"].user_id = False
        case = self.mine("unassigned")
        case.action_assign_to_me()
        self.assertEqual(case.user_id, self.env.user)
        case.user_id = self.colleague
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(case.has_access("read"), self.env.user.login == "rcs_all")

    @users("rcs_user", "rcs_all", "rcs_manager")
    def test_everybody_opens_and_closes_cases(self):
        case = self.env["repair.case"].create({"name": "New", "partner_id": self.ann.id})
        self.assertEqual((case.company_id, case.state), (self.company, "open"))
        case.action_close()
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.date_closed)
        case.action_reopen()
        self.assertEqual((case.state, case.date_closed), ("open", False))

    @users("rcs_user", "rcs_all", "rcs_manager")
    def test_nobody_opens_cases_in_another_company(self):
        with self.assertRaises(AccessError):
            self.env["repair.case"].create(
                {
                    "name": "New",
                    "partner_id": self.ann.id,
                    "company_id": self.other_company.id,
                    "stage_id": self.mine("of another company").sudo().stage_id.id,
                }
            )

    @users("rcs_user")
    def test_the_figures_of_a_customer_are_of_all_its_cases(self):
        """The profile says how the customer stands, whoever works on the cases."""
        self.policy.classify()
        self.assertEqual(self.ann.with_env(self.env).repair_open_case_count, 6)
        self.assertEqual(self.ann.with_env(self.env).repair_case_count, 4)

    @users("rcs_user")
    def test_a_case_that_is_hidden_still_marks_its_customer(self):
        """Who moves a case to a customer changes two classes, one of which he may not see."""
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        self.mine("own").partner_id = self.worker.partner_id.id
        self.env.cr.flush()
        self.env.cr.execute("SELECT partner_id FROM repair_customer_stale ORDER BY 1")
        self.assertEqual(
            {row[0] for row in self.env.cr.fetchall()}, {self.ann.id, self.worker.partner_id.id}
        )
