from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged, users

from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestRatingReport(PortalCase):
    """Ratings by case, agent, team, type and tier; seen and changed by whom the rules say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind_b = cls.kind.copy({"name": "Type B"})
        cls.policy.classify()
        cls.tier = cls.policy.value_tier_ids[0]
        cls.profile_of(cls, cls.acme).value_tier_id = cls.tier
        cls.env.flush_all()
        rows = [
            (cls.ann, cls.kind, cls.team, 5),
            (cls.bob, cls.kind, cls.team, 1),
            (cls.carl, cls.kind_b, cls.team, 3),
        ]
        cls.rated = cls.env["repair.case"]
        for partner, kind, team, rate in rows:
            case = cls.open_case(partner, type_id=kind.id, team_id=team.id, user_id=cls.agent.id)
            case.action_close()
            case._portal_rate(rate, "")
            cls.rated |= case
        cls.env.flush_all()
        cls.env.invalidate_all()
        cls.user("rcs_member", "user")
        cls.user("rcs_all", "user_all")
        cls.user("rcs_manager", "manager")
        cls.user("rcs_employee")

    def grouped(self, name):
        groups = self.env["rating.rating"]._read_group(
            [("repair_case_id", "in", self.rated.ids), ("consumed", "=", True)],
            [name],
            ["rating:avg", "__count"],
        )
        return {record.display_name: (mean, count) for record, mean, count in groups}

    @users("rcs_all")
    def test_grouped_by_everything(self):
        self.assertEqual(
            self.grouped("repair_type_id"), {"Something Broken": (3, 2), "Type B": (3, 1)}
        )
        self.assertEqual(self.grouped("repair_team_id"), {"Team Quebec": (3, 3)})
        self.assertEqual(self.grouped("rated_partner_id"), {self.agent.name: (3, 3)})
        self.assertEqual(self.grouped("repair_customer_id"), {"Acme": (3, 2), "Carl": (3, 1)})
        self.assertEqual(
            self.grouped("repair_service_level_id"),
            {self.tier.service_level_id.name: (3, 2), "Level Zanzibar": (3, 1)},
        )
        self.assertEqual(
            self.grouped("repair_value_tier_id")[self.tier.sudo().display_name], (3, 2)
        )
        for name in ("frequency_tier_id", "rfm_tier_id", "kind_tier_id"):
            self.assertEqual(sum(n for _m, n in self.grouped(f"repair_{name}").values()), 3)

    @users("rcs_all")
    def test_the_views_of_the_report_load_and_count(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.rating_rating_action"
        )
        views = [(view_id, kind) for view_id, kind in action["views"]]
        self.assertEqual(
            [kind for _id, kind in views], ["graph", "pivot", "list", "kanban", "form"]
        )
        ratings = self.env["rating.rating"]
        ratings.get_views([*views, (action["search_view_id"][0], "search")])
        groups = ratings.formatted_read_group(
            [("repair_case_id", "in", self.rated.ids)], ["repair_value_tier_id"], ["rating:avg"]
        )
        self.assertTrue(groups)

    @users("rcs_all")
    def test_the_headline_is_the_average_and_who_is_happy(self):
        headline = self.env["rating.rating"].get_repair_headline()
        self.assertEqual(headline["figure"], "3.0 of 5")
        self.assertIn("Ratings since ", headline["text"])
        self.assertIn(": 3, ", headline["text"])
        self.assertIn("33% of them happy. Likely between 6.1% and 79%", headline["text"])

    @users("rcs_employee", "rcs_ann")
    def test_the_headline_is_for_who_works_here(self):
        with self.assertRaises(AccessError):
            self.env["rating.rating"].get_repair_headline()

    @users("rcs_all")
    def test_the_buttons(self):
        team, kind = self.team.with_env(self.env), self.kind.with_env(self.env)
        self.assertEqual((team.case_rating_avg, team.case_rating_count), (3, 3))
        self.assertEqual((kind.case_rating_avg, kind.case_rating_count), (3, 2))
        self.assertEqual((team.case_satisfaction, kind.case_satisfaction), ("33% (3)", "50% (2)"))
        self.assertIn("33%: 1 of 3. Likely between", team.case_satisfaction_words)
        self.assertIn("Fewer than 10: too few to judge.", team.case_satisfaction_words)
        for records, ratings in (
            (team, self.rated),
            (kind, self.rated[:2]),
            (self.rated[0].with_env(self.env), self.rated[:1]),
        ):
            action = records.action_view_ratings()
            found = self.env["rating.rating"].search(action["domain"])
            self.assertEqual(found.repair_case_id, ratings)

    def test_the_button_of_a_case(self):
        self.assertEqual(self.rated.mapped("rating_last_value"), [5, 1, 3])

    def test_a_rating_that_is_created_as_given(self):
        case = self.open_case(self.ann)
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("repair.case"),
                "res_id": case.id,
                "rating": 4,
                "consumed": True,
            }
        )
        self.assertEqual(case.rating_last_value, 4)

    @users("rcs_member")
    def test_who_sees_no_case_sees_no_rating(self):
        self.assertEqual(self.grouped("repair_team_id"), {})
        self.assertEqual(self.team.with_env(self.env).case_rating_count, 0)
        self.assertFalse(self.env["rating.rating"].search([("repair_case_id", "!=", False)]))

    @users("rcs_employee", "rcs_ann", "public")
    def test_nobody_else_sees_any(self):
        ratings = self.env["rating.rating"]
        rated = self.rated.sudo().rating_ids.with_env(self.env)
        self.assertFalse(rated.has_access("read"))
        if ratings.has_access("read"):
            self.assertFalse(ratings.search([("id", "in", rated.ids)]))
        with self.assertRaises(AccessError):
            self.grouped("repair_value_tier_id")

    @users("rcs_all", "rcs_member")
    def test_the_desk_does_not_rate_itself(self):
        rating = self.rated[1].sudo().rating_ids.with_env(self.env)
        case_model = self.env["ir.model"]._get_id("repair.case")
        for action in (
            lambda: rating.write({"rating": 5}),
            lambda: self.env["rating.rating"].create(
                {"res_model_id": case_model, "res_id": self.rated[0].id, "rating": 5}
            ),
        ):
            with self.assertRaises(AccessError):
                action()

    @users("rcs_manager")
    def test_managers_do_not_change_what_customers_said(self):
        rating = self.rated[1].rating_ids.with_env(self.env)
        with self.assertRaises(AccessError):
            rating.rating = 2
        self.assertEqual(self.rated[1].rating_last_value, 1)


@tagged("post_install", "-at_install")
class TestRatingPage(PortalCase, HttpCase):
    """Odoo's own page of the link in the mail."""

    def setUp(self):
        super().setUp()
        self.case.action_close()
        self.token = self.case.rating_ids.access_token

    def test_rating_by_the_link(self):
        self.authenticate(None, None)
        page = self.url_open(f"/rate/{self.token}/5")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("Zanzibar", page.text)
        answer = self.url_open(
            f"/rate/{self.token}/submit_feedback",
            data={"rate": 5, "feedback": "Well done", "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.case.rating_ids, [{"rating": 5, "feedback": "Well done", "consumed": True}]
        )
        self.assertEqual(self.case.state, "closed")

    def test_a_wrong_link(self):
        self.authenticate(None, None)
        self.assertEqual(self.url_open("/rate/nosuchtoken/5").status_code, 404)

    def test_somebody_else_does_not_rate(self):
        self.authenticate("rcs_carl", "rcs_carl")
        page = self.url_open(f"/rate/{self.token}/5")
        self.assertIn("Only the customer", page.text)
