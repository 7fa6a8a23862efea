from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.confidential import ALLOWED, HIDDEN, SECRET, ConfidentialCase
from ..bases.desk import DeskCase

ANALYSIS = "repair.case.analysis"


@tagged("post_install", "-at_install")
class TestConfidentialAnalysis(ConfidentialCase):
    """A confidential case is in the analysis of those alone who may read the case."""

    def row(self):
        return self.env[ANALYSIS].browse(self.case.id)

    @users(*ALLOWED)
    def test_who_works_on_it_counts_it(self):
        self.assertEqual(self.env[ANALYSIS].search([("case_id", "=", self.case.id)]), self.row())
        self.assertTrue(self.row().has_access("read"))

    @users(*HIDDEN)
    def test_nobody_else_can_tell_that_it_is_there(self):
        analysis = self.env[ANALYSIS]
        self.assertFalse(self.row().has_access("read"))
        with self.assertRaises(AccessError):
            self.row().read(["case_id"])
        with self.assertRaises(AccessError):
            self.row().action_open_case()
        if analysis.has_access("read"):
            domain = [("partner_id", "=", self.ann.id)]
            self.assertFalse(analysis.search(domain))
            self.assertEqual(analysis._read_group(domain, ["type_id"], ["__count"]), [])
            self.assertFalse(analysis.search([("case_id", "ilike", SECRET)]))


@tagged("post_install", "-at_install")
class TestAnalysisAccess(DeskCase):
    """The rows that a user sees are the cases that they may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.user("ana_own", "user")
        cls.everybody = cls.user("ana_all", "user_all")
        cls.user("ana_amount", "user_all", "amount")
        cls.manager = cls.user("ana_manager", "manager")
        cls.env.ref("base.group_allow_export").user_ids |= cls.own + cls.everybody
        other = cls.env["res.company"].create({"name": "Other"})
        team = cls.env["repair.case.team"].create(
            {"name": "Team", "company_id": cls.company.id, "member_ids": cls.own.ids}
        )
        cls.mine = cls.case(user_id=cls.own.id, amount=10)
        cls.cases = (
            cls.mine
            + cls.case(team_id=team.id, user_id=cls.manager.id, amount=20)
            + cls.case(user_id=cls.manager.id, amount=30)
            + cls.case(amount=40)
            + cls.env["repair.case"].create(
                {"name": "Alien", "partner_id": cls.ann.id, "company_id": other.id}
            )
        )

    @users("ana_own", "ana_all", "ana_amount", "ana_manager")
    def test_rows_are_the_cases_one_may_read(self):
        domain = [("partner_id", "=", self.ann.id)]
        cases = self.env["repair.case"].search(domain)
        self.assertTrue(cases)
        self.assertEqual(self.env[ANALYSIS].search(domain).ids, cases.ids)
        with self.with_user("ana_all"):
            self.assertEqual(self.env[ANALYSIS].search_count(domain), 4)

    @users("ana_own", "ana_all")
    def test_amounts_are_for_those_who_may_see_them(self):
        analysis, ann = self.env[ANALYSIS], [("partner_id", "=", self.ann.id)]
        for route in (
            lambda: analysis.search([("amount", ">", 15)]),
            lambda: analysis.search(ann, order="amount"),
            lambda: analysis._read_group(ann, ["type_id"], ["amount:sum"]),
            lambda: analysis.browse(self.mine.id).read(["amount"]),
            lambda: analysis.browse(self.mine.id).export_data(["amount"]),
        ):
            with self.assertRaises(AccessError):
                route()
        self.assertNotIn("amount", analysis.fields_get())

    @users("ana_amount")
    def test_who_may_see_amounts_sums_them(self):
        [[total]] = self.env[ANALYSIS]._read_group(
            [("partner_id", "=", self.ann.id)], [], ["amount:sum"]
        )
        self.assertEqual(total, 100)

    @users("ana_own", "ana_all", "ana_amount")
    def test_whose_work_it_is_is_for_those_who_may_see_names(self):
        analysis = self.env[ANALYSIS]
        for name in ("response_share", "resolution_share", "fix_share"):
            with self.assertRaises(AccessError):
                analysis._read_group([], ["user_id"], ["__count"])
            with self.assertRaises(AccessError):
                analysis._read_group([], ["type_id"], [f"{name}:avg"])
        with self.assertRaises(AccessError):
            analysis.search([("user_id", "=", self.manager.id)])
        self.assertFalse({"user_id", "fix_share", "fix_result"} & set(analysis.fields_get()))

    @users("ana_manager")
    def test_what_only_the_rules_ask_is_told_to_nobody(self):
        fields = self.env[ANALYSIS].fields_get()
        self.assertFalse({"complained_user_id", "opened_by_id", "is_confidential"} & set(fields))
        with self.assertRaises(AccessError):
            self.env[ANALYSIS].search([("opened_by_id", "=", self.env.uid)])
        self.assertTrue(self.env[ANALYSIS]._read_group([], ["user_id"], ["fix_share:avg"]))
