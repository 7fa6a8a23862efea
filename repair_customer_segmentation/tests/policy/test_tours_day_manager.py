from odoo.tests import tagged

from ..bases.day import DayCase


@tagged("post_install", "-at_install")
class TestToursDayManager(DayCase):
    """A manager reassigns, overrides, plans calls, writes to many, and changes the rules."""

    def day(self, lang, phone=False):
        case = self.case("Day: fan rattles", user_id=self.technician.id)
        self.walk("repair_day_manager_tour", self.manager, lang, phone, "/odoo/my-repair-cases")
        self.assertEqual(case.user_id, self.clerk)
        self.assertIn(self.clerk.partner_id, self.told(case))
        override = self.env["repair.segmentation.override"].search(
            [("company_id", "=", self.company.id)]
        )
        active = self.company.repair_policy_id
        self.assertRecordValues(
            override,
            [
                {
                    "partner_id": self.near.id,
                    "dimension": "value",
                    "reason": "Contract signed",
                    "create_uid": self.manager.id,
                }
            ],
        )
        self.assertRecordValues(active, [{"version": 2, "state": "active", "window_months": 24}])
        self.assertEqual(self.near.with_company(self.company).repair_value_tier_id.name, "Day Best")
        planned = self.near.activity_ids
        self.assertEqual(planned.user_id, self.manager)
        self.assertEqual(len(planned), 2, "a call, and one of the many")
        self.assertEqual(self.far.activity_ids.mapped("summary"), ["Offer a check"])
        self.assertEqual(len(self.caller.activity_ids), 0 if phone else 1)

    def test_english_on_a_desktop(self):
        self.day("en_US")

    def test_chinese_on_a_phone(self):
        self.day("zh_CN", phone=True)
