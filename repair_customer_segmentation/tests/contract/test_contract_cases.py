from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..bases.contract import ContractCase


@tagged("post_install", "-at_install")
class TestContractCases(ContractCase):
    """Open cases are served by the contract that covers them; closed ones keep their promise."""

    def test_a_running_contract_goes_before_the_tiers(self):
        contract = self.contract(date_end="2025-12-31")
        case = self.case()
        self.assertRecordValues(
            case, [{"contract_id": contract.id, "service_level_id": self.best.id}]
        )
        note = rf"Best \(by contract {contract.reference} until December 31, 2025\)"
        self.assertRegex(case.queue_note, note)
        self.assertEqual(case.contract_days, "until December 31, 2025")
        self.assertEqual(case.customer_contract_ids, contract)
        case.write(
            {"service_level_override_id": self.basic.id, "service_level_reason": "As agreed"}
        )
        self.assertEqual(case.service_level_id, self.basic)
        case.action_follow_customer()
        self.assertEqual(case.service_level_id, self.best)

    def test_open_cases_follow_at_once(self):
        case = self.case()
        self.assertEqual(case.service_level_id, self.basic)
        contract = self.contract()
        self.assertEqual((case.contract_id, case.service_level_id), (contract, self.best))
        contract.service_level_id = self.basic
        self.assertEqual(case.service_level_id, self.basic)
        contract.service_level_id = self.best
        contract.write({"cancel_date": "2025-01-13", "cancel_reason": "Sold the house"})
        self.assertEqual((case.contract_id.id, case.service_level_id), (False, self.basic))
        contract.write({"cancel_date": False, "cancel_reason": False})
        self.assertEqual(case.contract_id, contract)
        contract.partner_id = self.bob
        self.assertFalse(case.contract_id)

    def test_devices(self):
        contract = self.contract(device_ids=self.kettle.ids)
        case, other = self.case(device_id=self.lamp.id), self.case()
        self.assertFalse(case.contract_id or other.contract_id)
        case.device_id = self.kettle
        self.assertEqual(case.service_level_id, self.best)
        contract.device_ids = self.lamp
        self.assertEqual(case.service_level_id, self.basic)
        contract.device_ids = self.kettle | self.lamp
        self.assertEqual(case.service_level_id, self.best)
        self.kettle.partner_id = self.bob
        self.assertEqual(case.service_level_id, self.basic)
        self.assertEqual(contract.covered_text, "Lamp")
        self.assertEqual(contract.lost_text, "No longer the customer's, so not covered: Kettle")
        self.assertIn("now belongs to Bob", contract.message_ids[0].body)
        self.contract(self.bob, device_ids=self.kettle.ids)

    def test_a_contract_for_all_devices_covers_no_device_of_others(self):
        self.contract()
        case = self.case(device_id=self.kettle.id)
        self.assertEqual(case.service_level_id, self.best)
        self.kettle.partner_id = self.bob
        self.assertEqual(case.service_level_id, self.basic)

    def test_a_case_that_gets_another_customer(self):
        self.contract(self.bob)
        case = self.case()
        case.partner_id = self.bob
        self.assertEqual(case.service_level_id, self.best)

    def test_closed_cases_keep_what_was_promised(self):
        contract = self.contract()
        case = self.case(device_id=self.kettle.id)
        case.action_close()
        contract.write({"cancel_date": "2025-01-13", "cancel_reason": "Sold"})
        case.device_id = self.lamp
        self.env["repair.case"]._refresh_service_levels(self.company)
        self.assertRecordValues(
            case, [{"contract_id": contract.id, "service_level_id": self.best.id}]
        )
        case.action_reopen()
        self.assertRecordValues(case, [{"contract_id": False, "service_level_id": self.basic.id}])

    def test_from_day_to_day(self):
        """In Berlin, 23:30 UTC is half past midnight."""
        contract = self.contract(first="2025-01-15", date_end="2025-01-16")
        case = self.case()
        for moment, state, level in (
            ("2025-01-14 22:59:59", "planned", self.basic),
            ("2025-01-14 23:00:00", "running", self.best),
            ("2025-01-16 22:59:59", "running", self.best),
            ("2025-01-16 23:00:00", "ended", self.basic),
        ):
            with self.subTest(moment), freeze_time(moment):
                self.days_change()
                self.assertEqual(contract.state, state)
                self.assertEqual(case.service_level_id, level)
                self.assertEqual(self.level_of(self.ann), level)

    def test_days_are_those_of_the_company(self):
        for tz, moment, state in (
            ("Asia/Shanghai", "2025-01-14 15:59:59", "planned"),
            ("Asia/Shanghai", "2025-01-14 16:00:00", "running"),
            ("Asia/Shanghai", "2025-01-15 16:00:00", "ended"),
            ("America/Los_Angeles", "2025-01-15 07:59:59", "planned"),
            ("America/Los_Angeles", "2025-01-15 08:00:00", "running"),
            ("America/Los_Angeles", "2025-01-16 07:59:59", "running"),
            ("America/Los_Angeles", "2025-01-16 08:00:00", "ended"),
        ):
            self.calendar.tz = tz
            self.env.registry.clear_cache()
            with self.subTest(tz=tz, moment=moment), freeze_time(moment):
                contract = self.contract(first="2025-01-15", date_end="2025-01-15")
                self.assertEqual(contract.state, state)
                found = self.env["repair.service.contract"].search(
                    [("id", "=", contract.id), ("state", "=", state)]
                )
                self.assertEqual(found, contract)
                running = state == "running"
                self.assertEqual(self.level_of(self.ann), self.best if running else self.basic)
                contract.write({"cancel_date": "2025-01-15", "cancel_reason": "Test"})

    def test_customers_have_the_level_of_a_contract_for_all_devices(self):
        self.history([(self.ann, "2025-01-01", 10), (self.bob, "2025-01-01", 10)])
        self.policy.classify(as_of=datetime(2025, 1, 13))
        profiles = self.env["repair.customer.profile"]
        ann, bob = self.profile_of(self.ann), self.profile_of(self.bob)
        self.contract(
            self.bob,
            device_ids=self.env["repair.device"]
            .create({"name": "Fan", "partner_id": self.bob.id, "company_id": self.company.id})
            .ids,
        )
        self.assertEqual(ann.service_level_id, self.basic)
        contract = self.contract()
        (ann | bob).invalidate_recordset()
        self.assertEqual((ann.service_level_id, bob.service_level_id), (self.best, self.basic))
        mine = [("company_id", "=", self.company.id)]
        self.assertEqual(profiles.search([*mine, ("service_level_id", "=", self.best.id)]), ann)
        self.assertEqual(
            dict(profiles._read_group(mine, ["service_level_id"], ["__count"])),
            {self.best: 1, self.basic: 1},
        )
        self.assertEqual(self.ann.repair_service_level_id, self.best)
        self.assertEqual(
            self.ann.repair_service_why,
            f"by contract {contract.reference} until December 31, 2025",
        )
        self.assertEqual(self.bob.repair_service_why, "default level")
        self.assertIs(contract.overlap_text, False)
        self.assertIs(contract.lost_text, False)
        self.assertEqual(
            self.ann.repair_contract_next,
            f"Contract {contract.reference} ends on December 31, 2025.",
        )

    def test_what_a_contract_stands_on_is_not_deleted(self):
        contract = self.contract(device_ids=self.kettle.ids)
        with self.assertRaisesRegex(UserError, f"Kettle.*covered by contract {contract.reference}"):
            self.kettle.unlink()
        with self.assertRaisesRegex(UserError, f"Ann.*service contract {contract.reference}"):
            self.ann.unlink()
        with self.assertRaisesRegex(UserError, "has begun"):
            contract.unlink()
        case = self.case(device_id=self.kettle.id)
        planned = self.contract(self.bob, first="2025-02-01")
        planned.unlink()
        self.assertEqual(case.contract_id, contract)
