from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.portal import PortalCase

MAIL = """\
From: Ann <ann@acme.example.com>
To: workshop-sender@sender.example
Subject: It leaks
Message-Id: <sender-1@acme.example.com>
Content-Type: text/plain; charset=utf-8

Since this morning.
"""


@tagged("post_install", "-at_install")
class TestCaseSender(PortalCase):
    """Who a customer reads as the sender of mails that no person wrote."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.case = cls.case.with_env(cls.env)
        cls.domain = cls.env["mail.alias.domain"].create({"name": "sender.example"})
        cls.company.write({"email": "info@sender.example", "alias_domain_id": cls.domain.id})
        cls.team.write({"alias_name": "workshop-sender", "alias_domain_id": cls.domain.id})
        for stage, name in (
            (cls.stage_open, "received"),
            (cls.stage_waiting, "waiting"),
            (cls.stage_closed, "done"),
        ):
            stage.mail_template_id = cls.env.ref(
                f"repair_customer_segmentation.mail_template_case_{name}"
            )

    def senders(self, case):
        """Return the From of each mail that the case sent to its customer by itself."""
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            self.env.flush_all()
            self.env.cr.precommit.run()
        messages = case.message_ids.filtered(
            lambda m: m.message_type == "auto_comment" or "/rate/" in (m.body or "")
        )
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "in", messages.ids)])
        self.assertEqual(mails.mapped("email_from"), messages.mapped("email_from"))
        self.assertLessEqual(messages.author_id, self.company.partner_id)
        return [(m.author_id.name, m.email_from) for m in messages.sorted("id")]

    def expected(self, address, count=1):
        name = self.company.name
        return [(name, f'"{name}" <{address}>')] * count

    def test_a_case_by_mail(self):
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].with_user(self.env.ref("base.user_root")).message_process(
                None, MAIL
            )
        case = self.env["repair.case"].search([("name", "=", "It leaks")])
        self.assertEqual(case.partner_id, self.ann)
        self.assertEqual(self.senders(case), self.expected("workshop-sender@sender.example"))

    def test_a_case_by_portal(self):
        cases = self.env["repair.case"].with_user(self.ann.user_ids)
        case = cases._portal_report(
            {"name": "Kettle", "description": "Leaks", "type_id": str(self.kind.id)}
        )
        case = case.with_env(self.env)
        self.assertEqual(self.senders(case), self.expected("info@sender.example"))

    def test_the_customer_closes_it(self):
        self.senders(self.case)
        self.case.with_user(self.ann.user_ids).sudo()._portal_close()
        self.assertEqual(
            self.senders(self.case)[-2:], self.expected("workshop-sender@sender.example", 2)
        )

    def test_an_agent_moves_it(self):
        self.senders(self.case)
        self.case.with_user(self.agent).stage_id = self.stage_waiting
        self.assertEqual(
            self.senders(self.case)[-1:], self.expected("workshop-sender@sender.example")
        )

    def test_a_company_without_an_address(self):
        self.company.write({"email": False, "alias_domain_id": False})
        self.team.alias_name = False
        case = self.open_case(self.ann, user_id=self.agent.id)
        self.assertEqual(self.senders(case), self.expected("agent@repair.example.com"))

    def test_a_template_that_names_its_sender(self):
        self.stage_open.mail_template_id.email_from = "boss@sender.example"
        case = self.open_case(self.ann)
        self.env.cr.precommit.run()
        self.assertEqual(
            case.message_ids.filtered(lambda m: m.message_type == "auto_comment").email_from,
            "boss@sender.example",
        )
