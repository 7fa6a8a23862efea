from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.figures import ReportCase


@tagged("post_install", "-at_install")
class TestServiceReportAccess(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.user("rcs_report_agent", "user")
        cls.user("rcs_report_all", "user_all")
        cls.leader = cls.user("rcs_report_leader", "user")
        cls.manager = cls.user("rcs_report_manager", "manager")
        cls.user("rcs_report_nobody")
        cls.teams[0].leader_id = cls.leader
        cls.closed("2026-03-01", 3, user_id=cls.agent.id, response_result="met")
        cls.closed("2026-03-01", 4, team_id=cls.teams[0].id, response_result="met")
        cls.said("2026-03-01", 5, 5, user_id=cls.agent.id)
        cls.said("2026-03-01", 1, user_id=cls.manager.id)

    def rows(self):
        return {by for by, _label in self.get()["choices"]["by"]}

    @users("rcs_report_agent")
    def test_agents_see_their_own_and_no_names(self):
        self.assertEqual(self.cell("response_attainment")["n"], 3)
        self.assertEqual(self.cell("satisfied_share")["n"], 2)
        self.assertNotIn("user_id", self.rows())
        with self.assertRaisesRegex(AccessError, "may not compare colleagues"):
            self.get(by="user_id")
        with self.assertRaisesRegex(AccessError, "may not compare colleagues"):
            self.report.with_env(self.env).open_records({"by": "user_id"}, "none", "mean_score")

    @users("rcs_report_all")
    def test_who_sees_all_cases_does_not_see_all_results(self):
        self.assertEqual(self.cell("response_attainment")["n"], 0)
        self.assertNotIn("user_id", self.rows())

    @users("rcs_report_leader")
    def test_leaders_see_their_team(self):
        self.assertEqual(self.cell("response_attainment")["n"], 4)
        self.assertNotIn("user_id", self.rows())

    @users("rcs_report_manager")
    def test_managers_see_everybody(self):
        self.assertEqual(self.cell("response_attainment")["n"], 7)
        self.assertIn(self.agent.name, self.cells("response_attainment", by="user_id"))

    @users("rcs_report_nobody")
    def test_others_see_nothing(self):
        with self.assertRaises(AccessError):
            self.get()
        with self.assertRaises(AccessError):
            self.report.with_env(self.env).open_records({}, "all", "mean_score")

    def test_confidential_cases_count_for_managers_alone(self):
        self.agent.group_ids += self.env.ref("repair_customer_segmentation.group_agent_names")
        secret = self.closed("2026-03-01", response_result="missed", value_tier_id=self.high.id)
        secret.case_id.is_confidential = True
        self.env.flush_all()
        self.set_columns(secret, is_confidential=True, user_id=None, response_result="missed")
        counts = {}
        for user in (self.agent, self.manager):
            self.env = self.env(user=user)
            counts[user] = self.cell("response_attainment")["n"]
            of_tier = self.cell("response_attainment", tier=self.high.id)
            self.assertEqual(of_tier["n"], int(user == self.manager))
        self.assertEqual(counts, {self.agent: 7, self.manager: 8})

    def test_other_companies_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        self.set_columns(self.closed("2026-03-01", 5, response_result="met"), company_id=other.id)
        self.env = self.env(user=self.manager)
        self.assertEqual(self.cell("response_attainment")["n"], 7)
