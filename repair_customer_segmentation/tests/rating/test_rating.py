from datetime import timedelta

from freezegun import freeze_time

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged, users

from ..bases.desk import MONDAY
from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestRatingRequest(PortalCase):
    """Who is asked when a case is closed: once a case, and only who can and should be."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(MONDAY))
        self.case.date_open = MONDAY

    def asked(self, case=None):
        """Return the requests that were sent about a case."""
        return (case or self.case).message_ids.filtered(lambda m: "/rate/" in (m.body or ""))

    def test_closing_asks_the_customer(self):
        self.case.with_user(self.agent).action_close()
        request = self.asked()
        self.assertEqual(len(request), 1)
        self.assertEqual(request.partner_ids, self.ann)
        self.assertEqual(request.subtype_id, self.env.ref("mail.mt_note"))
        self.assertIn(f"{self.company.name}: how was your repair", request.subject)
        self.assertEqual(self.case.rating_request_date, MONDAY)
        self.assertEqual(len(self.case.rating_ids), 1)
        self.assertRecordValues(
            self.case.rating_ids,
            [
                {
                    "partner_id": self.ann.id,
                    "rated_partner_id": self.agent.partner_id.id,
                    "consumed": False,
                    "repair_case_id": self.case.id,
                }
            ],
        )
        # The mail has the link; in the chatter, which the desk reads, it leads nowhere.
        mail = self.env["mail.mail"].search([("mail_message_id", "=", request.id)])
        self.assertIn(self.case.rating_ids.access_token, mail.body_html)
        self.assertNotIn(self.case.rating_ids.access_token, request.body)
        for word in ("Level Zanzibar", "Team Quebec", "Pays late"):
            self.assertNotIn(word, request.body + request.subject)

    def test_once_though_it_is_closed_again(self):
        for _time in range(3):
            self.case.action_close()
            self.case.action_reopen()
        self.assertEqual(len(self.asked()), 1)
        self.assertEqual(len(self.case.rating_ids), 1)

    def test_a_closed_case_that_goes_to_another_closing_stage(self):
        other = self.env["repair.case.stage"].create(
            {"name": "Filed", "company_id": self.company.id, "is_closed": True}
        )
        self.case.action_close()
        self.case.stage_id = other
        self.assertEqual(len(self.asked()), 1)

    def test_who_is_not_asked(self):
        nameless = self.customer("No Address")
        follows = self.open_case(self.ann, is_confidential=True)
        follows.message_subscribe(self.ann.ids)
        cases = {
            "asked": self.open_case(self.ann),
            "asked, follows": follows,
            "no address": self.open_case(nameless),
            "confidential": self.open_case(self.ann, is_confidential=True),
            "history": self.open_case(self.ann, stage_id=self.stage_closed.id),
        }
        for case in cases.values():
            case.action_close()
        cancelled = self.open_case(self.ann)
        cancelled.stage_id = self.stage_cancelled
        cancelled.stage_id = self.stage_closed
        imported = self.open_case(self.ann)
        imported.with_context(import_file=True).stage_id = self.stage_closed
        cases |= {"cancelled": cancelled, "imported": imported}
        self.assertEqual(
            {name for name, case in cases.items() if self.asked(case)}, {"asked", "asked, follows"}
        )
        self.assertEqual(
            {name for name, case in cases.items() if case.rating_request_date},
            {"asked", "asked, follows"},
        )

    def test_who_has_an_address_later_is_asked_later(self):
        case = self.open_case(self.customer("Later"))
        case.action_close()
        case.partner_id.email = "later@example.com"
        case.action_reopen()
        case.action_close()
        self.assertEqual(len(self.asked(case)), 1)

    def test_a_company_that_asks_nobody(self):
        self.company.repair_rating_request = False
        self.case.action_close()
        self.assertFalse(self.asked())
        self.assertFalse(self.case._portal_may_rate())

    def test_the_setting(self):
        self.user("rcs_admin", "manager").group_ids += self.env.ref("base.group_system")
        admin = self.env["res.users"].search([("login", "=", "rcs_admin")])
        with Form(self.env["res.config.settings"].with_user(admin)) as settings:
            self.assertTrue(settings.repair_rating_request)
            settings.repair_rating_request = False
        settings.record.execute()
        self.assertFalse(self.company.repair_rating_request)

    def test_a_customer_who_closes_it_is_asked_by_us(self):
        self.case.with_user(self.ann.user_ids).sudo()._portal_close()
        self.assertEqual(len(self.asked()), 1)
        self.assertEqual(self.asked().author_id, self.company.partner_id)

    def test_no_template_no_question(self):
        self.env.ref("repair_customer_segmentation.mail_template_repair_case_rating").unlink()
        self.case.action_close()
        self.assertEqual(self.case.state, "closed")
        self.assertFalse(self.case.rating_ids)

    def test_rating_in_the_portal(self):
        mine = self.case.with_user(self.ann.user_ids).sudo()
        mine._portal_rate(5, "Early")
        self.assertFalse(self.case._portal_rating())
        self.case.action_close()
        self.assertTrue(mine._portal_may_rate())
        mine._portal_rate(5, "Thanks <b>all</b>")
        self.assertRecordValues(
            self.case.rating_ids,
            [{"rating": 5, "feedback": "Thanks <b>all</b>", "consumed": True}],
        )
        said = self.case.message_ids.filtered("rating_ids")
        self.assertEqual(said.author_id, self.ann)
        self.assertIn("Thanks &lt;b&gt;all", said.body)
        self.assertEqual(self.case.state, "closed")

    def test_a_rating_is_changed_for_a_day_and_leaves_a_trace(self):
        mine = self.case.with_user(self.ann.user_ids).sudo()
        self.case.action_close()
        mine._portal_rate(5, "Thanks <b>all</b>")
        with freeze_time(MONDAY + timedelta(hours=23)):
            self.assertTrue(mine._portal_may_rate())
            mine._portal_rate(1, "Leaks again")
        self.assertRecordValues(
            self.case.rating_ids, [{"rating": 1, "feedback": "Leaks again", "consumed": True}]
        )
        traces = self.case.message_ids.filtered(lambda m: "changed the rating" in (m.body or ""))
        self.assertEqual(len(traces), 1)
        self.assertIn("Ann changed the rating from 5 to 1 of 5.", traces.body)
        self.assertIn("Thanks &lt;b&gt;all", traces.body)
        self.assertEqual(traces.subtype_id, self.env.ref("mail.mt_note"))
        # A day after it was given first, not after the last change.
        with freeze_time(MONDAY + timedelta(hours=25)):
            self.assertFalse(mine._portal_may_rate())
            with self.assertRaisesRegex(UserError, "more than a day ago"):
                mine._portal_rate(5, "")
            with self.assertRaisesRegex(UserError, "more than a day ago"):
                self.case.rating_apply(5, token=self.case.rating_ids.access_token)
        self.assertEqual(self.case.rating_ids.rating, 1)

    def test_the_same_rating_again_leaves_no_trace(self):
        self.case.action_close()
        self.case._portal_rate(5, "Fine")
        count = len(self.case.message_ids)
        self.case._portal_rate(5, "Fine")
        self.assertEqual(len(self.case.message_ids), count)

    def test_people_of_ours_are_not_asked_and_do_not_rate(self):
        at_ours = self.customer(
            "At Ours", parent_id=self.company.partner_id.id, email="at@ours.example.com"
        )
        for partner in (self.agent.partner_id, at_ours):
            case = self.open_case(partner, user_id=self.agent.id)
            case.with_user(self.agent).action_close()
            with self.subTest(partner=partner.name):
                self.assertFalse(self.asked(case))
                self.assertFalse(case.rating_request_date)
                mine = self.env["repair.case"].with_user(self.agent)._portal_open(case.id)[0]
                self.assertFalse(mine._portal_may_rate())
                mine._portal_rate(5, "great")
                self.assertFalse(case.rating_ids)
                with self.assertRaisesRegex(UserError, "do not rate"):
                    case.rating_apply(5, token=case._rating_get_access_token())
                self.assertFalse(case.rating_ids.filtered("consumed"))

    def test_rating_without_having_been_asked_by_mail(self):
        case = self.open_case(self.customer("No Address"))
        case.action_close()
        case._portal_rate(3, "")
        self.assertEqual(case.rating_ids.mapped("rating"), [3])
        case.partner_id.email = "later@example.com"
        case.action_reopen()
        case.action_close()
        self.assertFalse(self.asked(case))

    def test_a_rating_flows_into_the_profile(self):
        self.case.action_close()
        self.case._portal_rate(3, "")
        self.policy.classify()
        self.assertEqual(self.acme.repair_rating_avg, 3)


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
        self.assertEqual(self.grouped("repair_service_level_id"), {"Level Zanzibar": (3, 3)})
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
    def test_the_buttons(self):
        team, kind = self.team.with_env(self.env), self.kind.with_env(self.env)
        self.assertEqual((team.case_rating_avg, team.case_rating_count), (3, 3))
        self.assertEqual((kind.case_rating_avg, kind.case_rating_count), (3, 2))
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
