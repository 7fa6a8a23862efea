from odoo.tests import tagged

from ..bases.maintenance import MaintenanceCase, on


@tagged("post_install", "-at_install")
class TestContractVisits(MaintenanceCase):
    """The visits that a contract includes, against those that its customer had."""

    def test_devices_due_on_one_day_are_one_visit_of_the_contract(self):
        with on("2025-01-14"):
            oven = self.device(self.ann, "Oven")
            contract = self.env["repair.service.contract"].create(
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "service_level_id": self.best.id,
                    "date_start": "2025-02-01",
                    "visits_year": 2,
                }
            )
            plan = self.plan(
                scope="contract", device_id=False, contract_id=contract.id, interval_months=6,
                counts_from="calendar", start_from="plan", date_start="2025-02-01", lead_days=0,
            )  # fmt: skip
        self.run_on("2025-02-01")
        with on("2025-02-10"):
            self.assertEqual(len(plan.visit_ids.filtered("case_id")), 2)
            self.assertEqual(contract.visit_count, 1)
            plan.visit_ids.filtered(lambda visit: visit.device_id == oven).case_id.action_close()
            self.assertEqual(contract.visit_count, 1)
        self.run_on("2025-08-01")
        with on("2025-08-01"):
            self.env.invalidate_all()
            self.assertEqual(contract.visit_count, 2)
