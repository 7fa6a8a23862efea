from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ...desk import public_holidays
from ..bases.day import DayCase

# Looking through four steps, with a message on the way and all previews opened.
MOST_CLICKS = {"service ready": 18, "care rule": 12}
URL = "/odoo/my-repair-cases"
MOST_TAPS = {"service ready": 18, "care rule": 16}


@tagged("post_install", "-at_install")
class TestToursDayCare(DayCase):
    """A manager with Odoo's default rights sets up service, and a care rule with its preview."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.us")
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Day Greeting",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "subject": "Hello",
                "body_html": "<p>Hello</p>",
            }
        )
        mute = cls.env["res.partner"].create({"name": "Day Mute"})
        closed = cls.env.ref("repair_customer_segmentation.repair_case_stage_closed")
        now = fields.Datetime.now()
        for partner in (cls.caller, mute):
            for days in (*range(5, 25, 4), 21):
                day = now - timedelta(days=days)
                cls.case(
                    "Care", partner, stage_id=closed.id, date_open=day, date_closed=day, amount=2000
                )
        cls.policy.classify()

    def set_up(self, lang, phone=False):
        if not public_holidays.is_installed():
            self.skipTest("needs the library holidays")
        clicks = self.walk("repair_day_service_tour", self.manager, lang, phone, URL)
        most = MOST_TAPS if phone else MOST_CLICKS
        self.assertLessEqual(clicks["service ready"], most["service ready"])
        company = [("company_id", "=", self.company.id)]
        rules = self.env["repair.care.rule"].search(company)
        plans = self.env["repair.maintenance.plan"].search(company)
        self.assertTrue(all(rules.mapped("is_on")))
        self.assertTrue(all(plans.mapped("is_running")))
        self.assertEqual(rules.previewer_id | plans.previewer_id, self.manager)
        self.assertEqual(self.company.repair_levels_seen_by_id, self.manager)

    def care(self, lang, phone=False):
        clicks = self.walk("repair_day_care_tour", self.manager, lang, phone, URL)
        most = MOST_TAPS if phone else MOST_CLICKS
        self.assertLessEqual(clicks["care rule"], most["care rule"])
        rule = self.env["repair.care.rule"].search([("name", "=", "Day Care")])
        self.assertRecordValues(
            rule,
            [
                {
                    "is_on": True,
                    "occasion": "repair",
                    "days": 25,
                    "action": "email",
                    "template_id": self.template.id,
                    "tier_ids": self.best.ids,
                    "previewer_id": self.manager.id,
                    "company_id": self.company.id,
                }
            ],
        )

    def test_service_in_english_on_a_desktop(self):
        self.set_up("en_US")

    def test_service_in_chinese_on_a_phone(self):
        self.set_up("zh_CN", phone=True)

    def test_care_in_english_on_a_desktop(self):
        self.care("en_US")

    def test_care_in_chinese_on_a_phone(self):
        self.care("zh_CN", phone=True)
