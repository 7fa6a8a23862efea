from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestCaseCorrected(PortalCase, HttpCase):
    """The customer of a case was the wrong one: access goes with the customer."""

    def setUp(self):
        super().setUp()
        self.supplier = self.customer("Supplier", email="supplier@parts.example.com")
        self.case.message_subscribe(
            (self.ann | self.bob | self.supplier | self.agent.partner_id).ids
        )
        self.token = self.case._portal_ensure_token()

    def correct(self, partner):
        self.case.with_user(self.agent).write({"partner_id": partner.id, "device_id": False})

    def test_to_somebody_else(self):
        self.correct(self.carl)
        self.assertEqual(
            self.case.message_partner_ids, self.carl | self.supplier | self.agent.partner_id
        )
        message = self.case.with_user(self.agent).message_post(
            body="For Carl", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertIn(self.carl, message.notified_partner_ids)
        self.assertFalse((self.ann | self.bob) & message.notified_partner_ids)

    def test_the_old_link_leads_nowhere(self):
        self.correct(self.carl)
        self.authenticate(None, None)
        page = self.url_open(f"/my/cases/{self.case.id}?access_token={self.token}")
        self.assertIn("/web/login", page.url)
        with mute_logger("odoo.http"):
            closed = self.url_open(
                f"/my/cases/{self.case.id}/close",
                data={"access_token": self.token, "csrf_token": http.Request.csrf_token(self)},
            )
        self.assertEqual(closed.status_code, 404)
        self.assertEqual(self.case.state, "open")
        for login, status in (("rcs_ann", 404), ("rcs_bob", 404), ("rcs_carl", 200)):
            self.authenticate(login, login)
            with self.subTest(login=login), mute_logger("odoo.http"):
                page = self.url_open(f"/my/cases/{self.case.id}?access_token={self.token}")
                self.assertEqual(page.status_code, status)

    def test_to_a_colleague_of_the_same_company(self):
        dan = self.customer("Dan", parent_id=self.acme.id)
        self.case.message_subscribe(dan.ids)
        self.case.message_unsubscribe(self.bob.ids)
        self.correct(self.bob)
        self.assertEqual(
            self.case.message_partner_ids,
            self.bob | dan | self.supplier | self.agent.partner_id,
        )
        self.assertNotEqual(self.case.access_token, self.token)

    def test_a_customer_who_did_not_follow_follows_not(self):
        self.case.message_unsubscribe((self.ann | self.bob).ids)
        self.correct(self.carl)
        self.assertNotIn(self.carl, self.case.message_partner_ids)

    def test_copies_by_mail(self):
        self.case.email_cc = "Bob <bob@acme.example.com>, boss@elsewhere.example.com"
        self.correct(self.carl)
        self.assertEqual(self.case.email_cc, "boss@elsewhere.example.com")

    def test_the_question_how_satisfied_they_are(self):
        self.case.action_close()
        asked = self.case.rating_ids
        self.assertEqual(asked.partner_id, self.ann)
        token = asked.access_token
        self.correct(self.carl)
        self.assertEqual(self.case.rating_ids.partner_id, self.carl)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(f"/rate/{token}/5").status_code, 404)

    def test_the_same_customer_again_changes_nothing(self):
        self.correct(self.ann)
        self.assertIn(self.ann, self.case.message_partner_ids)
        self.assertEqual(self.case.access_token, self.token)
