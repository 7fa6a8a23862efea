from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.service.benefit_changes import BenefitChanges
from ..bases.contract import ContractCase


@tagged("post_install", "-at_install")
class TestContractMerge(ContractCase):
    """Two customers with all of it on both sides become one: nothing is lost, nothing is double."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.max = cls.user("rcs_max", "manager")
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Team", "company_id": cls.company.id, "member_ids": cls.max.ids}
        )
        cls.team.membership_ids.customer_capacity = 5
        cls.best.dedicated_manager = True
        cls.care = cls.env["repair.contract.template"].create(
            {
                "name": "Care",
                "company_id": cls.company.id,
                "service_level_id": cls.best.id,
                "price_year": 100,
            }
        )
        with freeze_time("2024-06-01 09:00:00"):
            cls.first, cls.second = (
                cls.case(each, name=f"Of {each.name}", amount=80, stage_id=cls.stage_closed.id)
                for each in (cls.ann, cls.bob)
            )
        cls.works = cls.env["repair.declined.work"].create(
            [
                {"name": f"Brushes of {case.partner_id.name}", "case_id": case.id, "amount": 30}
                for case in (cls.first, cls.second)
            ]
        )
        cls.policy.classify(as_of=datetime(2025, 1, 13))

    def merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann | self.bob).ids, self.bob)
        self.policy.classify(as_of=datetime(2025, 1, 13))
        self.env.flush_all()
        self.env.invalidate_all()

    def follow(self):
        for benefit in self.env["repair.customer.benefit"]._benefits():
            changes = BenefitChanges(self.company, benefit)
            while changes.follow():
                pass
        self.env.invalidate_all()

    def remind(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "repair_customer_segmentation.ir_cron_follow_contracts"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_all_of_it_on_both_sides(self):
        contracts = self.contract(date_end="2025-01-31", user_id=self.max.id)
        contracts |= self.contract(self.bob, date_end="2025-01-31", user_id=self.max.id)
        self.follow()
        self.assertEqual((self.ann | self.bob).user_id, self.max)
        self.remind()
        self.assertEqual(len(contracts.activity_ids), 2)
        self.merge()
        self.assertEqual(contracts.commercial_partner_id, self.bob)
        self.assertEqual(contracts.mapped("is_overlapping"), [True, True])
        self.assertEqual(self.works.commercial_partner_id, self.bob)
        self.assertEqual(self.works.mapped("amount"), [30, 30])
        self.assertEqual(self.bob.repair_declined_count, 2)
        self.follow()
        self.assertEqual(self.bob.user_id, self.max)
        benefit = self.env["repair.customer.benefit"].search([("partner_id", "=", self.bob.id)])
        self.assertRecordValues(benefit, [{"kind": "manager", "value": self.max.id}])
        self.remind()
        for contract in contracts:
            self.assertEqual(len(contract.activity_ids), 2)
            self.assertEqual(contract.activity_ids.user_id, self.max)
            self.assertEqual(
                contract.activity_ids.mapped("summary").count("Overlapping contracts"), 1
            )
        contracts[0].write({"cancel_date": "2025-01-13", "cancel_reason": "Merged"})
        contracts[1].write({"cancel_date": "2025-01-13", "cancel_reason": "Merged"})
        self.follow()
        self.assertFalse(self.bob.user_id)

    def test_offers_of_both_are_one(self):
        offers = self.env["repair.contract.offer"].with_user(self.max)
        both = offers.search([("company_id", "=", self.company.id)])
        self.assertEqual(sorted(both.mapped("saving")), [-20, -20])
        both.action_plan_call()
        self.env.flush_all()
        self.merge()
        both = offers.search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            both, [{"partner_id": self.bob.id, "repair_count": 2, "amount": 160, "saving": 60}]
        )
        self.assertRecordValues(
            self.bob.activity_ids,
            [{"summary": "Offer a contract: Care", "user_id": self.max.id}],
        )
        both.action_plan_call()
        self.assertEqual(len(self.bob.activity_ids), 1)

    def test_who_has_a_contract_is_not_offered_one(self):
        self.contract(device_ids=self.kettle.ids)
        offers = self.env["repair.contract.offer"].with_user(self.max)
        self.assertEqual(offers.search([("company_id", "=", self.company.id)]).partner_id, self.bob)
        self.merge()
        self.assertFalse(offers.search([("company_id", "=", self.company.id)]))
        self.assertEqual(self.case(self.bob, device_id=self.kettle.id).service_level_id, self.best)
