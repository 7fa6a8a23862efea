import base64

from odoo.tests import tagged
from odoo.tools import html2plaintext

from ..bases.mails import NUMBERS, MailCase, body, word

# A letter of GBK alone, one of GB 18030 alone with four bytes, a dash; and the euro of Windows.
TEXT = "陈喆家的洗碗机 \u2013 漏水㐂"
HONG_KONG = "嘅冰箱漏水\uff0c啲水好多"


@tagged("post_install", "-at_install")
class TestMailCharsets(MailCase):
    """Mails whose text is in another character set than they say."""

    def head(self, subject, sender="ann@customer.example"):
        return (
            f"From: {sender}\nTo: {self.address}\nMessage-Id: <c{next(NUMBERS)}@x>\n"
            f"Subject: {subject}\n"
        )

    def described(self, case):
        return html2plaintext(case.description).strip()

    def test_chinese_under_every_name(self):
        for charset, codec, text in (
            ("gb2312", "gb18030", TEXT),
            ("GB2312", "gb18030", TEXT),
            ("gbk", "gb18030", TEXT),
            ("x-gbk", "gb18030", TEXT),
            ("gb18030", "gb18030", TEXT),
            ("cp936", "gb18030", TEXT),
            ("utf-8", "utf-8", TEXT),
            ("unknown-8bit", "gb18030", TEXT),
            ("x-nobody-knows", "utf-8", TEXT),
            ("big5", "cp950", "冰箱漏水\uff0c碁"),
            ("big5", "big5hkscs", HONG_KONG),
            ("big5-hkscs", "big5hkscs", HONG_KONG),
            ("x-x-big5", "cp950", "冰箱漏水"),
            ("ks_c_5601-1987", "cp949", "똠냉장고"),
        ):
            with self.subTest(charset=charset, codec=codec):
                sender = f"{word(text, charset, codec)} <{codec}-{charset}@new.example>"
                case = self.gateway(
                    self.head(word(text, charset, codec), sender) + body(text, charset, codec)
                )
                self.assertEqual(case.name, text)
                self.assertEqual(case.partner_id.name, text)
                self.assertEqual(self.described(case), text)

    def test_the_euro_of_windows(self):
        raw = "换屏幕 ".encode("gbk") + b"\x80" + " 50".encode("gbk")
        case = self.gateway(
            self.head("It leaks").encode() + b"Content-Type: text/plain; charset=gb2312\n\n" + raw
        )
        self.assertEqual(self.described(case), "换屏幕 € 50")

    def test_a_letter_cut_in_two_words(self):
        for charset, codec in (("gb2312", "gb18030"), ("utf-8", "utf-8")):
            raw = TEXT.encode(codec)
            words = "\n ".join(
                f"=?{charset}?B?{base64.b64encode(piece).decode()}?="
                for piece in (raw[:7], raw[7:])
            )
            self.assertEqual(self.mail(subject=words).name, TEXT)

    def test_headers_without_any_encoding(self):
        for text, codec, charset in (
            ("漏水 喆", "gb18030", "gb2312"),
            ("漏水 喆", "utf-8", "gb2312"),
            ("冰箱漏水", "cp950", "big5"),
            ("Kühlschrank", "latin-1", "iso-8859-1"),
        ):
            with self.subTest(text=text, codec=codec):
                head = self.head(text, f"{text} <raw-{codec}@new.example>").encode(codec)
                rest = f"Content-Type: text/plain; charset={charset}\n\n{text}".encode(
                    charset.replace("gb2312", "gb18030")
                )
                case = self.gateway(head + rest)
                self.assertEqual((case.name, case.partner_id.name), (text, text))

    def test_a_comma_in_a_name_separates_nobody(self):
        case = self.mail(sender=f"{word('张喆, 经理', 'gb2312', 'gb18030')} <zz@new.example>")
        self.assertRecordValues(
            case.partner_id, [{"name": "张喆, 经理", "email": "zz@new.example"}]
        )

    def test_names_of_files(self):
        name = "陈喆的发票.txt"
        raw = name.encode("gb18030")
        quoted = "".join(f"%{byte:02X}" for byte in raw)
        for disposition in (
            f'filename="{word(name, "gb2312", "gb18030")}"',
            f"filename*=gb2312''{quoted}",
            f"filename*0*=gb2312''{quoted[:9]}; filename*1*={quoted[9:]}",
            f'filename="{name}"',
        ):
            content = base64.b64encode("喆".encode("gb18030")).decode()
            mail = (
                self.head("Photo")
                + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                + "--b\nContent-Type: text/plain; charset=gb2312\n\nx\n"
                + f"--b\nContent-Type: text/plain\nContent-Disposition: attachment; {disposition}\n"
                + f"Content-Transfer-Encoding: base64\n\n{content}\n--b--\n"
            )
            with self.subTest(disposition=disposition):
                file = self.gateway(mail.encode("gb18030")).message_ids.attachment_ids
                self.assertEqual(file.name, name)
                # What is in the file is nobody's to rewrite.
                self.assertEqual(file.raw, "喆".encode("gb18030"))

    def test_a_page_that_says_its_charset_inside(self):
        html = "<html><head><meta charset='big5'></head><body>冰箱漏水</body></html>"
        raw = self.head("x").encode() + b"Content-Type: text/html\n\n" + html.encode("cp950")
        self.assertEqual(self.described(self.gateway(raw)), "冰箱漏水")
