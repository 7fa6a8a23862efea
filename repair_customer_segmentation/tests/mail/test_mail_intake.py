from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.desk import MONDAY, DeskCase

MAIL = """\
From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{number}@example.com>
Date: Mon, 13 Jan 2025 10:00:00 +0100
{headers}Content-Type: text/plain; charset=utf-8

{body}
"""


@tagged("post_install", "-at_install")
class TestMailIntake(DeskCase):
    """Real mails to the address of a team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "repair-test.example"})
        cls.company.alias_domain_id = domain
        cls.leader = cls.user("rcs_leader", "user_all", email="leader@repair-test.example")
        cls.type = cls.env["repair.case.type"].create({"name": "By Mail", "impact": "3"})
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Mail Team",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "alias_name": "workshop-test",
                "alias_domain_id": domain.id,
                "mail_type_id": cls.type.id,
            }
        )
        cls.ann.email = "Ann <ann@customer.example>"

    def mail(
        self, sender="ann@customer.example", subject="It leaks", number="m1", headers="", to=None
    ):
        """Receive a mail; return the cases of the team that it opened."""
        cases = self.env["repair.case"]
        before = cases.search([("company_id", "=", self.company.id)])
        raw = MAIL.format(
            sender=sender,
            to="workshop-test@repair-test.example",
            subject=subject,
            number=number,
            headers=headers,
            body="Since this morning.",
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, raw)
        return cases.search([("company_id", "=", self.company.id)]) - before

    def test_a_known_sender_opens_a_case(self):
        case = self.mail()
        self.assertRecordValues(
            case,
            [
                {
                    "name": "It leaks",
                    "partner_id": self.ann.id,
                    "team_id": self.team.id,
                    "company_id": self.company.id,
                    "type_id": self.type.id,
                    "impact": "3",
                    "channel_id": self.env.ref(
                        "repair_customer_segmentation.repair_case_channel_email"
                    ).id,
                }
            ],
        )
        self.assertIn("Since this morning", case.description)

    def test_an_unknown_sender_becomes_a_contact(self):
        case = self.mail('"New Man" <new@customer.example>')
        self.assertRecordValues(
            case.partner_id, [{"name": "New Man", "email": "new@customer.example"}]
        )

    def test_an_unknown_sender_is_left_to_the_desk(self):
        self.team.mail_unknown = "desk"
        self.assertFalse(self.mail("new@customer.example"))
        self.assertFalse(
            self.env["res.partner"].search([("email_normalized", "=", "new@customer.example")])
        )
        self.assertEqual(self.team.activity_ids.user_id, self.leader)
        self.assertIn("Since this morning", "".join(self.team.message_ids.mapped("body")))

    def test_the_same_mail_twice_opens_one_case(self):
        self.assertEqual(len(self.mail()), 1)
        self.assertFalse(self.mail())

    def test_automatic_mails_open_none(self):
        for position, headers in enumerate(
            (
                "Auto-Submitted: auto-replied\n",
                "Auto-Submitted: auto-generated; type=x\n",
                "Precedence: bulk\n",
                "X-Autoreply: yes\n",
            )
        ):
            with self.subTest(headers=headers):
                self.assertFalse(self.mail(number=f"auto{position}", headers=headers))
        self.assertFalse(self.mail("MAILER-DAEMON@customer.example", number="bounce"))
        self.assertTrue(self.mail(number="person", headers="Auto-Submitted: no\n"))

    def test_a_flood_of_mails_is_stopped(self):
        self.env["ir.config_parameter"].sudo().set_param("mail.gateway.loop.threshold", 3)
        opened = [len(self.mail(number=f"flood{i}")) for i in range(5)]
        self.assertEqual(opened, [1, 1, 1, 0, 0])

    def answer(self, case, number="answer", headers=""):
        parent = case.message_ids[-1:].message_id
        return self.mail(
            number=number, subject="Re: It leaks", headers=f"References: {parent}\n{headers}"
        )

    def test_an_answer_stays_on_its_case(self):
        case = self.mail()
        self.assertFalse(self.answer(case))
        self.assertIn("Re: It leaks", case.message_ids.mapped("subject"))

    def closed_case(self):
        case = self.mail()
        case.user_id = self.leader
        case.action_close()
        return case

    def test_an_answer_reopens_a_closed_case_in_time(self):
        case = self.closed_case()
        with freeze_time(MONDAY + timedelta(days=14)):
            self.assertFalse(self.answer(case))
        self.assertEqual(case.state, "open")
        self.assertFalse(case.activity_ids)

    def test_a_late_answer_asks_the_assignee(self):
        case = self.closed_case()
        with freeze_time(MONDAY + timedelta(days=14, seconds=1)):
            self.assertFalse(self.answer(case))
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.activity_ids.user_id, self.leader)

    def test_a_team_may_leave_closed_cases_closed(self):
        self.team.mail_closed = "activity"
        case = self.closed_case()
        self.answer(case)
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.activity_ids.user_id, self.leader)

    def test_an_absence_note_reopens_nothing(self):
        case = self.closed_case()
        self.answer(case, headers="Auto-Submitted: auto-replied\n")
        self.assertEqual(case.state, "closed")
        self.assertFalse(case.activity_ids)
        self.assertIn("Re: It leaks", case.message_ids.mapped("subject"))
