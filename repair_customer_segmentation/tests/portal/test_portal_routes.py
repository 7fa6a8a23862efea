import json

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..bases.portal import PNG, PortalCase

# Words of the desk, which no page may show.
INSIDE = (
    "Level Zanzibar", "Tier Xylophone", "Tag Yankee", "Team Quebec", "Pays late", "Note Whiskey",
    "Reason Victor", "Critical", "queue", "Place 1", "Deviation",
)  # fmt: skip


class PortalHttpCase(PortalCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.classify()
        tier = cls.policy.value_tier_ids[0]
        tier.name = "Tier Xylophone"
        cls.profile_of(cls, cls.acme).value_tier_id = tier
        cls.case.write(
            {
                "tag_ids": [(0, 0, {"name": "Tag Yankee"})],
                "priority_override": "3",
                "priority_reason": "Reason Victor",
            }
        )
        cls.inside = cls.env["ir.attachment"].create(
            {
                "name": "inside.png",
                "raw": PNG,
                "res_model": "repair.case",
                "res_id": cls.case.id,
            }
        )
        cls.note = cls.case.message_post(
            body="Note Whiskey", subtype_xmlid="mail.mt_note", attachment_ids=cls.inside.ids
        )
        cls.answer = cls.case.with_user(cls.agent).message_post(
            body="We come on Friday",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("offer.png", PNG)],
        )
        cls.url = f"/my/cases/{cls.case.id}"

    def get(self, url, login="rcs_ann", **options):
        self.authenticate(login, login)
        return self.url_open(url, **options)

    def post(self, url, login="rcs_ann", csrf=True, **data):
        self.authenticate(login, login)
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=data, allow_redirects=False)

    def rpc(self, route, **params):
        return self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        ).json()


