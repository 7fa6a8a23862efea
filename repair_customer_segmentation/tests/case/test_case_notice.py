from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.desk import DeskCase

CRON = "repair_customer_segmentation.ir_cron_escalate"


@tagged("post_install", "-at_install")
class TestCaseNotice(DeskCase):
    """When, in which language and how soon people are told. Answers are due on Monday at 13:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.repair_untouched_hours = 0
        steps = cls.env["repair.service.escalation"]
        steps.search([]).active = False
        cls.step = steps.create({"clock": "response", "percent": 75, "target": "assignee"})
        for code in ("zh_CN", "fr_FR"):
            cls.env["res.lang"]._activate_lang(code)
        cls.company.partner_id.lang = "zh_CN"
        cls.chinese = cls.user("rcs_chinese", "user", lang="zh_CN", tz="Asia/Shanghai")
        cls.agent = cls.user("rcs_agent", "user", lang="fr_FR", tz="Europe/Berlin")

    def run_at(self, day, hour, minute=0):
        self.env.flush_all()
        with freeze_time(datetime(2025, 1, day, hour, minute)):
            with self.enter_registry_test_mode():
                self.env.ref(CRON).method_direct_trigger()
            self.env.invalidate_all()

    def told(self, case):
        return case.activity_ids.mapped("user_id.login")

    def test_everybody_reads_their_own_language_and_dates(self):
        self.step.at_once = True
        chinese, french = self.case(user_id=self.chinese.id), self.case(user_id=self.agent.id)
        self.run_at(13, 12)
        self.assertRegex(chinese.activity_ids.summary, "[\u4e00-\u9fff]")
        self.assertIn("2025/01/13", chinese.activity_ids.note)
        self.assertIn("21:00", chinese.activity_ids.note)
        self.assertIn("13/01/2025 14:00", french.activity_ids.note)
        mail = self.notified(chinese)
        self.assertRegex(mail.subject, "[\u4e00-\u9fff]")
        self.assertNotIn("assigned to you", mail.subject)
        # The note in the chatter is for all: the language of the company.
        note = french.message_ids.filtered(lambda m: self.agent.name in (m.body or ""))[:1]
        self.assertRegex(note.body, "[\u4e00-\u9fff]")

    def notified(self, case):
        return self.env["mail.message"].search(
            [
                ("model", "=", "repair.case"),
                ("res_id", "=", case.id),
                ("message_type", "=", "user_notification"),
            ],
            limit=1,
        )

    def test_the_untouched_ones_too(self):
        self.company.repair_untouched_hours = 1
        self.step.active = False
        case = self.case(user_id=self.chinese.id)
        self.run_at(14, 8)
        self.assertRegex(case.activity_ids.summary, "[\u4e00-\u9fff]")
        self.assertIn("2025/01/13", case.activity_ids.note)

    def test_whoever_gets_a_case_reads_so_in_their_language(self):
        case = self.case()
        case.with_context(tracking_disable=False).user_id = self.chinese
        self.env.flush_all()
        self.assertRegex(self.notified(case).subject, "[\u4e00-\u9fff]")

    def test_the_mail_leaves_at_once(self):
        self.case(user_id=self.agent.id)
        sent = []
        mails = type(self.env["mail.mail"])
        with patch.object(mails, "send", lambda mail, **kwargs: sent.extend(mail.ids)):
            self.run_at(13, 12)
        self.assertEqual(len(sent), 1)

    def test_nobody_is_told_at_night(self):
        self.basic.calendar_id = self.make_calendar("Always", days=range(7), hours=(0, 24))
        manager = self.user("rcs_york", "user", tz="America/New_York")
        shanghai, york = self.case(user_id=self.chinese.id), self.case(user_id=manager.id)
        # 12:00 is 20:00 in Shanghai and 7:00 in New York; both work from 9 to 17.
        self.run_at(13, 12)
        self.assertFalse(self.told(shanghai) + self.told(york))
        self.assertEqual(shanghai.escalation_ids, self.step)
        self.run_at(13, 14)
        self.assertEqual((self.told(shanghai), self.told(york)), ([], ["rcs_york"]))
        self.run_at(14, 0, 55)
        self.assertFalse(self.told(shanghai))
        self.run_at(14, 1)
        self.assertEqual(self.told(shanghai), ["rcs_chinese"])
        self.run_at(14, 1, 5)
        self.assertEqual(len(shanghai.activity_ids), 1)

    def test_own_hours_go_before_those_of_the_company(self):
        self.env["resource.resource"].create(
            {
                "name": "Night Shift",
                "user_id": self.agent.id,
                "company_id": self.company.id,
                "calendar_id": self.make_calendar("Evenings", hours=(18, 23)).id,
                "tz": "Europe/Berlin",
            }
        )
        case = self.case(user_id=self.agent.id)
        self.run_at(13, 12)
        self.run_at(13, 16, 55)
        self.assertFalse(self.told(case))
        self.run_at(13, 17)
        self.assertEqual(self.told(case), ["rcs_agent"])

    def test_a_step_may_tell_at_once(self):
        self.step.at_once = True
        case = self.case(user_id=self.chinese.id)
        self.run_at(13, 12)
        self.assertEqual(self.told(case), ["rcs_chinese"])

    def test_in_the_morning_only_what_is_so_still_is_told(self):
        answered, closed, waiting, handed = (self.case(user_id=self.chinese.id) for _ in range(4))
        self.run_at(13, 12)
        with freeze_time(datetime(2025, 1, 13, 15)):
            answered.first_response_date = datetime(2025, 1, 13, 15)
            closed.action_close()
            waiting.stage_id = self.stage_waiting
            handed.user_id = self.agent
        self.run_at(14, 8)
        for case in (answered, closed, waiting):
            self.assertFalse(self.told(case))
        self.assertEqual(self.told(handed), ["rcs_agent"])
        with freeze_time(datetime(2025, 1, 15, 2)):
            waiting.stage_id = self.stage_open
        self.run_at(15, 2)
        self.assertEqual(self.told(waiting), ["rcs_chinese"])
