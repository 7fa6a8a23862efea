import json

from odoo import http
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.portal import PNG
from ..bases.portal_pages import INSIDE, PortalHttpCase


@tagged("post_install", "-at_install")
class TestPortalChatter(PortalHttpCase):
    def fetch(self, login, **params):
        self.authenticate(login, login)
        return json.dumps(
            self.rpc(
                "/mail/chatter_fetch",
                thread_model="repair.case",
                thread_id=self.case.id,
                fetch_params={"limit": 30},
                **params,
            )
        )

    def test_messages_without_notes(self):
        token = self.case._portal_ensure_token()
        for login in ("rcs_ann", None):
            told = self.fetch(login, token=token)
            self.assertIn("We come on Friday", told)
            self.assertIn("offer.png", told)
            for word in (*INSIDE, "inside.png"):
                self.assertNotIn(word, told)

    def test_no_messages_without_the_token(self):
        with mute_logger("odoo.http"):
            for login in ("rcs_ann", "rcs_carl", None):
                for params in (
                    {},
                    {"token": "wrong"},
                    {"token": self.other._portal_ensure_token()},
                ):
                    self.assertNotIn("Friday", self.fetch(login, **params))
                told = json.dumps(
                    self.rpc(
                        "/mail/thread/messages", thread_model="repair.case", thread_id=self.case.id
                    )
                )
                self.assertNotIn("Friday", told)

    def test_files_of_notes_stay_closed(self):
        for login in ("rcs_ann", "rcs_carl", None):
            for url in (f"/web/content/{self.inside.id}", f"/web/image/{self.inside.id}"):
                page = self.get(url, login)
                self.assertNotEqual(page.content, PNG)
            with mute_logger("odoo.http"):
                told = self.rpc(
                    "/web/dataset/call_kw/ir.attachment/search_read",
                    model="ir.attachment",
                    method="search_read",
                    args=[[("res_model", "=", "repair.case")], ["name"]],
                    kwargs={},
                )
            self.assertFalse(told.get("result"), login)

    def say(self, login, token, **data):
        self.authenticate(login, login)
        with mute_logger("odoo.http"):
            return self.rpc(
                "/mail/message/post",
                thread_model="repair.case",
                thread_id=self.case.id,
                post_data={
                    "body": "Please hurry",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                    **data,
                },
                token=token,
            )

    def test_writing(self):
        token = self.case._portal_ensure_token()
        for login, author in (("rcs_bob", self.bob), (None, self.ann)):
            self.say(login, token)
            self.env.invalidate_all()
            self.assertEqual(self.case.message_ids[0].author_id, author)
            self.assertIn("Please hurry", self.case.message_ids[0].body)
        before = self.case.message_ids
        for login, wrong in (("rcs_carl", "wrong"), ("rcs_carl", None), (None, "")):
            self.say(login, wrong)
        self.env.invalidate_all()
        self.assertEqual(self.case.message_ids, before)

    def test_no_rating_comes_with_a_message(self):
        self.say("rcs_ann", self.case._portal_ensure_token(), rating_value=5)
        self.env.invalidate_all()
        self.assertFalse(self.case.rating_ids)

    def test_writing_on_a_closed_case_reopens_it(self):
        self.case.action_close()
        self.say("rcs_ann", self.case._portal_ensure_token())
        self.env.invalidate_all()
        self.assertEqual(self.case.state, "open")


