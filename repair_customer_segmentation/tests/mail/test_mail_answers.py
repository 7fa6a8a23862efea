from odoo.tests import tagged

from ..bases.mails import MailCase, word


@tagged("post_install", "-at_install")
class TestMailAnswers(MailCase):
    """Answers arrive on their case, with and without a reference to the mail that they answer."""

    def arrives(self, case, **mail):
        """Assert that a mail lands on a case, and opens none; return its message."""
        before = case.message_ids
        self.assertFalse(self.mail(**mail))
        message = case.message_ids - before
        self.assertEqual(len(message), 1, mail)
        return message

    def outgoing(self, message):
        return self.sent(message)[:1]._prepare_outgoing_list()[0]

    def test_answers_come_to_the_team(self):
        case = self.case_by_mail()
        mail = self.outgoing(self.write_to(case))
        self.assertIn(self.address, mail["reply_to"])
        self.assertIn(case.reference, mail["subject"])

    def test_every_mail_of_a_case_has_its_number(self):
        case = self.case_by_mail()
        message = case.with_user(self.leader).message_post(
            subject="A pump", body="x", partner_ids=self.ann.ids,
            message_type="comment", subtype_xmlid="mail.mt_comment",
        )  # fmt: skip
        self.settle()
        self.assertEqual(self.outgoing(message)["subject"], f"A pump [{case.reference}]")

    def test_an_answer_of_qq_mail(self):
        case = self.case_by_mail()
        mail = self.outgoing(self.write_to(case))
        for charset in ("utf-8", "gb18030"):
            self.arrives(
                case,
                sender='"=?utf-8?B?5byg5LiJ?=" <ann@customer.example>',
                to=f'"{word("维修部")}" <{self.address}>',
                subject=word("回复\uff1a" + mail["subject"], charset),
                headers="X-QQ-MIME: TCMime 1.0 by Tencent\nX-Mailer: QQMail 2.x\n",
            )

    def test_an_answer_to_the_catchall(self):
        case = self.case_by_mail()
        subject = self.outgoing(self.write_to(case))["subject"]
        for prefix in (
            "Re: ",
            "回复\uff1a",
            "答复: ",
            "回覆\uff1a",
            "RE\uff1a",
            "Aw: ",
            "Re[2]: ",
            "",
        ):
            self.arrives(case, to="answers@desk.example", subject=word(prefix + subject))

    def test_an_answer_to_the_catchall_without_a_number(self):
        other = self.case_by_mail("Something else")
        case = self.case_by_mail("It leaks")
        self.write_to(other)
        self.write_to(case)
        self.arrives(case, to="answers@desk.example", subject=word("照片"))
        self.arrives(other, to="answers@desk.example", subject="Re: Something else")
        self.assertFalse(self.sent().filtered(lambda m: "MAILER-DAEMON" in m.email_from))

    def test_a_number_in_the_address(self):
        case = self.case_by_mail()
        for name in ("answers", "workshop-test"):
            self.arrives(case, to=f"{name}+{case.reference}@desk.example", subject="Photo")
        stranger = self.mail("eve@else.example", to=f"workshop-test+{case.reference}@desk.example")
        self.assertEqual(len(stranger), 1)

    def test_the_number_of_a_merged_case(self):
        kept, other = self.case_by_mail(), self.case_by_mail("Leaks again")
        kept._merge(other)
        self.settle()
        self.arrives(kept, subject=f"Re: {other.reference}")

    def test_by_the_subject_of_an_answer(self):
        case = self.case_by_mail("Kettle leaks")
        newer = self.mail(subject="Lamp broken")
        self.arrives(case, subject="Re: Kettle leaks")
        self.arrives(newer, subject=word("回复: LAMP broken"))
        self.assertEqual(len(self.mail(subject="Kettle leaks")), 1)

    def test_how_answers_begin(self):
        case = self.case_by_mail("Kettle leaks")
        for subject in (
            "Antwort: Kettle leaks", "R: Kettle leaks", "RES: Kettle leaks", "Re^2: Kettle leaks",
            "[EXTERN] AW: Kettle leaks", "【外部邮件】回复\uff1aKettle leaks",
            "Re: [EXTERNAL] Re: Kettle leaks", "Odp: Kettle leaks", "返信: Kettle leaks",
        ):  # fmt: skip
            self.arrives(case, subject=word(subject))
        self.assertTrue(self.mail(subject="[EXTERN] Kettle leaks"))

    def other_company(self):
        """Return the team of another company, with addresses of its own, and a case of Ann's."""
        domain = self.env["mail.alias.domain"].create(
            {"name": "other.example", "catchall_alias": "answers", "bounce_alias": "returned"}
        )
        company = self.env["res.company"].create(
            {"name": "Other", "alias_domain_id": domain.id, "email": "office@other.example"}
        )
        team = self.env["repair.case.team"].create(
            {
                "name": "Other Team",
                "company_id": company.id,
                "alias_name": "workshop-test",
                "alias_domain_id": domain.id,
            }
        )
        self.leader.company_ids += company
        cases = self.env["repair.case"]
        before = cases.search([])
        self.mail(to="workshop-test@other.example", subject="Lamp broken")
        case = cases.search([]) - before
        self.assertRecordValues(case, [{"company_id": company.id, "team_id": team.id}])
        return case

    def test_answers_to_two_companies(self):
        theirs = self.other_company()
        ours = self.case_by_mail("Kettle leaks")
        companies = (self.company | theirs.company_id).ids
        for case in (theirs, ours):
            self.write_to(case.with_context(allowed_company_ids=companies))
        at_theirs, at_ours = "workshop-test@other.example", self.address
        self.arrives(theirs, to="answers@other.example", subject="Photo")
        self.arrives(ours, to="answers@desk.example", subject="Photo")
        theirs.reference = ours.reference = "C77777"
        for case, to in (
            (theirs, at_theirs),
            (ours, at_ours),
            (theirs, "answers@other.example"),
            (ours, "answers@desk.example"),
            (ours, "workshop-test+C77777@desk.example"),
        ):
            self.arrives(case, to=to, subject="Re: C77777")
        theirs.reference = "C88888"
        self.arrives(theirs, to=at_ours, subject="Re: C88888")
        before = ours.message_ids
        self.mail(to=at_theirs, subject="Re: Kettle leaks")
        self.assertEqual(ours.message_ids, before)

    def test_our_own_addresses_get_no_copies(self):
        own = f"{self.address}, A <workshop-test+x@desk.example>, answers@desk.example"
        case = self.mail(headers=f"Cc: {own}, Eve <eve@else.example>, office@desk.example\n")
        self.assertEqual(case.email_cc, '"Eve" <eve@else.example>')
        self.arrives(case, subject=f"Re: {case.reference}", headers=f"Cc: {own}\n")
        self.assertEqual(case.email_cc, '"Eve" <eve@else.example>')

    def test_our_addresses_are_looked_up_at_once(self):
        def queries(count):
            copies = ", ".join(f"copy{i}@else.example" for i in range(count))
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.mail(headers=f"Cc: {copies}\n")), 1)
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertLess(queries(60) - queries(10), 25)

    def test_numbers_of_other_shapes(self):
        case = self.case_by_mail()
        for number in ("WX-2024/001", "工单00042", "10437"):
            case.reference = number
            self.arrives(case, subject=word(f"回复\uff1a{number}的照片"))
        self.assertTrue(self.mail(subject="10437 lamps are broken"))
        self.assertTrue(self.mail(subject="Re: 9104370 lamps"))

    def test_colleagues_of_the_customer_and_followers(self):
        firm = self.customer("Firm", is_company=True)
        self.ann.parent_id = firm
        self.customer("Bob", email="bob@customer.example", parent_id=firm.id)
        landlord = self.customer("Landlord", email="landlord@house.example")
        case = self.case_by_mail()
        case.message_subscribe(landlord.ids)
        for sender in ("bob@customer.example", "landlord@house.example"):
            self.arrives(case, sender=sender, subject=f"{case.reference}")
        self.arrives(case, sender="leader@desk.example", subject=f"Re: {case.reference} by phone")

    def test_strangers_with_a_number(self):
        case = self.case_by_mail()
        before = case.message_ids
        for sender in ("eve@else.example", "rcs_none@desk.example"):
            opened = self.mail(sender, subject=f"Re: {case.reference} It leaks")
            self.assertEqual(len(opened), 1)
            self.assertFalse(
                self.mail(sender + ".x", f"Re: {case.reference}", to="answers@desk.example")
            )
        self.assertEqual(case.message_ids, before)

    def test_who_may_not_see_a_case_does_not_get_in_by_its_number(self):
        self.user("rcs_own", "user", email="own@desk.example")
        case = self.case_by_mail()
        self.assertEqual(len(self.mail("own@desk.example", f"Re: {case.reference}")), 1)

    def supplier_on(self, case):
        supplier = self.customer("Parts Ltd", email="parts@supplier.example")
        message = self.write_to(case, supplier, "A pump please")
        return {
            "sender": "parts@supplier.example",
            "subject": "Invoice",
            "to": "answers@desk.example",
            "headers": f"In-Reply-To: {message.message_id}\n",
        }

    def test_a_supplier_is_noted_and_heard_of(self):
        case = self.case_by_mail()
        case.message_subscribe(self.ann.ids)
        self.write_to(case)
        mail = self.supplier_on(case)
        note = self.arrives(case, **mail)
        self.assertTrue(note.is_internal)
        self.assertEqual(note.notified_partner_ids, self.leader.partner_id)
        self.assertNotIn(self.ann, self.sent(note).recipient_ids)

    def test_a_supplier_reopens_nothing(self):
        case = self.case_by_mail()
        self.stage_open.mail_template_id = self.env.ref(
            "repair_customer_segmentation.mail_template_case_received"
        )
        mail = self.supplier_on(case)
        case.action_close()
        self.settle()
        self.arrives(case, **mail)
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.activity_ids.user_id, self.leader)
        self.assertNotIn(self.ann, self.sent()[-1:].recipient_ids)

    def test_a_strangers_copy_is_nobody_to_answer(self):
        case = self.case_by_mail()
        mail = self.supplier_on(case)
        mail["headers"] += "Cc: boss@supplier.example\n"
        self.arrives(case, **mail)
        self.assertFalse(case.email_cc)

    def test_a_stranger_who_answers_the_customer(self):
        """The customer copied somebody: the answer is for us, and comes from nobody we know."""
        case = self.case_by_mail()
        case.message_subscribe(self.ann.ids)
        parent = case.message_ids[-1:].message_id
        note = self.arrives(
            case, sender="friend@else.example", headers=f"References: {parent}\n", subject="Re: x"
        )
        self.assertTrue(note.is_internal)
        self.assertFalse(note.notified_partner_ids & self.ann)
        self.assertEqual(case.activity_ids.user_id, self.leader)

    def test_the_customer_reopens(self):
        case = self.case_by_mail()
        case.action_close()
        self.assertFalse(self.mail(subject=f"回复\uff1a{case.reference}"))
        self.assertEqual(case.state, "open")
