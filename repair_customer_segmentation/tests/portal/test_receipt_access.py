import json

from odoo import http
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged, users
from odoo.tools import mute_logger

from ..bases.portal_pages import PortalHttpCase
from .test_receipt import LABEL, RECEIPT

QUIET = ("odoo.http", "odoo.addons.web.controllers.report", "odoo.addons.base.models.ir_rule")
SECRETS = ("Dishwasher", "SN-ANN-7", "Acme", "Scratch")


@tagged("post_install", "-at_install")
class TestReceiptAccess(PortalHttpCase):
    """Receipt and label are printed by those who may read the case, and by nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case.condition = "Scratch on the door"
        company = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        new_test_user(cls.env, "rcs_employee", groups="base.group_user", **company)
        cls.own = cls.user("rcs_own", "user")

    def assertRefused(self, login):
        for report in (RECEIPT, LABEL):
            for converter in ("html", "pdf", "text"):
                with self.subTest(login=login, report=report, converter=converter):
                    answer = self.get(f"/report/{converter}/{report}/{self.case.id}", login)
                    self.assertEqual(answer.status_code, 403)
                    for secret in SECRETS:
                        self.assertNotIn(secret, answer.text)
            with self.subTest(login=login, report=report, converter="download"):
                self.authenticate(login, login)
                answer = self.url_open(
                    "/report/download",
                    data={
                        "data": json.dumps([f"/report/pdf/{report}/{self.case.id}", "qweb-pdf"]),
                        "csrf_token": http.Request.csrf_token(self),
                    },
                )
                self.assertIn("odoo.exceptions.AccessError", answer.text)
                for secret in SECRETS:
                    self.assertNotIn(secret, answer.text)

    @mute_logger(*QUIET)
    def test_customers_print_nothing_not_even_their_own(self):
        self.assertRefused("rcs_carl")
        self.assertRefused("rcs_ann")

    @mute_logger(*QUIET)
    def test_employees_without_a_right_to_cases(self):
        self.assertRefused("rcs_employee")

    @mute_logger(*QUIET)
    def test_who_has_cases_of_their_own_alone(self):
        self.assertRefused("rcs_own")
        self.case.user_id = self.own
        answer = self.get(f"/report/html/{RECEIPT}/{self.case.id}", "rcs_own")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Scratch on the door", answer.text)

    @mute_logger(*QUIET)
    def test_a_confidential_case_is_printed_by_those_who_see_it(self):
        self.case.write({"is_confidential": True, "user_id": False, "team_id": False})
        self.case.message_unsubscribe(self.case.message_partner_ids.ids)
        self.assertRefused("rcs_agent")

    @mute_logger(*QUIET)
    def test_without_a_login_there_is_the_login(self):
        self.authenticate(None, None)
        answer = self.url_open(f"/report/html/{RECEIPT}/{self.case.id}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_who_is_refused_makes_no_link(self):
        for user in (self.own, self.ann.user_ids):
            with self.assertRaises(AccessError):
                self.case.with_user(user)._status_link()
        self.assertFalse(self.case.sudo().status_code)

    @users("rcs_agent")
    def test_both_are_in_the_print_menu_of_those_who_work_with_cases(self):
        bindings = self.env["ir.actions.actions"].get_bindings("repair.case")
        names = {action["name"] for action in bindings["report"]}
        self.assertLessEqual({"Receipt", "Device Label"}, names)
