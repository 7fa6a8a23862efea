from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .bases.desk import MONDAY
from .bases.desk_team import TeamCase

USER = "repair_customer_segmentation.group_user"
USER_ALL = "repair_customer_segmentation.group_user_all"
MANAGER = "repair_customer_segmentation.group_manager"


@tagged("post_install", "-at_install")
class TestCounters(TeamCase):
    """A number on a button is the length of the list that the button opens, for this user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(MONDAY))
        cls.team.assignment = "manual"
        cls.other = cls.env["res.company"].create({"name": "Other"})
        companies = [Command.set((cls.company | cls.other).ids)]
        cls.own, cls.all, cls.boss = (
            new_test_user(
                cls.env,
                login,
                f"base.group_user,{group}",
                company_id=cls.company.id,
                company_ids=companies,
            )
            for login, group in (("own", USER), ("all", USER_ALL), ("boss", MANAGER))
        )
        cls.ann = cls.customer("Ann")
        cls.mine, cls.open, _archived, _elsewhere, cls.done = cls.env["repair.case"].create(
            [
                {
                    "name": name,
                    "partner_id": cls.ann.id,
                    "company_id": company.id,
                    "user_id": user and user.id,
                    "type_id": cls.leak.id,
                    "date_open": MONDAY - timedelta(days=1),
                    **values,
                }
                for name, company, user, values in (
                    ("Mine", cls.company, cls.own, {}),
                    ("Open", cls.company, cls.lea, {}),
                    ("Archived", cls.company, False, {"active": False}),
                    ("Elsewhere", cls.other, False, {"type_id": False, "stage_id": False}),
                    ("Done", cls.company, cls.lea, {}),
                )
            ]
        )
        cls.done.action_close()
        cls.policy.classify(as_of=MONDAY)
        cls.env.flush_all()

    def listed(self, action, record):
        """Return how many records the client lists when it opens an action."""
        domain = list(action["domain"])
        if "search_default_open" in str(action["context"]):
            domain += [("state", "in", ("open", "waiting"))]
        return record.env[action["res_model"]].search_count(domain)

    def as_user(self, record, user, companies):
        record.env.invalidate_all()
        return record.with_user(user).with_context(allowed_company_ids=companies.ids)

    def test_customers(self):
        for user, companies, opened, total in (
            (self.own, self.company, 1, 1),
            (self.all, self.company, 2, 3),
            (self.all, self.company | self.other, 3, 4),
            (self.all, self.other, 1, 1),
        ):
            ann = self.as_user(self.ann, user, companies)
            with self.subTest(user=user.login, companies=companies.mapped("name")):
                self.assertEqual(ann.repair_case_open_count, opened)
                self.assertEqual(self.listed(ann.action_view_open_repair_cases(), ann), opened)
                self.assertEqual(ann.repair_case_count, total)
                self.assertEqual(self.listed(ann.action_view_repair_cases(), ann), total)

    def test_the_figure_of_the_profile_leaves_archived_cases_out(self):
        self.assertEqual(self.profile_of(self.ann).open_case_count, 2)
        self.open.active = False
        self.env.cr.flush()
        self.assertIn(
            self.ann,
            self.env["repair.customer.stale"]
            .search([("company_id", "=", self.company.id)])
            .partner_id,
        )
        self.policy.classify(as_of=MONDAY, partner_ids=self.ann.ids)
        self.assertEqual(self.profile_of(self.ann).open_case_count, 1)

    def test_types_teams_and_levels(self):
        (self.mine | self.open | self.done).team_id = self.team
        level = self.open.service_level_id
        for user, companies, opened in (
            (self.own, self.company, 1),
            (self.all, self.company, 2),
            (self.boss, self.company | self.other, 2),
        ):
            with self.subTest(user=user.login, companies=companies.mapped("name")):
                case_type = self.as_user(self.leak, user, companies)
                self.assertEqual(case_type.open_case_count, opened)
                self.assertEqual(self.listed(case_type.action_view_cases(), case_type), opened)
                team = self.as_user(self.team, user, companies)
                self.assertEqual(team.open_case_count, opened)
                self.assertEqual(self.listed(team.action_view_cases(), team), opened)
                shown = self.as_user(level, user, companies)
                self.assertEqual(self.listed(shown.action_view_cases(), shown), shown.case_count)

    def test_tiers_of_a_draft_list_who_is_in_the_tier_now(self):
        draft = self.policy.browse(self.policy.action_revise()["res_id"])
        for tier in draft.value_tier_ids:
            action = tier.action_view_customers()
            self.assertEqual(
                self.env[action["res_model"]].search_count(action["domain"]), tier.customer_count
            )
        self.assertEqual(sum(draft.value_tier_ids.mapped("customer_count")), 1)


@tagged("post_install", "-at_install")
class TestWeightedMeans(TeamCase):
    """The mean of a group is that of what its records are means of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(3)
        first, second, _third = cls.people
        cls.history([(first, "2024-12-01", 1)])
        cls.history([(second, f"2024-12-{day:02}", 1) for day in (1, 11, 12)])
        cases = cls.env["repair.case"].search(
            [("partner_id", "in", cls.people.ids)], order="partner_id, date_open"
        )
        for case, rating in zip(cases, (1, 5, 5, 4), strict=True):
            given = cls.env["rating.rating"].create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id("repair.case"),
                    "res_id": case.id,
                    "rating": rating,
                    "consumed": True,
                    "partner_id": case.partner_id.id,
                }
            )
            given.rated_on = "2024-12-13"
        cls.policy.classify(as_of=MONDAY)
        cls.env.flush_all()

    def mean(self, model, name, domain):
        [[figure]] = self.env[model]._read_group(domain, [], [f"{name}:avg"])
        return round(float(figure), 2)

    def test_satisfaction_is_the_same_by_customer_and_by_rating(self):
        profiles = [("partner_id", "in", self.people.ids)]
        self.assertEqual(self.mean("repair.customer.profile", "rating_avg", profiles), 3.75)
        self.assertEqual(
            self.mean("rating.rating", "rating", [("repair_customer_id", "in", self.people.ids)]),
            3.75,
        )
        partners = [("id", "in", self.people.ids)]
        self.assertEqual(self.mean("res.partner", "repair_rating_avg", partners), 3.75)

    def test_rhythm_counts_intervals(self):
        profiles = [("partner_id", "in", self.people.ids)]
        self.assertEqual(self.mean("repair.customer.profile", "mean_interval_days", profiles), 5.5)

    def test_the_load_of_managers_is_weighed_by_what_they_can_have(self):
        self.team.membership_ids.customer_capacity = 0
        self.member(self.lea).customer_capacity = 1
        self.member(self.max).customer_capacity = 9
        self.people[0].user_id = self.lea
        self.env.flush_all()
        managers = [("user_id", "in", (self.lea | self.max).ids)]
        self.assertEqual(self.mean("repair.customer.manager", "load", managers), 10)
