import json

from odoo import http
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, tagged, users
from odoo.tools import mute_logger

from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestCustomerWord(PortalCase):
    """What customers say and do, nobody says and does for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_manager", "manager", email="manager@repair.example.com")
        employee = cls.user("rcs_employee")
        cls.case.message_subscribe(employee.partner_id.ids)
        cls.token = cls.case._portal_ensure_token()
        cls.case.action_close()
        cls.rating_token = cls.case.rating_ids.access_token

    def assertRefused(self, *actions):
        for number, action in enumerate(actions):
            with self.subTest(action=number), self.assertRaises(AccessError):
                action()

    @users("rcs_agent", "rcs_manager")
    def test_nobody_of_ours_reads_the_link(self):
        case = self.case.with_env(self.env)
        for model, domain, token in (
            (self.env["repair.case"], [("id", "=", case.id)], self.token),
            (self.env["rating.rating"], [("repair_case_id", "=", case.id)], self.rating_token),
        ):
            record = model.search(domain)
            self.assertEqual(len(record), 1)
            self.assertNotIn(token, json.dumps(record.read(), default=str))
            self.assertNotIn("access_token", model.fields_get())
            self.assertRefused(
                lambda r=record: r.read(["access_token"]),
                lambda r=record: r.web_read({"access_token": {}}),
                lambda m=model, t=token: m.search([("access_token", "=like", t[:3] + "%")]),
                lambda m=model, d=domain: m.search(d, order="access_token"),
                lambda m=model, d=domain: m.formatted_read_group(d, ["access_token"]),
                lambda r=record: r.write({"access_token": "x"}),
            )
        self.assertNotIn(self.token, case._get_share_url(redirect=True))
        share = self.env["portal.share"].with_context(active_model=case._name, active_id=case.id)
        if share.has_access("create"):
            self.assertNotIn(self.token, share.default_get(["share_link"])["share_link"])
        for method in ("get_portal_url", "rating_send_request"):
            with self.assertRaises(AccessError):
                get_public_method(case, method)

    def test_messages_keep_no_link(self):
        """The customer's mail has them; the chatter, which the desk reads, does not."""
        mails = self.env["mail.mail"].search([("mail_message_id", "in", self.case.message_ids.ids)])
        self.assertIn(self.rating_token, "".join(map(str, mails.mapped("body_html"))))
        signed = self.case._sign_token(self.ann.id)
        self.case.message_post(
            body=f"> https://example.com/my/cases/1?access_token={self.token}\n"
            f"> https://example.com/rate/{self.rating_token}/5\n"
            f"> https://example.com/mail/view?pid={self.ann.id}&hash={signed}",
            message_type="email",
        )
        bodies = "".join(map(str, self.case.message_ids.mapped("body")))
        self.assertIn("/rate/", bodies)
        for secret in (self.token, self.rating_token, signed):
            self.assertNotIn(secret, bodies)

    @users("rcs_agent")
    def test_an_agent_answers_and_the_customers_mail_has_the_link(self):
        message = self.case.with_env(self.env).message_post(
            body="On Friday",
            partner_ids=self.ann.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        self.assertIn(self.token, "".join(map(str, mails.mapped("body_html"))))

    @users("rcs_agent", "rcs_manager", "rcs_employee")
    def test_nobody_of_ours_forges_a_rating(self):
        case = self.case.with_env(self.env)
        ratings = self.env["rating.rating"]
        case_model = self.env["ir.model"]._get_id("repair.case")
        elsewhere = ratings.create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.env.user.partner_id.id,
                "rating": 5,
                "consumed": True,
            }
        )
        given = {"rating": 5, "consumed": True}
        onto = {"res_model_id": case_model, "res_id": case.id}
        asked = case.sudo().rating_ids.with_env(self.env)
        self.assertRefused(
            lambda: elsewhere.write(onto),
            lambda: ratings.create({**onto, **given}),
            lambda: ratings.with_context(default_res_model_id=case_model).create(
                {"res_id": case.id, **given}
            ),
            lambda: case.write({"rating_ids": [Command.create({**onto, **given})]}),
            lambda: case.write({"rating_ids": [Command.update(asked.id, given)]}),
            lambda: asked.write(given),
            lambda: asked.write({"feedback": "Great"}),
            lambda: asked.write({"partner_id": self.env.user.partner_id.id}),
            asked.reset,
            lambda: case.rating_apply(5, token=self.rating_token),
            lambda: case.rating_apply(5, rating=asked),
            lambda: case.message_post(body="x", rating_value=5),
            lambda: case.message_post(body="x", rating_id=elsewhere.id),
        )
        self.env.invalidate_all()
        self.assertEqual(self.case.rating_last_value, 0)
        self.assertEqual(self.case.rating_ids.mapped("consumed"), [False])


@tagged("post_install", "-at_install")
class TestCustomerLink(PortalCase, HttpCase):
    """The link of a customer, opened by somebody else."""

    def setUp(self):
        super().setUp()
        self.token = self.case._portal_ensure_token()

    def post(self, url, login=None, **data):
        self.authenticate(login, login)
        data["csrf_token"] = http.Request.csrf_token(self)
        with mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http"):
            return self.url_open(url, data=data, allow_redirects=False)

    def test_people_of_ours_act_for_nobody(self):
        self.user("rcs_employee")
        url = f"/my/cases/{self.case.id}"
        self.authenticate("rcs_agent", "rcs_agent")
        page = self.url_open(url).text
        self.assertIn("Dishwasher leaks", page)
        self.assertNotIn(self.token, page)
        for login in ("rcs_agent", "rcs_employee"):
            for step, data in (("close", {}), ("rate", {"rate": 5}), ("reopen", {"reason": "x"})):
                with self.subTest(login=login, step=step):
                    answer = self.post(f"{url}/{step}", login, access_token=self.token, **data)
                    self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.case.state, "open")
        self.case.action_close()
        rating = self.case.rating_ids
        for login in ("rcs_agent", "rcs_employee", "rcs_carl"):
            answer = self.post(f"/rate/{rating.access_token}/submit_feedback", login, rate=5)
            self.assertIn("Only the customer", answer.text)
        self.env.invalidate_all()
        self.assertFalse(rating.consumed)
        self.assertEqual(self.case.rating_last_value, 0)

    def test_the_customer_rates_by_the_link(self):
        self.case.action_close()
        rating = self.case.rating_ids
        url = f"/rate/{rating.access_token}"
        for data in (
            {"rate": "many"},
            {"rate": 2},
            {"rate": 5, "feedback": "a\0b"},
            {"rate": 5, "feedback": "x" * 20_000},
        ):
            answer = self.post(f"{url}/submit_feedback", **data)
            self.assertLess(answer.status_code, 500, data)
            self.env.invalidate_all()
            self.assertFalse(rating.consumed, data)
        self.assertEqual(self.url_open(f"{url}/7").status_code, 404)
        self.post(f"{url}/submit_feedback", "rcs_bob", rate=3, feedback="Fine")
        self.env.invalidate_all()
        self.assertRecordValues(rating, [{"rating": 3, "consumed": True, "feedback": "Fine"}])
        self.assertEqual(self.case.rating_last_value, 3)
