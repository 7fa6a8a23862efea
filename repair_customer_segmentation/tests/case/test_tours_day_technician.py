from datetime import timedelta

from odoo.tests import tagged

from ..bases.day import DayCase


@tagged("post_install", "-at_install")
class TestToursDayTechnician(DayCase):
    """A technician takes a case, writes, waits for a part, and closes with what it came to."""

    def day(self, lang, phone=False):
        next_one = self.case("Day: pump hums", self.near, user_id=self.technician.id)
        case = self.case("Day: nobodys", description="<p>Smells of burning</p>")
        clicks = self.walk(
            "repair_day_technician_tour", self.technician, lang, phone, "/odoo/my-repair-cases"
        )
        self.assert_no_more_clicks(clicks, "closing", phone=phone)
        values = {"user_id": self.technician.id, "state": "closed", "resolution_state": "met"}
        self.assertRecordValues(
            case | next_one,
            [
                {**values, "amount": 120, "solution": "Heating element replaced"},
                {**values, "amount": 80, "solution": False},
            ],
        )
        waits = case.pause_ids.filtered(lambda pause: pause.cause == "waiting")
        self.assertEqual(len(waits), 1)
        self.assertTrue(waits.date_end)
        answer = case.message_ids.filtered(lambda m: "on its way" in (m.body or ""))
        self.assertIn(self.caller, answer.notified_partner_ids)
        self.assertAlmostEqual(case.first_response_date, answer.date, delta=timedelta(seconds=5))

    def test_english_on_a_desktop(self):
        self.day("en_US")

    def test_english_on_a_phone(self):
        self.day("en_US", phone=True)

    def test_chinese_on_a_desktop(self):
        self.day("zh_CN")

    def test_chinese_on_a_phone(self):
        self.day("zh_CN", phone=True)
