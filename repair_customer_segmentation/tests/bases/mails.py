"""What tests of the mail gateway begin with: a team with an address, and mails as bytes."""

import base64
from itertools import count

from odoo.tools import mute_logger

from .desk import DeskCase

NUMBERS = count(1)
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def word(text, charset="utf-8", codec=None):
    """Return text as mail programs write it into a header."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(codec or charset)).decode()}?="


def body(text, charset, codec=None, kind="plain"):
    """Return the headers and content of a text, in base64."""
    return (
        f"MIME-Version: 1.0\nContent-Type: text/{kind}; charset={charset}\n"
        "Content-Transfer-Encoding: base64\n\n"
        f"{base64.b64encode(text.encode(codec or charset)).decode()}\n"
    )


class MailCase(DeskCase):
    """A team with an address, whose leader hears by mail, and Ann, a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "desk.example", "catchall_alias": "answers", "bounce_alias": "returned"}
        )
        cls.company.write({"alias_domain_id": cls.domain.id, "email": "office@desk.example"})
        cls.leader = cls.user(
            "rcs_leader", "user_all", email="leader@desk.example", notification_type="email"
        )
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Mail Team",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "alias_name": "workshop-test",
                "alias_domain_id": cls.domain.id,
            }
        )
        cls.address = "workshop-test@desk.example"
        cls.ann.email = "ann@customer.example"
        cls.env["ir.mail_server"].search([]).active = False

    def all_cases(self):
        cases = self.env["repair.case"].with_context(active_test=False)
        return cases.search([("company_id", "=", self.company.id)])

    def gateway(self, raw):
        """Take in a mail as the mail server hands it over; return the cases that it opened.

        :param raw: bytes, or text that is sent as UTF-8
        """
        before = self.all_cases()
        raw = raw.encode() if isinstance(raw, str) else raw
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, raw)
        self.settle()
        return self.all_cases() - before

    def settle(self):
        """Send what waits for the end of the transaction."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        self.env.invalidate_all()

    def mail(
        self, sender="ann@customer.example", subject="It leaks", headers="", to=None, rest=None
    ):
        """Take in a plain mail; return the cases that it opened.

        :param str headers: more of them, each with its end of line
        :param str rest: headers and content of the text
        """
        return self.gateway(
            f"From: {sender}\nTo: {to or self.address}\nSubject: {subject}\n"
            f"Message-Id: <{next(NUMBERS)}@customer.example>\n{headers}"
            + (rest or "Content-Type: text/plain; charset=utf-8\n\nSince this morning.\n")
        )

    def case_by_mail(self, subject="It leaks", **values):
        """Return a case of Ann's that the leader works on."""
        case = self.mail(subject=subject)
        case.ensure_one()
        case.write({"user_id": self.leader.id, **values})
        return case

    def write_to(self, case, partner=None, text="Which model?"):
        """Have the leader write to somebody about a case, by mail; return the message."""
        message = case.with_user(self.leader).message_post(
            body=text,
            partner_ids=(partner or self.ann).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.settle()
        return message

    def sent(self, message=None):
        """Return the mails that go out, of a message or all, the first one first."""
        mails = self.env["mail.mail"].sudo()
        domain = [("mail_message_id", "=", message.id)] if message else []
        return mails.search(domain, order="id")
