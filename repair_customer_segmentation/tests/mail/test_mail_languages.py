import re
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from ...models.portal.report import _tell_of_reported_serial
from ..bases.desk import MONDAY
from ..bases.mails import MailCase

ADDON = "repair_customer_segmentation"
HAN = re.compile("[\u4e00-\u9fff]")
# English that our mails say, and no name or subject of this test has.
ENGLISH = re.compile(
    r"\b(dear|hello|your|request|received|complete|reply|regards|assigned|away|due|"
    r"activities|planned|customer|notified)\b",
    re.IGNORECASE,
)


@tagged("post_install", "-at_install")
class TestMailLanguages(MailCase):
    """Every mail is in the language, the time zone and the date format of whoever reads it.

    An English clerk works here; Wei, a customer, and Chen, a colleague, read Chinese in Shanghai,
    Dora reads German in Los Angeles.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        for lang in ("zh_CN", "de_DE"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._load_module_terms(["mail", ADDON], ["zh_CN", "de_DE"])
        cls.company.partner_id.lang = "en_US"
        cls.company.repair_rating_request = True
        cls.wei = cls.customer("Wei", email="wei@customer.example", lang="zh_CN")
        cls.hans = cls.customer("Hans", email="hans@customer.example", lang="de_DE")
        staff = {"notification_type": "email"}
        cls.chen = cls.user(
            "rcs_chen",
            "user_all",
            lang="zh_CN",
            tz="Asia/Shanghai",
            email="c@desk.example",
            **staff,
        )
        cls.dora = cls.user(
            "rcs_dora",
            "user_all",
            lang="de_DE",
            tz="America/Los_Angeles",
            email="d@desk.example",
            **staff,
        )
        cls.leader.write({"lang": "en_US", "tz": "UTC"})
        cls.stages = {
            "received": cls.stage_open,
            "waiting": cls.stage_waiting,
            "done": cls.stage_closed,
        }
        for name, stage in cls.stages.items():
            template = cls.env.ref(f"{ADDON}.mail_template_case_{name}")
            stage.mail_template_id = template
            # The addon has no German; a company writes its own.
            german = template.with_context(lang="de_DE")
            german.subject = f"Deutsch {name}: {{{{ object.name }}}}"
            german.body_html = "<p>Guten Tag</p>"

    def told(self, partner, work):
        """Return the texts of what was mailed to a partner while something was done."""
        before = self.env["mail.message"].search([]).ids
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            result = work()
            self.settle()
        messages = self.env["mail.message"].search(
            [("id", "not in", before), ("notified_partner_ids", "in", partner.ids)], order="id"
        )
        texts = [f"{m.subject or ''} {html2plaintext(m.body)}" for m in messages]
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "in", messages.ids)])
        return result, texts, [html2plaintext(mail.body_html) for mail in mails]

    def assertChinese(self, texts, *shown):
        self.assertTrue(texts)
        for text in texts:
            self.assertRegex(text, HAN)
            self.assertNotRegex(text, ENGLISH)
        for word in shown:
            self.assertIn(word, " ".join(texts))

    def as_clerk(self, record):
        return record.with_user(self.leader).with_context(lang="en_US", tz="UTC")

    def open_case(self, customer, **values):
        return self.as_clerk(self.env["repair.case"]).create(
            {
                "name": "Kettle 7",
                "partner_id": customer.id,
                "company_id": self.company.id,
                "stage_id": self.stage_open.id,
                "user_id": self.leader.id,
                **values,
            }
        )

    def test_what_a_customer_is_told_on_the_way(self):
        case, texts, _mails = self.told(self.wei, lambda: self.open_case(self.wei))
        self.assertChinese(texts, "Kettle 7")
        self.assertEqual(len(texts), 1)
        for stage, count in (("waiting", 1), ("done", 2)):
            _result, texts, mails = self.told(
                self.wei, lambda s=stage: case.write({"stage_id": self.stages[s].id})
            )
            with self.subTest(stage=stage):
                # With the end comes the question how it was.
                self.assertEqual(len(texts), count)
                self.assertChinese(texts + mails)

    def test_customers_side_by_side(self):
        """The clerk moves cases of both at once: each reads their own language."""
        cases = self.open_case(self.wei) | self.open_case(self.hans)
        self.settle()
        for customer, pattern in ((self.wei, HAN), (self.hans, "Deutsch done")):
            case = cases.filtered(lambda c, who=customer: c.partner_id == who)
            _result, texts, _mails = self.told(
                customer, lambda c=case: self.as_clerk(c).write({"stage_id": self.stage_closed.id})
            )
            self.assertRegex(" ".join(texts), pattern)
            self.assertNotIn("Done:", " ".join(texts))

    def test_who_gets_a_case_is_told(self):
        case = self.open_case(self.wei)
        self.settle()
        _result, texts, mails = self.told(
            self.chen.partner_id, lambda: case.write({"user_id": self.chen.id})
        )
        self.assertChinese(texts + mails)
        _result, texts, _mails = self.told(
            self.dora.partner_id, lambda: case.write({"user_id": self.dora.id})
        )
        self.assertTrue(texts)
        self.assertNotRegex(" ".join(texts), HAN)

    def test_a_case_that_nobody_has(self):
        for user in (self.chen, self.dora):
            self.team.leader_id = user
            _case, texts, mails = self.told(
                user.partner_id,
                lambda: self.open_case(self.wei, user_id=False, team_id=self.team.id),
            )
            self.assertTrue(texts)
            if user == self.chen:
                self.assertChinese([text for text in texts + mails if "Kettle" in text])
            else:
                self.assertNotRegex(" ".join(texts), HAN)

    def test_deadlines_and_days_are_those_of_the_reader(self):
        """15:30 in Berlin: half past nine in the evening in Shanghai, half past six in L.A."""
        self.env["repair.service.escalation"].search([]).active = False
        step = self.env["repair.service.escalation"].create(
            {"clock": "response", "percent": 75, "target": "assignee", "at_once": True}
        )
        cases = {}
        for user in (self.chen, self.dora):
            cases[user] = self.case(user_id=user.id, partner_id=self.wei.id)
            cases[user].response_deadline = datetime(2025, 1, 13, 23, 30)
        self.settle()
        for user, moment in ((self.chen, "2025/01/14 07:30"), (self.dora, "13.01.2025 15:30")):
            case = cases[user].sudo()
            _result, _texts, mails = self.told(
                user.partner_id, lambda c=case, u=user: c._escalate_step(u, step)
            )
            note = html2plaintext(case.activity_ids.note)
            with self.subTest(user=user.login):
                self.assertIn(moment, re.sub(r":00\b", "", note.replace("\u202f", " ")))
                self.assertTrue(mails)
                if user == self.chen:
                    self.assertChinese([note])

    def test_who_is_away_from_when(self):
        self.team.leader_id = self.chen
        self.case(user_id=self.dora.id, team_id=self.team.id, name="Kettle 8")
        self.company.repair_untouched_hours = 0
        self.env["repair.service.escalation"].search([]).active = False
        self.dora.out_of_office_from = MONDAY + timedelta(days=2, hours=-4)
        self.settle()

        def run():
            # In the working hours of Berlin, and of Los Angeles.
            for hours in (0, 11):
                moment = MONDAY + timedelta(hours=hours)
                with freeze_time(moment), self.enter_registry_test_mode():
                    self.env.ref(f"{ADDON}.ir_cron_escalate").method_direct_trigger()
            self.env.invalidate_all()

        _result, texts, _mails = self.told(self.chen.partner_id, run)
        self.assertChinese([text for text in texts if "Kettle 8" in text], "2025年1月15日")

    def test_calls_that_somebody_planned_for_others(self):
        for user, day in ((self.chen, "2025/08/01"), (self.dora, "01.08.2025")):
            wizard = self.as_clerk(self.env["repair.activity.wizard"])
            wizard = wizard.create(
                {
                    "chosen_ids": self.wei.ids,
                    "customer_count": 1,
                    "date_deadline": "2025-08-01",
                    "summary": "Kettle 9",
                    "user_id": user.id,
                }
            )
            _result, texts, _mails = self.told(user.partner_id, wizard.action_plan)
            with self.subTest(user=user.login):
                self.assertIn(day, " ".join(texts))
                if user == self.chen:
                    self.assertChinese([text for text in texts if day in text])
                else:
                    self.assertNotRegex(" ".join(texts), HAN)

    def test_a_note_for_the_desk_is_not_in_the_language_of_the_customer(self):
        """A customer reports a device by a number that another one has."""
        devices = self.env["repair.device"]
        devices.create({"name": "Kettle", "partner_id": self.hans.id, "serial_number": "SN-LANG-1"})
        mine = devices.create(
            {"name": "Mine", "partner_id": self.wei.id, "reported_serial": "SN-LANG-1"}
        )
        case = self.case(partner_id=self.wei.id, device_id=mine.id)
        _tell_of_reported_serial(case.with_context(lang="zh_CN"))
        note = case.message_ids.filtered(lambda m: "SN-LANG-1" in (m.body or ""))
        self.assertIn("Check whose device it is", note.body)
