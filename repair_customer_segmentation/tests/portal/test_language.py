import re
from datetime import datetime

from lxml import html

from odoo.tests import tagged

from ..bases.portal_pages import PortalHttpCase

ENGLISH, CHINESE = {"Accept-Language": "en-US,en"}, {"Accept-Language": "zh-CN,zh"}
IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
DAY = {"en_US": "January 15, 2025", "zh_CN": "2025年1月15日"}


@tagged("post_install", "-at_install")
class TestLanguage(PortalHttpCase):
    """Customers are greeted in their language, whatever their browser speaks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        modules = ["rating", "repair_customer_segmentation"]
        cls.env["ir.module.module"]._load_module_terms(modules, ["zh_CN"])
        cls.case.date_open = datetime(2025, 1, 15, 9, 30)
        cls.token = cls.case._portal_ensure_token()
        cls.status = cls.case.with_user(cls.agent)._status_link().rpartition("/")[2]
        cls.case.stage_id = cls.stage_closed
        cls.rating = cls.case._rating_get_access_token(cls.ann)
        cls.env.flush_all()

    def speaks_of(self, lang):
        """Set the language of the customer, ``None``: nobody knows it."""
        self.env.cr.execute("UPDATE res_partner SET lang = %s WHERE id = %s", [lang, self.ann.id])
        self.env.invalidate_all()

    def page_text(self, url, browser, login=None):
        """Return a page as a visitor without a past is shown it."""
        if login:
            self.authenticate(login, login)
        else:
            self.opener.cookies.clear()
        return self.again(url, browser)

    def again(self, url, browser):
        answer = self.url_open(url, headers=browser)
        self.assertEqual(answer.status_code, 200)
        return html.fromstring(answer.content)

    def spoken(self, *args):
        """Return the language of a page of ours."""
        return self.page_text(*args).get("lang").replace("-", "_")

    def pages(self):
        return (f"{self.url}?access_token={self.token}", f"/repair/status/{self.status}")

    def words_of_rating(self, browser):
        page = self.page_text(f"/rate/{self.rating}/5", browser)
        return page.xpath("//main")[0].text_content()

    def test_in_the_language_of_the_customer(self):
        for lang, day in DAY.items():
            self.speaks_of(lang)
            for browser in (ENGLISH, CHINESE):
                with self.subTest(lang=lang, browser=browser):
                    for url in self.pages():
                        page = self.page_text(url, browser)
                        self.assertEqual(page.get("lang"), lang.replace("_", "-"), url)
                        self.assertIn(day, page.text_content())
                    words = self.words_of_rating(browser)
                    self.assertEqual(bool(IDEOGRAPH.search(words)), lang == "zh_CN", words)

    def test_who_has_no_language_gets_that_of_the_browser(self):
        self.speaks_of(None)
        for browser, lang in ((ENGLISH, "en_US"), (CHINESE, "zh_CN")):
            for url in self.pages():
                self.assertEqual(self.spoken(url, browser), lang)

    def test_a_language_that_is_not_installed_is_no_error(self):
        self.speaks_of("fr_FR")
        for url in self.pages():
            self.assertEqual(self.spoken(url, ENGLISH), "en_US")

    def test_what_they_choose_is_kept(self):
        self.speaks_of("zh_CN")
        for url in self.pages():
            self.assertEqual(self.spoken(url, ENGLISH), "zh_CN")
            self.assertEqual(self.again(f"/en{url}", ENGLISH).get("lang"), "en-US")
            self.assertEqual(self.again(url, ENGLISH).get("lang"), "en-US")

    def test_with_a_login_too(self):
        self.speaks_of("zh_CN")
        for url in ("/my/cases", self.url):
            self.assertEqual(self.spoken(url, ENGLISH, "rcs_ann"), "zh_CN", url)
        self.assertEqual(self.spoken(self.url, ENGLISH, "rcs_agent"), "en_US")
