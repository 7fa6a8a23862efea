from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...care import claims
from ...models.care.care_day import care_of
from ..bases.care import NOON, CareCase


@tagged("post_install", "-at_install")
class TestCareSms(CareCase):
    """Text messages leave by Odoo's own queue, where its app is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann.phone = "+4915112345678"

    def setUp(self):
        super().setUp()
        if "sms.sms" not in self.env:
            self.skipTest("needs Odoo's app sms")

    def texts(self):
        found = self.env["sms.sms"].search([("partner_id.name", "in", ("Ann", "Bob", "Black"))])
        return [(sms.number, sms.body) for sms in found]

    def greeting(self, **values):
        text = "Hello {{ object.name }}"
        return self.rule(
            "date",
            month="3",
            day_of_month=3,
            action="sms",
            sms_text=text,
            template_id=False,
            **values,
        )

    def test_who_gets_one_and_who_does_not(self):
        self.known("Bob")
        self.known("Black", phone="+4915187654321")
        self.known("Out", phone="+4915111111111").repair_care_opt_out = True
        self.known("Gone", phone="+4915122222222").active = False
        self.env["phone.blacklist"].create({"number": "+4915187654321"})
        self.classify()
        rule = self.greeting()
        expected = {
            ("Ann", False),
            ("Bob", "no_address"),
            ("Black", "blacklisted"),
            ("Out", "opted_out"),
            ("Gone", "archived"),
        }
        self.assertEqual({(row[1], row[3]) for row in self.preview()}, expected)
        self.care()
        self.assertEqual({(name, reason) for name, _s, reason in self.contacts(rule)}, expected)
        self.assertEqual(self.texts(), [("+4915112345678", "Hello Ann")])
        self.assertIn("Hello Ann", rule.contact_ids.message_id.body)
        self.care()
        self.assertEqual(len(self.texts()), 1)

    def test_quiet_hours_of_the_customer(self):
        """Half past eight in Shanghai is too early, whatever the clock says here."""
        self.ann.tz = "Asia/Shanghai"
        self.classify()
        rule = self.greeting(hour_from=9, hour_to=18)
        self.at("2025-03-03 00:30:00")
        self.care()
        self.assertEqual((self.contacts(rule), self.texts()), ([], []))
        self.at("2025-03-03 01:00:00")
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])

    def test_claimed_before_it_leaves(self):
        self.classify()
        rule = self.greeting()
        self.env.flush_all()
        run, told = care_of(self.company, rule, NOON)
        claims.plan(self.env.cr, run, told)
        claims.claim(self.env.cr, run, told[0], 10)
        self.at("2025-03-03 10:05:00")
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "uncertain", "interrupted")])
        self.assertEqual(self.texts(), [])
        rule.contact_ids.action_send_again()
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])
        self.assertEqual(len(self.texts()), 1)

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.ann.lang = "zh_CN"
        self.classify()
        rule = self.greeting()
        rule.with_context(lang="zh_CN").sms_text = "{{ object.name }}\u60a8\u597d"
        self.care()
        self.assertEqual(self.texts(), [("+4915112345678", "Ann\u60a8\u597d")])

    def test_without_the_app_it_is_refused_with_the_mend(self):
        registry = type(self.env.registry)
        has = registry.__contains__
        with (
            patch.object(registry, "__contains__", lambda s, n: n != "sms.sms" and has(s, n)),
            self.assertRaisesRegex(ValidationError, "SMS gateway"),
        ):
            self.greeting(is_on=False)
