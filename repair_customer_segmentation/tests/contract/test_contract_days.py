from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..bases.contract import ContractCase


@tagged("post_install", "-at_install")
class TestContractDays(ContractCase):
    """What the days bring: next terms, reminders; each once, also after days without a run."""

    def run_on(self, day):
        """Run the scheduled action at noon of a day."""
        self.env.flush_all()
        with freeze_time(f"{day} 11:00:00"), self.enter_registry_test_mode():
            self.env.ref(
                "repair_customer_segmentation.ir_cron_follow_contracts"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def terms(self, contract):
        return [
            (str(term.date_start), str(term.date_end))
            for term in contract.term_ids.sorted("date_start")
        ]

    def test_a_contract_renews_itself_once_also_after_missed_days(self):
        contract = self.contract(first="2024-02-29", renewal="auto", price_year=120)
        case = self.case()
        self.run_on("2025-02-28")
        self.assertEqual(self.terms(contract), [("2024-02-29", "2025-02-28")])
        self.run_on("2025-03-09")
        self.run_on("2025-03-09")
        terms = [("2024-02-29", "2025-02-28"), ("2025-03-01", "2026-02-28")]
        self.assertEqual(self.terms(contract), terms)
        self.assertEqual(contract.term_ids.mapped("price"), [120, 120])
        self.assertEqual((case.contract_id, case.service_level_id), (contract, self.best))
        with freeze_time("2028-03-01 11:00:00"):
            self.assertEqual(contract.state, "running")
        self.run_on("2028-02-29")
        self.assertEqual(
            self.terms(contract)[2:], [("2026-03-01", "2027-02-28"), ("2027-03-01", "2028-02-29")]
        )
        self.run_on("2028-03-01")
        self.assertEqual(self.terms(contract)[4:], [("2028-03-01", "2029-02-28")])
        self.assertEqual(contract.months, 12)

    def test_a_cancelled_one_does_not(self):
        contract = self.contract(first="2024-01-13", renewal="auto")
        contract.write({"cancel_date": "2025-01-13", "cancel_reason": "Moved"})
        self.run_on("2025-02-01")
        self.assertEqual(len(contract.term_ids), 1)
        self.assertEqual(contract.state, "cancelled")

    def test_renewed_by_hand(self):
        contract = self.contract(price_year=1200)
        contract.action_renew()
        self.assertEqual(
            self.terms(contract), [("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31")]
        )
        with self.assertRaisesRegex(UserError, "its next term is there already"):
            contract.action_renew()
        contract.price_year = 2400
        self.assertEqual(contract.term_ids.sorted("date_start").mapped("price"), [1200, 2400])
        with self.assertRaisesRegex(ValidationError, "was renewed: its first term ends"):
            contract.date_start = "2026-01-01"

    def test_a_renewal_that_overlaps_is_refused(self):
        contract = self.contract(device_ids=self.kettle.ids)
        other = self.contract(first="2026-02-01", device_ids=self.kettle.ids)
        with self.assertRaisesRegex(
            ValidationError, f"{contract.reference}.*{other.reference}.*Kettle"
        ):
            contract.action_renew()

    def todo(self, contract):
        """Return the activities of a contract, looked up anew."""
        of_contract = [("res_model", "=", contract._name), ("res_id", "=", contract.id)]
        return self.env["mail.activity"].search(of_contract)

    def activities(self, contract):
        return [(a.user_id, a.date_deadline, a.summary) for a in self.todo(contract)]

    def test_somebody_is_reminded_once(self):
        manager = self.user("rcs_manager", "manager")
        agent = self.user("rcs_agent", "user")
        contract = self.contract(date_end="2025-03-31", user_id=manager.id)
        self.run_on("2025-02-28")
        self.assertFalse(self.todo(contract))
        self.ann.user_id = agent
        self.run_on("2025-03-01")
        self.run_on("2025-03-02")
        summary = f"{contract.reference} of Ann ends on March 31, 2025"
        self.assertEqual(self.activities(contract), [(agent, date(2025, 3, 1), summary)])
        self.todo(contract).unlink()
        self.run_on("2025-03-31")
        contract.date_end = "2025-04-15"
        self.run_on("2025-04-01")
        self.assertFalse(self.todo(contract))
        contract.date_end = "2026-03-31"
        self.run_on("2026-03-20")
        self.assertEqual(len(self.todo(contract)), 1)
        self.todo(contract).unlink()
        with freeze_time("2026-03-20 11:00:00"):
            contract.action_renew()
        self.run_on("2026-03-21")
        self.assertFalse(self.todo(contract))
        self.run_on("2027-06-05")
        self.assertEqual(len(self.todo(contract)), 1)

    def test_who_is_told(self):
        stranger = self.user("rcs_stranger")
        manager = self.user("rcs_manager", "manager")
        agent = self.user("rcs_agent", "user")
        self.ann.user_id = stranger
        contract = self.contract(date_end="2025-01-31", user_id=agent.id)
        self.run_on("2025-01-20")
        self.assertEqual(self.todo(contract).user_id, agent)
        other = self.contract(self.bob, date_end="2025-02-03", user_id=stranger.id)
        self.run_on("2025-01-21")
        told = self.todo(other).user_id
        self.assertEqual(len(told), 1)
        self.assertTrue(told.has_group("repair_customer_segmentation.group_manager"))
        self.assertIn(self.company, told.company_ids)
        self.assertTrue(manager.active)

    def test_no_reminder_where_none_is_wanted(self):
        self.company.repair_contract_notice_days = 0
        contract = self.contract(date_end="2025-01-31")
        old = self.contract(self.bob, first="2020-01-01")
        self.run_on("2025-01-20")
        self.company.repair_contract_notice_days = 30
        contract.user_id = self.user("rcs_agent", "user")
        cancelled = self.contract(self.customer("Cyd"), date_end="2025-01-31")
        cancelled.write({"cancel_date": "2025-01-13", "cancel_reason": "Moved"})
        self.run_on("2025-01-21")
        self.assertEqual(len(self.todo(contract)), 1)
        self.assertFalse(self.todo(old) or self.todo(cancelled))

    def test_open_cases_follow_the_days(self):
        contract = self.contract(first="2025-01-15", date_end="2025-01-16")
        case = self.case()
        self.run_on("2025-01-14")
        self.assertEqual(case.service_level_id, self.basic)
        self.run_on("2025-01-15")
        self.assertEqual((case.contract_id, case.service_level_id), (contract, self.best))
        self.run_on("2025-01-20")
        self.assertEqual((case.contract_id.id, case.service_level_id), (False, self.basic))

    def test_cancelled_yesterday(self):
        contract, case = self.contract(), self.case()
        dialog = self.env["repair.contract.cancel"].create(
            {"contract_id": contract.id, "cancel_reason": "Sold", "cancel_date": "2025-01-12"}
        )
        dialog.action_cancel()
        self.assertEqual(contract.state, "cancelled")
        self.assertEqual(str(contract.date_until), "2025-01-11")
        self.assertEqual(case.service_level_id, self.basic)
        with self.assertRaisesRegex(ValidationError, "Reason for Cancelling"):
            contract.cancel_reason = " "

    def test_what_the_last_term_was_worth(self):
        contract = self.contract(
            first="2024-01-01", date_end="2024-12-31", price_year=300, device_ids=self.kettle.ids
        )
        kettle = {"device_id": self.kettle.id, "stage_id": self.stage_closed.id}
        self.history(
            [
                (self.ann, "2024-06-01", 50, kettle),
                # Half past midnight of the first day in Berlin.
                (self.ann, "2023-12-31 23:30:00", 7, kettle),
                (self.ann, "2024-12-31 23:30:00", 1000, kettle),
                (self.ann, "2024-06-01", 1000, {"device_id": self.lamp.id}),
                (self.ann, "2024-06-01", 1000, {**kettle, "stage_id": self.stage_cancelled.id}),
            ]
        )
        self.assertRecordValues(
            contract,
            [{"term_price": 300, "term_repair_count": 2, "term_repair_amount": 57}],
        )
