from base64 import b64encode

from odoo import http
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged, users
from odoo.tools import mute_logger

from ..bases.portal import PNG, PortalCase

# Both a picture and a script.
GIF = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(document.domain)//"
SCRIPT = b"alert(document.domain)"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@tagged("post_install", "-at_install")
class TestFilesFromOutside(PortalCase, HttpCase):
    """A file is what is in it, and no browser runs it."""

    RUN = ("script", "html", "xml", "svg", "css")

    def assertHarmless(self, attachment):
        """Check what a browser is told of a file; return its type."""
        attachment.generate_access_token()
        token = attachment.access_token
        answer = self.url_open(f"/web/content/{attachment.id}?access_token={token}")
        self.assertEqual(answer.headers.get("X-Content-Type-Options"), "nosniff")
        kind = answer.headers["Content-Type"]
        for word in self.RUN:
            self.assertNotIn(word, kind, attachment.name)
        return kind

    def test_what_customers_write_with(self):
        self.authenticate("rcs_ann", "rcs_ann")
        for name, content, kind in (
            ("photo.js", GIF, "image/gif"),
            ("photo.png", PNG, "image/png"),
            ("evil.js", SCRIPT, "text/plain"),
            ("evil.mjs", SCRIPT, "text/plain"),
            ("evil.css", b"body {}", "text/plain"),
            ("evil.html", b"<html><script>alert(1)</script></html>", "text/plain"),
            ("evil.svg", SVG, "text/plain"),
            ("notes.txt", b"No hot water", "text/plain"),
        ):
            answer = self.url_open(
                "/mail/attachment/upload",
                data={
                    "thread_id": self.case.id,
                    "thread_model": "repair.case",
                    "is_pending": "true",
                    "token": self.case._portal_ensure_token(),
                    "csrf_token": http.Request.csrf_token(self),
                },
                files={"ufile": (name, content)},
            )
            with self.subTest(name=name):
                attachment_id = answer.json()["data"]["attachment_id"]
                attachment = self.env["ir.attachment"].browse(attachment_id)
                self.assertIn(kind, self.assertHarmless(attachment))

    def test_what_comes_by_mail_or_from_the_desk(self):
        attachments = self.case.message_post(
            body="See the file", attachments=[("photo.js", GIF), ("evil.js", SCRIPT)]
        ).attachment_ids
        pending = self.env["ir.attachment"].create({"name": "evil.js", "raw": SCRIPT})
        pending.write({"res_model": "repair.case", "res_id": self.case.id})
        attachments |= pending
        attachments |= self.env["ir.attachment"].create(
            {
                "name": "evil.js",
                "datas": b64encode(SCRIPT),
                "mimetype": "application/javascript",
                "res_model": "repair.case",
                "res_id": self.case.id,
            }
        )
        self.assertEqual(len(attachments), 4)
        for attachment in attachments:
            self.assertHarmless(attachment)
        attachments[:1].mimetype = "text/javascript"
        self.assertHarmless(attachments[:1])

    @users("rcs_ann")
    def test_the_form_refuses_a_picture_named_as_a_script(self):
        report = self.env["repair.case"]._portal_report
        values = {"name": "x", "description": "x", "type_id": str(self.kind.id)}
        for name in ("photo.js", "photo.html", "photo.svg", "a\0.png", "x" * 20_000 + ".png"):
            with self.subTest(name=name[:20]), self.assertRaises(ValidationError) as refusal:
                report(values, [(name, GIF)])
            self.assertIn("“Photos”", str(refusal.exception))
        for name in ("photo.gif", "IMG_0001", "holiday.GIF"):
            self.assertTrue(report(values, [(name, GIF)]))


