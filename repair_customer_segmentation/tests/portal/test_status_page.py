from datetime import datetime

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.portal_pages import INSIDE, PortalHttpCase

# Who or what is nobody's business who found a receipt.
PRIVATE = (
    "Ann", "Acme", "Bob", "rcs_agent", "We come on Friday", "Dishwasher leaks", "SN-ANN-7",
    "Something Broken", "ann@acme.example.com", "offer.png",
)  # fmt: skip


class StatusCase(PortalHttpCase):
    def code(self, case=None):
        """Return the code that a receipt of a case, as the desk prints it, leads to."""
        case = (case or self.case).with_user(self.agent)
        link = case._status_link()
        self.env.flush_all()
        return link.rpartition("/")[2]

    def open(self, code, login=None):
        self.authenticate(login, login)
        return self.url_open(f"/repair/status/{code}")


@tagged("post_install", "-at_install")
class TestStatusPage(StatusCase):
    """What whoever holds a receipt sees of a repair, and that it is all."""

    def test_what_it_shows(self):
        self.case.write(
            {
                "date_open": datetime(2025, 1, 15, 9, 30),
                "first_response_date": False,
                "response_deadline": False,
            }
        )
        answer = self.open(self.code())
        page = html.fromstring(answer.content)
        self.assertEqual(
            {
                name: page.xpath(f"//*[@name='{name}']")[0].text_content().strip()
                for name in ("reference", "status", "next", "device", "received")
            },
            {
                "reference": self.case.reference,
                "status": "Received",
                "next": "We will reply as soon as we can.",
                "device": "Dishwasher G7",
                "received": "January 15, 2025",
            },
        )
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        main = page.xpath("//main")[0]
        self.assertEqual(
            main.xpath(".//a/@href"), [f"/web/login?redirect=/my/cases/{self.case.id}"]
        )
        self.assertFalse(main.xpath(".//form | .//input | .//button | .//textarea"))

    def test_what_comes_next_for_somebody_who_can_only_look(self):
        code = self.code()
        for stage, words in (
            (self.stage_waiting, "we need a part or a reply from you."),
            (self.stage_closed, "This repair is complete."),
            (self.stage_cancelled, "This request was cancelled."),
        ):
            self.case.stage_id = stage
            self.env.flush_all()
            answer = self.open(code)
            self.assertIn(words, answer.text)
            self.assertNotIn(
                "below", html.fromstring(answer.content).xpath("//main")[0].text_content()
            )

    def test_no_names_messages_or_keys(self):
        token = self.case._portal_ensure_token()
        code = self.code()
        for login in (None, "rcs_carl", "rcs_bob", "rcs_agent"):
            with self.subTest(login=login):
                answer = self.open(code, login)
                self.assertIn(self.case.reference, answer.text)
                said = html.tostring(html.fromstring(answer.content).xpath("//main")[0]).decode()
                for word in (*PRIVATE, *INSIDE, token):
                    self.assertNotIn(word, said)
                self.assertNotIn(token, answer.text)

    def test_nothing_can_be_done_with_the_code(self):
        code = self.code()
        for login in (None, "rcs_carl"):
            self.authenticate(login, login)
            for call in ("close", "reopen", "rate"):
                with mute_logger("odoo.http"):
                    answer = self.post(f"{self.url}/{call}", login, access_token=code, rate=5)
                self.assertIn(answer.status_code, (403, 404), call)
            with mute_logger("odoo.http"):
                answer = self.url_open(f"{self.url}?access_token={code}")
            self.assertNotIn("Dishwasher leaks", answer.text)
            with mute_logger("odoo.http"):
                said = self.rpc(
                    "/mail/message/post",
                    thread_model="repair.case",
                    thread_id=self.case.id,
                    post_data={"body": "Forged"},
                    token=code,
                )
            self.assertIn("error", said)
        with mute_logger("odoo.http"):
            answer = self.post(f"/repair/status/{code}", None)
        self.assertEqual(answer.status_code, 405)
        self.assertEqual(self.case.state, "open")
        self.assertNotIn("Forged", str(self.case.message_ids.mapped("body")))