@tagged("post_install", "-at_install")
class TestPortalPages(PortalHttpCase):
    def test_home(self):
        page = self.get("/my/home").text
        self.assertIn('href="/my/cases"', page)
        self.assertIn('href="/my/cases/new"', page)
        count = self.rpc("/my/counters", counters=["repair_case_count"])
        self.assertEqual(count["result"], {"repair_case_count": 1})

    def test_the_list_shows_ones_own(self):
        for login in ("rcs_ann", "rcs_bob"):
            page = self.get("/my/cases", login).text
            self.assertIn("Dishwasher leaks", page)
            self.assertIn("SN-ANN-7", page)
            self.assertNotIn("Toaster of Carl", page)
        self.assertNotIn("Dishwasher", self.get("/my/cases", "rcs_carl").text)

    def test_search_filter_sort_and_group(self):
        self.open_case(self.bob, name="Oven is cold", stage_id=self.stage_closed.id)
        for args, found in (
            ("search=dish", {"dish"}),
            ("search=SN-ANN&search_in=serial", {"dish"}),
            (f"search={self.case.reference}&search_in=reference", {"dish"}),
            ("search=oven&search_in=name", {"oven"}),
            ("search=oven&search_in=serial", set()),
            ("search=toaster", set()),
            ("search=Tier Xylophone", set()),
            ("search=Pays late", set()),
            ("filterby=open", {"dish"}),
            ("filterby=closed", {"oven"}),
            ("filterby=cancelled", set()),
            ("filterby=mine", {"dish"}),
            ("sortby=name&groupby=status", {"dish", "oven"}),
            ("sortby=device&groupby=device", {"dish", "oven"}),
            ("sortby=date&groupby=type", {"dish", "oven"}),
            ("groupby=contact", {"dish", "oven"}),
            ("sortby=priority&groupby=team_id&filterby=x&search_in=queue_date", {"dish", "oven"}),
        ):
            page = self.get(f"/my/cases?{args}")
            with self.subTest(args):
                self.assertEqual(page.status_code, 200)
                shown = {"dish": "Dishwasher leaks", "oven": "Oven is cold"}
                self.assertEqual({key for key, name in shown.items() if name in page.text}, found)

    def test_pager(self):
        for number in range(21):
            self.open_case(self.ann, name=f"Number {number:02}")
        first = self.get("/my/cases?sortby=name").text
        second = self.get("/my/cases/page/2?sortby=name").text
        self.assertEqual(first.count("o_repair_case"), 20)
        self.assertEqual(second.count("o_repair_case"), 2)
        self.assertIn("/my/cases/page/2?", first)
        self.assertEqual(self.get("/my/cases/page/99").status_code, 200)

    def test_the_page_of_a_case(self):
        page = self.get(self.url).text
        for word in ("Dishwasher leaks", self.case.reference, "SN-ANN-7", "Something Broken"):
            self.assertIn(word, page)

    def test_no_word_of_the_desk_on_any_page(self):
        self.kind.is_portal = False
        self.kind.name = "Type Uniform"
        for url in ("/my/cases", "/my/cases?groupby=type", self.url, "/my/cases/new"):
            page = self.get(url).text
            for word in (*INSIDE, "Type Uniform"):
                with self.subTest(url=url, word=word):
                    self.assertNotIn(word, page)

    def test_of_others_there_is_nothing(self):
        for login in ("rcs_carl", "rcs_employee"):
            if login == "rcs_employee":
                self.user(login)
            for url in (self.url, f"{self.url}?access_token=wrong", "/my/cases/999999999"):
                with self.subTest(login=login, url=url):
                    self.assertEqual(self.get(url, login).status_code, 404)

    def test_without_login_to_the_login(self):
        for url in ("/my/cases", "/my/cases/new", self.url, f"{self.url}?access_token=wrong"):
            answer = self.get(url, None, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, url)
            self.assertIn("/web/login", answer.headers["Location"])

    def test_the_link(self):
        token = self.case._portal_ensure_token()
        for login in (None, "rcs_carl"):
            page = self.get(f"{self.url}?access_token={token}", login)
            self.assertEqual(page.status_code, 200)
            self.assertIn("Dishwasher leaks", page.text)
            for word in INSIDE:
                self.assertNotIn(word, page.text)
        self.case.is_confidential = True
        self.assertEqual(self.get(f"{self.url}?access_token={token}", "rcs_carl").status_code, 404)

    def test_confidential_cases_are_nowhere(self):
        self.case.message_unsubscribe(self.ann.ids)
        visible = [self.open_case(self.ann, name=f"Visible {n}") for n in "ab"]
        self.get("/my/cases?sortby=name")
        self.case.is_confidential = True
        for url in ("/my/cases", "/my/cases?search=Dishwasher", self.url):
            page = self.get(url)
            self.assertNotIn("Dishwasher leaks", page.text)
            self.assertNotIn("1</td>", page.text)
        self.assertEqual(self.get(self.url).status_code, 404)
        count = self.rpc("/my/counters", counters=["repair_case_count"])
        self.assertEqual(count["result"], {"repair_case_count": 2})
        self.assertEqual(self.get(f"/web/content/{self.answer.attachment_ids.id}").status_code, 404)
        self.assertTrue(visible)

    def test_next_and_previous_skip_what_was_hidden_since(self):
        first, second, third = (self.open_case(self.ann, name=f"Case {n}") for n in "123")
        self.case.active = False
        self.authenticate("rcs_ann", "rcs_ann")
        self.url_open("/my/cases?sortby=name")
        page = self.url_open(f"/my/cases/{second.id}").text
        self.assertIn(f'href="/my/cases/{first.id}"', page)
        self.assertIn(f'href="/my/cases/{third.id}"', page)
        third.is_confidential = True
        page = self.url_open(f"/my/cases/{second.id}").text
        self.assertIn(f'href="/my/cases/{first.id}"', page)
        self.assertNotIn(f"/my/cases/{third.id}", page)

    def test_the_desk_looks_and_does_not_act(self):
        page = self.get(self.url, "rcs_agent")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("o_repair_close", page.text)
        with mute_logger("odoo.http"):
            answer = self.post(f"{self.url}/close", "rcs_agent")
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.case.state, "open")

    def test_from_a_mail_to_the_page(self):
        url = f"/mail/view?model=repair.case&res_id={self.case.id}"
        answer = self.get(url, "rcs_bob", allow_redirects=False)
        self.assertTrue(answer.headers["Location"].endswith(self.url))
        answer = self.get(url, "rcs_carl", allow_redirects=False)
        self.assertNotIn("cases", answer.headers["Location"])


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
        self.assertIn("We have your report", self.url_open(answer.headers["Location"]).text)

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
        self.assertIn("run.exe is no photo", page.text)
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
