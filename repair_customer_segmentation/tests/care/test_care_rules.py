from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import tagged

from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareRules(CareCase):
    def test_nobody_switches_on_what_nobody_has_looked_at(self):
        rule = self.rule("birthday", is_on=False)
        with self.assertRaises(RedirectWarning):
            rule.action_switch_on()
        rule.action_preview()
        rule.hour_to = 17
        with self.assertRaises(RedirectWarning):
            rule.action_switch_on()
        rule.action_preview()
        rule.action_switch_on()
        self.assertTrue(rule.is_on)
        manager = self.user("rcs_manager", "manager")
        with self.assertRaises(AccessError):
            rule.with_user(manager).is_on = False

    def test_bad_rules_are_refused_with_the_field(self):
        other = self.env["mail.template"].search([("model", "=", "repair.case")], limit=1)
        for field, values in {
            "Email Template": {"template_id": other.id},
            "Days": {"days": -1},
            "“Fixed date”": {"occasion": "date", "month": "2", "day_of_month": 31},
            "“From”": {"hour_from": 18, "hour_to": 9},
            "“To”": {"hour_from": 0, "hour_to": 0},
            "Further Conditions": {"domain": "[('no_such_field', '=', 1)]"},
            "Further Conditions” of": {"domain": "[('name'"},
            "“Holiday”": {
                "occasion": "holiday",
                "holiday_country_id": self.env.ref("base.de").id,
                "holiday_name": "No Such Day",
            },
        }.items():
            with self.subTest(values), self.assertRaisesRegex(ValidationError, field):
                self.rule(**{"occasion": "birthday", "is_on": False, **values})

    def test_reads_back(self):
        rule = self.rule("repair", is_on=False, days=14, customer_kind="company")
        self.assertEqual(
            rule.sentence,
            "14 days after a closed repair: email “Greeting” to all companies, on working days, "
            "09:00 to 18:00",
        )

    def test_a_rule_with_contacts_stays_on_record(self):
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3)
        self.care()
        with self.assertRaises(UserError):
            rule.unlink()
        rule.active = False
        self.assertFalse(rule.is_on)

    def test_numbers_of_days_are_said_in_words(self):
        """One day is no plural, and none is the day itself."""
        rule = self.rule("rise", is_on=False)
        for occasion, texts in {
            "repair": ("On the day a repair is closed", "1 day after a closed repair"),
            "device": ("On the day a device is bought", "1 day after a device was bought"),
            "silence": ("On the day of the last repair", "After 1 day without a repair"),
            "fall": ("On the day of a downgrade", "1 day before a downgrade"),
            "rise": ("On the day of an upgrade", "1 day after an upgrade"),
            "contract": ("On the last day of a contract", "1 day before a contract ends"),
            "declined": ("On the day work is declined", "1 day after work was declined"),
        }.items():
            for days, text in enumerate(texts):
                rule.write({"occasion": occasion, "days": days})
                self.assertTrue(rule.sentence.startswith(text + ": "), rule.sentence)
            rule.days = 2
            self.assertIn("2 days", rule.sentence)
        rule.write(
            {
                "occasion": "holiday",
                "holiday_country_id": self.env.ref("base.de").id,
                "holiday_name": "New Year's Day",
                "days": 1,
            }
        )
        self.assertIn("1 day before New Year's Day (Germany)", rule.sentence)
