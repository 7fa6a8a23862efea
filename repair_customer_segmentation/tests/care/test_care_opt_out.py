import re
from ast import literal_eval

from odoo.tests import HttpCase, tagged

from ...models.care.opt_out import opt_out_url
from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareOptOut(CareCase, HttpCase):
    def test_the_link_asks_and_one_click_opts_out(self):
        url = opt_out_url(self.ann)
        page = self.url_open(url)
        self.assertIn("No more messages", page.text)
        self.env.invalidate_all()
        self.assertFalse(self.ann.repair_care_opt_out, "following a link changes nothing")
        token = re.search(r'name="csrf_token" value="(\w+)"', page.text)[1]
        page = self.url_open(f"{url}/stop", data={"csrf_token": token})
        self.env.invalidate_all()
        self.assertTrue(self.ann.repair_care_opt_out)
        self.assertIn("Send me messages again", page.text)
        token = re.search(r'name="csrf_token" value="(\w+)"', page.text)[1]
        self.url_open(f"{url}/resume", data={"csrf_token": token})
        self.env.invalidate_all()
        self.assertFalse(self.ann.repair_care_opt_out)

    def test_mail_programs_opt_out_by_the_header(self):
        self.classify()
        self.rule("date", month="3", day_of_month=3)
        self.care()
        mail = self.mails()
        headers = literal_eval(mail.headers)
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        url = headers["List-Unsubscribe"].strip("<>")
        self.assertIn(url.removesuffix("/now"), mail.body_html)
        answer = self.url_open(
            url.replace(self.ann.get_base_url(), self.base_url()),
            data={"List-Unsubscribe": "One-Click"},
        )
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertTrue(self.ann.repair_care_opt_out)

    def test_a_forged_link_is_nobodys(self):
        bob = self.known("Bob")
        forged = opt_out_url(self.ann).replace(f"/{self.ann.id}/", f"/{bob.id}/")
        for url in (forged, opt_out_url(self.ann) + "x", f"{self.base_url()}/repair/care/1/x"):
            self.assertEqual(self.url_open(url).status_code, 404, url)

    def test_the_link_of_a_merged_contact_opts_the_kept_one_out(self):
        """Mails that were sent before a merge stay in mail boxes, and their links are kept."""
        bob, cleo = self.known("Bob"), self.known("Cleo")
        urls = [opt_out_url(partner) for partner in (bob, cleo)]
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge((bob | cleo).ids, cleo)
        merge._merge((cleo | self.ann).ids, self.ann)
        self.assertFalse((bob | cleo).exists())
        for url in urls:
            self.ann.repair_care_opt_out = False
            self.assertIn("No more messages", self.url_open(url).text)
            answer = self.url_open(url + "/now", data={"List-Unsubscribe": "One-Click"})
            self.assertEqual(answer.status_code, 200)
            self.env.invalidate_all()
            self.assertTrue(self.ann.repair_care_opt_out)
        forged = urls[0].replace(f"/{bob.id}/", f"/{cleo.id}/")
        self.assertEqual(self.url_open(forged).status_code, 404)
