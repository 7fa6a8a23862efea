from datetime import timedelta

from odoo.tests import tagged

from ..bases.desk import MONDAY
from ..bases.mails import MailCase, word


@tagged("post_install", "-at_install")
class TestMailReaches(MailCase):
    """A mail about a case reaches whom it is for, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.ann = cls.ann.with_env(cls.env)
        cls.ben = cls.user("rcs_ben", "user_all", email="ben@desk.example")
        cls.ben.notification_type = "email"
        cls.parts = cls.customer("Parts Ltd", email="parts@supplier.example")

    def arrives(self, case, **mail):
        """Take in a mail to a case; return its message, and the addresses that got it."""
        before = case.message_ids
        self.assertFalse(self.mail(**mail))
        message = (case.message_ids - before).filtered(lambda m: m.message_type == "email")
        self.assertEqual(len(message), 1)
        return message, set(self.sent(message).recipient_ids.mapped("email"))

    def answer(self, message):
        return {"headers": f"References: {message.message_id}\n", "subject": "Re: x"}

    def test_an_answer_to_a_mail_of_the_desk_stays_at_the_desk(self):
        self.stage_open.mail_template_id = self.env.ref(
            "repair_customer_segmentation.mail_template_case_received"
        )
        for confidential in (False, True):
            case = self.case_by_mail(is_confidential=confidential)
            self.settle()
            receipt = case.message_ids.filtered(lambda m: self.ann in m.notified_partner_ids)
            receipt = receipt or self.write_to(case)
            _message, reached = self.arrives(case, **self.answer(receipt))
            self.assertEqual(reached, {"leader@desk.example"})

    def test_who_left_gets_no_more(self):
        case = self.case_by_mail()
        written = case.with_user(self.ben).message_post(
            body="x", partner_ids=self.ann.ids, message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )  # fmt: skip
        own = self.case(self.ben.partner_id)
        own.message_subscribe(self.ben.partner_id.ids)
        self.team.message_subscribe(self.ben.partner_id.ids)
        self.settle()
        self.ben.active = False
        _message, reached = self.arrives(case, **self.answer(written))
        self.assertEqual(reached, {"leader@desk.example"})
        self.assertIn(self.ben.partner_id, own.message_partner_ids)
        self.assertNotIn(self.ben.partner_id, self.team.message_partner_ids)

    def test_an_answer_that_the_absent_alone_got_is_told_of(self):
        case = self.case_by_mail()
        written = case.with_user(self.ben).message_post(
            body="x", partner_ids=self.parts.ids, message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )  # fmt: skip
        self.settle()
        mail = {"sender": "parts@supplier.example", **self.answer(written)}
        self.arrives(case, **mail)
        self.assertFalse(case.activity_ids)
        self.ben.write(
            {
                "out_of_office_from": MONDAY - timedelta(days=1),
                "out_of_office_to": MONDAY + timedelta(days=1),
            }
        )
        self.arrives(case, **mail)
        self.assertEqual(case.activity_ids.user_id, self.leader)

    def test_a_private_answer_is_told_of(self):
        case = self.case_by_mail()
        note = case.with_user(self.ben).message_post(
            body="x", partner_ids=self.ann.ids, message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.settle()
        _message, reached = self.arrives(case, **self.answer(note))
        self.assertEqual(reached, {"ben@desk.example"})
        self.assertEqual(case.activity_ids.user_id, self.leader)

    def test_an_answer_of_ours_without_a_reference_reaches_the_customer(self):
        case = self.case_by_mail()
        told = self.sent(case.message_ids.filtered(lambda m: m.message_type == "email"))
        subject = told[0]._prepare_outgoing_list()[0]["subject"]
        _message, reached = self.arrives(
            case, sender="ben@desk.example", subject=word(f"回复\uff1a{subject}", "gb18030")
        )
        self.assertEqual(reached, {"ann@customer.example", "leader@desk.example"})
        self.assertTrue(case.first_response_date)

    def test_what_is_for_a_supplier_is_not_for_the_customer(self):
        case = self.case_by_mail()
        case.message_subscribe(self.ann.ids)
        self.arrives(
            case,
            sender="parts@supplier.example",
            headers=self.answer(self.write_to(case, self.parts))["headers"],
            subject="Our offer",
        )
        for subject, reached in (
            (f"Re: Our offer [{case.reference}]", {"parts@supplier.example"}),
            (f"Re: [{case.reference}] of my own", set()),
            (f"Fwd: It leaks [{case.reference}]", set()),
        ):
            with self.subTest(subject=subject):
                note, got = self.arrives(case, sender="leader@desk.example", subject=subject)
                self.assertTrue(note.is_internal)
                self.assertEqual(got, reached)
        self.assertEqual(case.activity_ids.user_id, self.leader)
        self.assertIn("kept as a note", case.activity_ids.summary)

    def test_what_ours_send_to_the_customer_as_well_is_an_answer(self):
        case = self.case_by_mail()
        message, reached = self.arrives(
            case,
            sender="leader@desk.example",
            to=f"ann@customer.example, {self.address}",
            subject=f"Visit {case.reference}",
        )
        self.assertFalse(message.is_internal)
        self.assertNotIn("ann@customer.example", reached)
        self.assertTrue(case.first_response_date)

    def test_what_ours_pass_on_is_a_note(self):
        case = self.case_by_mail()
        case.message_subscribe(self.ann.ids)
        parent = case.message_ids.filtered(lambda m: m.message_type == "email")
        for subject in ("Fwd: prices", "WG: prices", word("转发\uff1aprices")):
            note, reached = self.arrives(
                case,
                sender="ben@desk.example",
                subject=subject,
                headers=f"References: {parent.message_id}\n",
            )
            self.assertTrue(note.is_internal)
            self.assertFalse(reached)
        self.assertFalse(case.first_response_date)
