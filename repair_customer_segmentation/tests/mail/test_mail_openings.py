from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.mails import NUMBERS, PNG, MailCase


@tagged("post_install", "-at_install")
class TestMailOpenings(MailCase):
    """Whose case a mail opens, with what, and when it is too many."""

    def raw(self, rest, subject="Subject: photo\n", sender="From: ann@customer.example\n"):
        head = f"{sender}To: {self.address}\nMessage-Id: <o{next(NUMBERS)}@x>\n{subject}"
        return head + "MIME-Version: 1.0\n" + rest

    def with_picture(self, part, src="cid:im1@x", kind="related"):
        return self.raw(
            f"Content-Type: multipart/{kind}; boundary=b\n\n--b\nContent-Type: text/html\n\n"
            f'<p>see <img src="{src}"></p>\n--b\n{part}Content-Transfer-Encoding: base64\n\n{PNG}\n'
            "--b--\n"
        )

    def test_pictures_of_the_text_are_in_the_description(self):
        for part, src in (
            ('Content-Type: image/png; name="p.png"\nContent-ID: <im1@x>\n', "cid:im1@x"),
            ("Content-Type: image/png\nContent-ID: <im1@x>\n", "cid:im1@x"),
            ("Content-Type: image/png\nContent-ID: <im1@x>\n", "cid:im1%40x"),
            (
                "Content-Type: image/png\nContent-ID: <im1@x>\nContent-Disposition: inline\n",
                "CID:im1@x",
            ),
        ):
            with self.subTest(part=part, src=src):
                case = self.gateway(self.with_picture(part, src))
                picture = case.message_ids.attachment_ids
                self.assertEqual(len(picture), 1)
                for html in (case.description, case.message_ids.body):
                    self.assertIn(f"/web/image/{picture.id}?access_token=", html)
                    self.assertNotIn("cid:", html)

    def test_pictures_of_a_phone_that_are_all_called_alike(self):
        part = 'Content-Type: image/png; name="image0.png"\nContent-Transfer-Encoding: base64\n'
        case = self.gateway(
            self.raw(
                "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
                '<img src="cid:a"><img src="cid:b">\n'
                f"--b\n{part}Content-ID: <a>\n\n{PNG}\n--b\n{part}Content-ID: <b>\n\n{PNG}\n--b--\n"
            )
        )
        for picture in case.message_ids.attachment_ids:
            self.assertIn(f"/web/image/{picture.id}?", case.description)

    def test_the_contact_of_the_company_comes_first(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        address = "zed@customer.example"
        foreign = self.customer("Zed elsewhere", email=address, company_id=elsewhere.id)
        case = self.mail(address)
        self.assertNotEqual(case.partner_id, foreign)
        self.assertEqual(case.message_ids.author_id, case.partner_id)
        self.customer("Zed of all", email=address, is_company=True)
        own = self.customer("Zed", email=address, company_id=self.company.id)
        case = self.mail(address)
        self.assertEqual(case.partner_id, own)
        self.assertEqual(case.message_ids.author_id, own)

    def test_the_thread_opens_whoever_was_copied(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.customer("Zed", email="zed@customer.example", company_id=elsewhere.id)
        case = self.mail(headers="Cc: zed@customer.example\n")
        parent = case.message_ids.message_id
        self.mail("zed@customer.example", headers=f"References: {parent}\n")
        other = self.mail("zed@customer.example")
        for opened in case | other:
            opened.message_subscribe(self.ann.ids)
            self.settle()
            opened = opened.with_user(self.leader)
            opened._message_get_suggested_recipients(reply_discussion=True)
            self.assertTrue(opened.message_ids.mapped("author_id.name"))
            opened.message_get_followers()

    def test_the_thread_opens_with_people_of_another_company_in_it(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.customer("Zed", email="zed@else.example", company_id=elsewhere.id)
        case = self.mail()
        case.message_subscribe(foreign.ids)
        for partner in (self.ann, foreign):
            case.message_post(
                body="x",
                author_id=partner.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
                partner_ids=foreign.ids,
            )
        self.settle()
        case = case.with_user(self.leader)
        for options in ({}, {"no_create": False}):
            found = case._message_get_suggested_recipients(reply_discussion=True, **options)
            self.assertNotIn("zed@else.example", str(found))
        self.assertTrue(case.message_post(body="Hello", message_type="comment"))

    def test_only_mails_of_this_very_address_are_counted(self):
        self.env["ir.config_parameter"].sudo().set_param("mail.gateway.loop.threshold", 3)
        for _number in range(4):
            self.case(
                channel_id=self.env.ref("repair_customer_segmentation.repair_case_channel_email").id
            )
        for number in range(4):
            self.assertTrue(self.mail(f"joann{number}@customer.example"))
            self.mail("xann@customer.example")
        self.assertEqual([len(self.mail()) for _n in range(5)], [1, 1, 1, 0, 0])

    def test_mails_that_are_out_of_order(self):
        plain = "Content-Type: text/plain\n\nIt leaks\n"
        nested = (
            "Content-Type: multipart/mixed; boundary=a\n\n--a\n"
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
            "plain\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\n"
            "Content-Type: text/html\n\n<b>It leaks</b>\n--c--\n--b--\n--a\n"
            "Content-Type: application/ms-tnef; name=winmail.dat\n"
            "Content-Transfer-Encoding: base64\n\neJ8+Ig==\n--a\n"
            "Content-Type: font/ttf; name=f.ttf\nContent-Transfer-Encoding: base64\n\nAAEA\n--a--\n"
        )
        for name, raw in {
            "empty subject": self.raw(plain, "Subject: \n"),
            "no subject": self.raw(plain, ""),
            "blank subject": self.raw(plain, "Subject: =?utf-8?B?ICAg?=\n"),
            "long subject": self.raw(plain, f"Subject: {'leak ' * 4000}\n"),
            "NUL": self.raw(plain.replace("It", "I\0t"), "Subject: a\0b\n"),
            "NUL in a word": self.raw(plain, "Subject: =?utf-8?B?YQBi?=\n"),
            "no content": self.raw("\n"),
            "html": self.raw("Content-Type: text/html; charset=gb2312\n\n<p>It leaks</p>\n"),
            "no boundary": self.raw("Content-Type: multipart/mixed\n\nIt leaks\n"),
            "unknown charset": self.raw("Content-Type: text/plain; charset=what\n\nIt leaks\n"),
            "nested": self.raw(nested),
            "no message id": self.raw(plain).replace("Message-Id", "X"),
            "bad message id": self.raw(plain, "Subject: x\nMessage-Id: <@>\n"),
            "long message id": self.raw(plain).replace(
                "Message-Id: <", f"Message-Id: <{'x' * 9000}"
            ),
            "bad cc": self.raw(plain, 'Subject: x\nCc: "\n'),
            "bad sender": self.raw(plain, sender='From: "Ann <ann@customer.example>\n'),
            "sender": self.raw(plain, sender="From: \nSender: ann@customer.example\n"),
        }.items():
            with self.subTest(name):
                case = self.gateway(raw)
                self.assertEqual(len(case), 1, name)
                self.assertEqual(case.partner_id, self.ann)
                self.assertTrue(case.name.strip())
                self.assertLessEqual(len(case.name), 200)
                if name != "no content":
                    self.assertIn("leaks", case.description)
                if name == "nested":
                    self.assertEqual(
                        sorted(case.message_ids.attachment_ids.mapped("name")),
                        ["f.ttf", "winmail.dat"],
                    )

    def test_one_unknown_sender_is_asked_about_once(self):
        self.team.mail_unknown = "desk"
        for subject in ("One", "Two", "Three"):
            self.assertFalse(self.mail("new@else.example", subject=subject))
        self.assertEqual(len(self.team.activity_ids), 1)
        self.assertFalse(self.mail("other@else.example"))
        self.assertEqual(len(self.team.activity_ids), 2)

    def test_names_without_end(self):
        case = self.gateway(
            self.raw("\nIt leaks\n", sender=f'From: "{"Ann " * 4000}" <new@customer.example>\n')
        )
        self.assertEqual(case.partner_id.email, "new@customer.example")
        self.assertLessEqual(len(case.partner_id.name), 200)
        endless = f"From: {'x' * 9000}@customer.example\n"
        self.assertFalse(self.gateway(self.raw("\nIt leaks\n", sender=endless)))

    def test_a_mail_of_nobody_is_left_to_the_desk(self):
        partners = self.env["res.partner"].search_count([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.assertFalse(self.gateway(self.raw("\nIt leaks\n", sender="")))
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(self.team.activity_ids.user_id, self.leader)
        self.assertIn("It leaks", "".join(self.team.message_ids.mapped("body")))
