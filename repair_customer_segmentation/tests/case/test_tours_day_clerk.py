import re

from odoo.tests import tagged

from ..bases.day import DayCase


@tagged("post_install", "-at_install")
class TestToursDayClerk(DayCase):
    """A clerk takes in a call, closes it, answers another one and corrects a customer."""

    def day(self, lang, phone=False):
        self.case("Day: fan rattles", self.near, user_id=self.technician.id)
        asked = self.case("Day: kettle leaks", device_id=self.device.id)
        clicks = self.walk(
            "repair_day_clerk_tour", self.clerk, lang, phone, "/odoo/my-repair-cases"
        )
        self.assert_no_more_clicks(clicks, "intake", "whole case", "closing", phone=phone)
        case = self.env["repair.case"].search(
            [("company_id", "=", self.company.id), ("name", "=", "Day: kettle does not heat")]
        )
        self.assertRecordValues(
            case,
            [
                {
                    "partner_id": self.caller.id,
                    "device_id": self.device.id,
                    "team_id": self.team.id,
                    "user_id": self.clerk.id,
                    "state": "closed",
                    "solution": "Descaled",
                    "amount": 0,
                    "response_state": "met",
                    "resolution_state": "met",
                }
            ],
        )
        self.assertTrue(asked.first_response_date)
        self.assertFalse(asked.message_ids[0].notified_partner_ids)
        self.assertEqual(re.sub(r"\D", "", self.near.phone), "14155550177")

    def test_english_on_a_desktop(self):
        self.day("en_US")

    def test_english_on_a_phone(self):
        self.day("en_US", phone=True)

    def test_chinese_on_a_desktop(self):
        self.day("zh_CN")

    def test_chinese_on_a_phone(self):
        self.day("zh_CN", phone=True)

    def test_amount_and_solution(self):
        """Whoever may see amounts types what was paid, too, with no more clicks than before."""
        for lang in ("en_US", "zh_CN"):
            for phone in (False, True):
                with self.subTest(lang=lang, phone=phone):
                    self.closes_with_amount(lang, phone)

    def closes_with_amount(self, lang, phone):
        clicks = self.walk(
            "repair_day_cashier_tour", self.cashier, lang, phone, "/odoo/my-repair-cases"
        )
        self.assert_no_more_clicks(clicks, "intake", "whole case", "closing", phone=phone)
        case = self.env["repair.case"].search(
            [("company_id", "=", self.company.id), ("user_id", "=", self.cashier.id)]
        )
        self.assertRecordValues(case, [{"state": "closed", "solution": "Descaled", "amount": 86.5}])
        # The next one takes in a customer whose device has no case.
        case.unlink()

    def test_clerk_of_all_cases(self):
        case = self.case("Day: other team", team_id=self.other_team.id)
        self.assertFalse(case.with_user(self.clerk).has_access("read"))
        self.walk(
            "repair_day_clerk_of_all_tour", self.clerk_of_all, "zh_CN", url="/odoo/repair-cases"
        )
        self.assertEqual(case.user_id, self.clerk_of_all)