@tagged("post_install", "-at_install")
class TestStatusCode(StatusCase):
    """The code is guessed by nobody, read by nobody, and gone when the links are."""

    def assertGone(self, *codes):
        self.env.flush_all()
        for code in codes:
            with mute_logger("odoo.http"):
                self.assertEqual(self.open(code).status_code, 404, code)

    def test_it_is_taken_back_with_the_links(self):
        old = self.code()
        self.case.is_confidential = True
        self.assertGone(old)
        self.assertEqual(self.case.with_user(self.agent)._status_link(), "")
        self.case.is_confidential = False
        self.assertGone(old)
        new = self.code()
        self.assertNotEqual(new, old)
        self.case.write({"device_id": False, "partner_id": self.carl.id})
        self.assertGone(old, new)

    def test_an_archived_case_shows_nothing(self):
        code = self.code()
        self.case.active = False
        self.assertGone(code)
        self.case.active = True
        self.env.flush_all()
        self.assertEqual(self.open(code).status_code, 200)

    def test_a_merged_case_shows_the_one_that_is_kept(self):
        kept = self.open_case(self.ann, name="Leaks again")
        code = self.code()
        token = self.case._portal_ensure_token()
        kept._merge(self.case)
        self.env.flush_all()
        answer = self.open(code)
        self.assertIn(kept.reference, answer.text)
        self.assertNotIn(self.case.reference, answer.text)
        public = self.env["repair.case"].with_user(self.env.ref("base.public_user"))
        self.assertEqual(public._portal_open(self.case.id, token)[0], kept)
        kept.write({"device_id": False, "partner_id": self.carl.id})
        self.assertGone(code)
        self.assertFalse(public._portal_open(self.case.id, token)[0], "another customer's now")

    def test_a_kept_case_that_is_hidden_or_archived_hides_what_was_merged(self):
        kept = self.open_case(self.ann, name="Leaks again")
        code = self.code()
        kept._merge(self.case)
        kept.active = False
        self.assertGone(code)
        kept.write({"active": True, "is_confidential": True})
        self.assertGone(code)

    def test_another_company_makes_and_reads_none(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.env["repair.case"].create(
            {"name": "Alien", "partner_id": self.carl.id, "company_id": elsewhere.id}
        )
        with self.assertRaises(AccessError):
            theirs.with_user(self.agent)._status_link()
        self.assertFalse(theirs.status_code)

    def test_it_is_not_guessed(self):
        code = self.code()
        other = self.code(self.other)
        self.assertNotEqual(code, other)
        self.assertRegex(code, r"^[\w-]{24}$")
        number = str(self.case.id)
        self.assertGone(
            number, self.case.reference, "%", "_" * 24, code[:-1], f"{code}x",
            code.swapcase(), "False", "None", number.zfill(24), self.case._portal_ensure_token(),
        )  # fmt: skip

    def test_no_role_reads_code_or_token(self):
        secrets = (self.code(), self.case._portal_ensure_token())
        manager = self.user("rcs_manager", "manager")
        for user in (self.agent, manager, self.env.ref("base.user_admin")):
            case = self.case.with_user(user).with_context(allowed_company_ids=self.company.ids)
            if user not in (self.agent, manager):
                user.write({"company_ids": [fields.Command.link(self.company.id)]})
            for name in ("status_code", "access_token"):
                with self.assertRaises(AccessError):
                    case.read([name])
                with self.assertRaises(AccessError):
                    case.search([(name, "!=", False)])
                with self.assertRaises(AccessError):
                    case.write({name: "x" * 24})
                with self.assertRaises(UserError):
                    case.export_data([name])
            told = str(case.read()) + str(case.message_ids.read())
            for secret in secrets:
                self.assertNotIn(secret, told)

    def test_what_people_of_ours_see_and_print_has_no_token(self):
        token = self.case._portal_ensure_token()
        reports = ("receipt", "label")
        pages = [
            self.url,
            f"/repair/status/{self.code()}",
            *(
                f"/report/html/repair_customer_segmentation.report_repair_case_{name}/{self.case.id}"
                for name in reports
            ),
        ]
        for page in pages:
            answer = self.get(page, "rcs_agent")
            self.assertEqual(answer.status_code, 200, page)
            self.assertIn(self.case.reference, answer.text, page)
            self.assertNotIn(token, answer.text, page)
