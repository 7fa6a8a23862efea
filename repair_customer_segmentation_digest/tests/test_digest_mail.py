# ruff: noqa: RUF001 - Chinese has punctuation of its own
from lxml import html

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.review import ReviewCase

from ..models.digest_digest import KPI_ACTIONS
from .common import KPIS, DigestTests

MODULES = ["repair_customer_segmentation", "repair_customer_segmentation_digest", "digest"]


@tagged("post_install", "-at_install")
class TestDigestMail(DigestTests, ReviewCase):
    """The email that a recipient gets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["repair.feedback"]._record(
            [
                {
                    "partner_id": cls.ann.id,
                    "company_id": cls.company.id,
                    "date": "2025-01-12 10:00:00",
                    "way": "phone",
                    "score": score,
                }
                for score in (5, 5, 4, 1)
            ]
        )

    def sent(self, *users):
        """Send a digest, and return login -> the email as a tree."""
        everybody = self.env["res.users"].union(*users)
        for user in everybody:
            user.email = f"{user.login}@example.com"
        before = self.env["mail.mail"].search([])
        self.make_digest(everybody).action_send_manual()
        mails = self.env["mail.mail"].search([]) - before
        return {
            user.login: html.fromstring(
                mails.filtered(lambda m, u=user: f"{u.login}@" in m.email_to).body_html
            )
            for user in everybody
        }

    def figures(self, mail):
        """Return name -> the words of its table."""
        return {
            table.get("data-field"): " ".join(table.text_content().split())
            for table in mail.xpath("//table[@data-field]")
        }

    def test_to_each_what_they_may_see(self):
        employee = self.user("rcs_employee")
        mails = self.sent(self.manager, self.agent, employee)
        found = self.figures(mails["rcs_manager"])
        self.assertEqual(set(found), {*KPIS[:3]})
        words = found["kpi_repair_satisfied"]
        self.assertIn("Satisfied Customers", words)
        self.assertIn("75% Last 24 hours (answers: 4)", words)
        self.assertFalse(self.figures(mails["rcs_employee"]))
        self.assertNotIn("75%", mails["rcs_employee"].text_content())
        links = mails["rcs_manager"].xpath("//table[@data-field]//a/@href")
        self.assertEqual(len(links), 3)
        for link in links:
            self.assertRegex(link, r"/odoo/action-repair_customer_segmentation\.\w+\?menu_id=\d+$")

    def test_in_the_language_of_the_recipient(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(MODULES, ["zh_CN"])
        self.manager.lang = "zh_CN"
        words = self.figures(self.sent(self.manager)["rcs_manager"])["kpi_repair_satisfied"]
        self.assertIn("75%", words)
        self.assertIn("回答数：4", words)
        self.assertNotIn("Satisfied", words)

    def test_form_shows_them_to_the_desk(self):
        boss = new_test_user(
            self.env,
            "rcs_boss",
            groups="base.group_erp_manager,repair_customer_segmentation.group_manager",
        )
        admin = new_test_user(self.env, "rcs_admin", groups="base.group_erp_manager")
        view = self.env.ref("digest.digest_digest_view_form").id
        for user, is_there in ((boss, True), (admin, False)):
            arch = self.env["digest.digest"].with_user(user).get_view(view)["arch"]
            for kpi in KPIS:
                self.assertEqual(f'name="{kpi}"' in arch, is_there, (user.login, kpi))

    def test_the_shipped_digest_has_them(self):
        digest = self.env.ref("digest.digest_digest_default")
        self.assertTrue(all(digest[kpi] for kpi in KPIS))


@tagged("post_install", "-at_install")
class TestDigestLinks(HttpCase):
    """Each figure leads to what it is made of."""

    def test_links(self):
        company = self.env["res.company"].create({"name": "Link Company"})
        user = new_test_user(
            self.env,
            "link_manager",
            groups="base.group_user,repair_customer_segmentation.group_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        digest = self.env.ref("digest.digest_digest_default")
        links = digest._compute_kpis_actions(company, user)
        for kpi, action in KPI_ACTIONS.items():
            name = self.env.ref(action).name
            self.browser_js(
                f"/odoo/action-{links[kpi]}",
                "console.log('test successful')",
                ready=f"document.querySelector('.o_breadcrumb')?.textContent.includes('{name}')",
                login="link_manager",
            )