@tagged("post_install", "-at_install")
class TestTextsFromOutside(PortalCase, HttpCase):
    """Anything may be typed into a page: what is not possible is said in words."""

    ODD = ("a\0b", "x" * 20_000, "\0")

    def post(self, url, **data):
        self.authenticate("rcs_ann", "rcs_ann")
        data["csrf_token"] = http.Request.csrf_token(self)
        with mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http"):
            return self.url_open(url, data=data)

    def test_reporting(self):
        values = {"name": "Leaks", "description": "Water", "type_id": self.kind.id}
        for field in ("name", "description", "device_name", "serial_number", "type_id", "x"):
            for text in self.ODD:
                answer = self.post("/my/cases/new", **{**values, field: text})
                with self.subTest(field=field, text=text[:5]):
                    self.assertLess(answer.status_code, 500)
                    if field != "x" or "\0" in text:
                        self.assertIn("alert-danger", answer.text)

    def test_the_other_pages(self):
        url = f"/my/cases/{self.case.id}"
        self.case.action_close()
        for text in self.ODD:
            for step, data in (
                ("rate", {"rate": 5, "feedback": text}),
                ("rate", {"rate": text}),
                ("reopen", {"reason": text}),
                ("close", {"access_token": text}),
            ):
                with self.subTest(step=step, text=text[:5]):
                    self.assertLess(self.post(f"{url}/{step}", **data).status_code, 500)
        self.env.invalidate_all()
        self.assertFalse(self.case._portal_rating())
        self.assertEqual(self.case.state, "closed")
        for page in (
            "/my/cases?search=a%00b",
            "/my/cases?search=a%00b&search_in=serial",
            f"/my/cases/{2**40}",
            f"{url}?access_token=caf%C3%A9",
            f"{url}?access_token=a%00b",
            f"/mail/view?model=repair.case&res_id={2**40}",
            "/my/cases/page/99999999999",
        ):
            with self.subTest(page=page), mute_logger("odoo.http"):
                self.assertLess(self.url_open(page).status_code, 500, page)
        self.authenticate(None, None)
        for page in (f"{url}?access_token=caf%C3%A9", f"/my/cases/{2**40}"):
            self.assertLess(self.url_open(page).status_code, 500)

    def test_a_subject_is_text_wherever_it_is_told(self):
        self.team.write({"alias_name": "desk-html", "mail_unknown": "desk"})
        self.team._ask_about_mail(
            {
                "email_from": "Eve <eve@example.com>",
                "subject": '<a href="https://evil.example.com">Click</a><b>now</b>',
            }
        )
        activity = self.team.activity_ids
        self.assertNotIn("<a", activity.note)
        self.assertNotIn("<b>", activity.note)
        self.assertIn("&lt;b&gt;now", activity.note)


@tagged("post_install", "-at_install")
class TestSerialNumbersFromOutside(PortalCase, HttpCase):
    """Whether a serial number is on our books, nobody outside can tell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        secret = {"name": "Secret Machine", "partner_id": cls.carl.id}
        cls.env["repair.device"].create(
            [
                {**secret, "serial_number": "SN-CARL", "company_id": cls.company.id},
                {**secret, "serial_number": "SN-SHARED", "company_id": False, "active": False},
            ]
        )

    def report(self, serial):
        """Report a case of a device with a serial number; return the page, and the case."""
        self.authenticate("rcs_ann", "rcs_ann")
        answer = self.url_open(
            "/my/cases/new",
            data={
                "name": "Broken",
                "description": "Broken",
                "type_id": self.kind.id,
                "device_name": "Machine",
                "serial_number": serial,
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.env.invalidate_all()
        return answer, self.env["repair.case"].search([], order="id desc", limit=1)

    def test_known_and_unknown_numbers_look_the_same(self):
        for serial in ("SN-NEW-1", "SN-CARL", "sn-carl-2 ", "Sn-Shared"):
            answer, case = self.report(serial)
            serial = serial.strip()
            with self.subTest(serial=serial):
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn("alert-danger", answer.text)
                self.assertEqual(case.partner_id, self.ann)
                self.assertEqual(case.device_id.partner_id, self.ann)
                for page in ("/my/cases", "/my/cases/new", f"/my/cases?search={serial}"):
                    self.assertIn(f"Machine ({serial})", self.url_open(page).text)
                page = self.url_open(f"/my/cases/{case.id}").text
                self.assertIn(serial, page)
                self.assertNotIn("Secret", page)
                # The desk is told, in a note that stays inside.
                told = case.message_ids.filtered(lambda m: "Check whose device" in (m.body or ""))
                self.assertEqual(len(told), serial.lower() in ("sn-carl", "sn-shared"))
                self.assertTrue(all(told.mapped("subtype_id.internal")))
        # Asked again, it is that device.
        mine = [("partner_id", "=", self.ann.id)]
        count = self.env["repair.device"].search_count(mine)
        self.report("SN-CARL")
        self.assertEqual(self.env["repair.device"].search_count(mine), count)
