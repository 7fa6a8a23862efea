from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bases.day import MODULE, DayCase


@tagged("post_install", "-at_install")
class TestToursDayCustomer(DayCase):
    """A customer reports a problem, writes, rates a repair and has it opened again."""

    def day(self, lang, phone=False):
        customer = new_test_user(
            self.env,
            "day_customer",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            partner_id=self.caller.id,
        )
        closed = self.env.ref(f"{MODULE}.repair_case_stage_closed")
        done = self.case(
            "Day: lamp stays dark", user_id=self.technician.id, device_id=self.device.id
        )
        done.stage_id = closed
        self.walk("repair_day_customer_tour", customer, lang, phone, "/my")
        reported = self.env["repair.case"].search([("name", "=", "Day: door will not close")])
        self.assertRecordValues(
            reported,
            [
                {
                    "partner_id": self.caller.id,
                    "device_id": self.device.id,
                    "company_id": self.company.id,
                    "team_id": self.team.id,
                    "state": "open",
                    # What the customer writes is no answer of ours.
                    "first_response_date": False,
                }
            ],
        )
        self.assertIn("at home on Friday", reported.message_ids[0].body)
        self.assertRecordValues(done.rating_ids, [{"rating": 1, "feedback": "Still dark"}])
        self.assertRecordValues(
            done, [{"state": "open", "reopen_count": 1, "user_id": self.technician.id}]
        )
        self.assertIn(self.technician.partner_id, self.told(done))

    def test_english_on_a_desktop(self):
        self.day("en_US")

    def test_english_on_a_phone(self):
        self.day("en_US", phone=True)

    def test_chinese_on_a_desktop(self):
        self.day("zh_CN")

    def test_chinese_on_a_phone(self):
        self.day("zh_CN", phone=True)
