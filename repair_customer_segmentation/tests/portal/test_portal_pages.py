from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.portal_pages import INSIDE, PortalHttpCase


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