@tagged("post_install", "-at_install")
class TestPortalForms(PortalHttpCase):
    def test_report(self):
        self.assertIn("SN-ANN-7", self.get("/my/cases/new").text)
        self.assertNotIn("SN-ANN-7", self.get("/my/cases/new", "rcs_carl").text)
        self.authenticate("rcs_ann", "rcs_ann")
        answer = self.url_open(
            "/my/cases/new",
            data={
                "name": "Knob is loose",
                "description": "It falls off",
                "type_id": self.kind.id,
                "device_id": self.device.id,
                "csrf_token": http.Request.csrf_token(self),
            },
            files=[("files", ("a.png", PNG, "image/png")), ("files", ("b.png", PNG, "image/png"))],
            allow_redirects=False,
        )
        case = self.env["repair.case"].search([("name", "=", "Knob is loose")])
        self.assertEqual(len(case), 1)
        self.assertTrue(answer.headers["Location"].endswith(f"/my/cases/{case.id}?done=report"))
        self.assertEqual((case.partner_id, case.device_id), (self.ann, self.device))
        self.assertEqual(set(case.message_ids.attachment_ids.mapped("name")), {"a.png", "b.png"})
        self.assertIn("We received your report", self.url_open(answer.headers["Location"]).text)

    def test_a_refusal_keeps_what_was_typed(self):
        self.authenticate("rcs_ann", "rcs_ann")
        before = self.env["repair.case"].search_count([])
        page = self.url_open(
            "/my/cases/new",
            data={
                "name": "Knob is <loose>",
                "description": "It falls off",
                "type_id": self.kind.id,
                "device_name": "Oven Z",
                "csrf_token": http.Request.csrf_token(self),
            },
            files=[("files", ("run.exe", b"MZ\x90\x00", "image/png"))],
        )
        self.assertEqual(page.status_code, 200)
        self.assertIn("run.exe is not a photo", page.text)
        self.assertIn("Knob is &lt;loose&gt;", page.text)
        self.assertIn("It falls off", page.text)
        self.assertEqual(self.env["repair.case"].search_count([]), before)
        self.assertFalse(self.env["repair.device"].search([("name", "=", "Oven Z")]))

    def test_nothing_is_done_without_the_token_of_the_form(self):
        self.case.action_close()
        with mute_logger("odoo.http"):
            for url in ("/my/cases/new", *(f"{self.url}/{do}" for do in ("reopen", "rate"))):
                answer = self.post(url, csrf=False, name="x", rate="5", reason="x")
                self.assertEqual(answer.status_code, 400, url)
        for do in ("close", "reopen", "rate"):
            self.assertEqual(self.get(f"{self.url}/{do}").status_code, 405)
        self.assertEqual(
            (self.case.state, self.case._portal_rating()),
            ("closed", self.case._portal_rating().browse()),
        )

    def test_others_do_nothing(self):
        with mute_logger("odoo.http"):
            for login in ("rcs_carl", None):
                for do in ("close", "reopen", "rate"):
                    for token in ({}, {"access_token": "wrong"}):
                        answer = self.post(f"{self.url}/{do}", login, rate="1", **token)
                        self.assertEqual(answer.status_code, 404, (login, do))
        self.assertEqual(self.case.state, "open")

    def test_close_rate_and_reopen(self):
        self.assertIn("o_repair_close", self.get(self.url).text)
        answer = self.post(f"{self.url}/close", "rcs_bob")
        self.assertTrue(answer.headers["Location"].endswith("done=close"))
        self.assertEqual(self.case.state, "closed")
        page = self.get(self.url).text
        self.assertIn("o_repair_rate", page)
        self.assertIn("o_repair_reopen", page)
        with mute_logger("odoo.http"):
            self.assertGreaterEqual(self.post(f"{self.url}/rate", rate="4").status_code, 400)
        self.post(f"{self.url}/rate", rate="5", feedback="Quick")
        self.assertEqual(self.case._portal_rating().rating, 5)
        page = self.get(self.url).text
        self.assertIn("Your rating", page)
        self.assertNotIn('o_repair_rate"', page)
        self.post(f"{self.url}/reopen", reason="It drips")
        self.assertEqual(self.case.state, "open")

    def test_with_the_link_alone(self):
        token = self.case._portal_ensure_token()
        self.post(f"{self.url}/close", None, access_token=token)
        self.assertEqual(self.case.state, "closed")
        answer = self.post(f"{self.url}/rate", None, access_token=token, rate="3")
        self.assertIn(f"access_token={token}", answer.headers["Location"])
        self.assertEqual(self.case._portal_rating().partner_id, self.ann)
