from odoo.tests import tagged

from ..bases.maintenance import MaintenanceCase, on


@tagged("post_install", "-at_install")
class TestMaintenanceMerge(MaintenanceCase):
    """Two customers become one: visits and their cases stay what they were, each once."""

    def rows(self):
        """Return (plan, device, customer, due, state, reason) of all visits, sorted."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.env["repair.maintenance.visit"].search([("company_id", "=", self.company.id)])
        return sorted(
            (
                visit.plan_id.name,
                visit.device_id.name,
                visit.commercial_partner_id.name,
                visit.date_due.isoformat(),
                visit.state,
                visit.reason or "",
            )
            for visit in found
        )

    def test_plans_of_a_contract_of_a_device_and_of_a_level(self):
        with on("2025-01-14"):
            contract = self.env["repair.service.contract"].create(
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "service_level_id": self.best.id,
                    "date_start": "2025-01-01",
                    "date_end": "2025-12-31",
                }
            )
            later = {"device_id": False, "date_start": "2025-05-01"}
            self.plan(name="Contract", scope="contract", contract_id=contract.id, **later)
            single = self.plan(name="Device", date_start="2025-01-15")
            self.plan(name="Level", scope="level", service_level_id=self.basic.id, **later)
        self.run_on("2025-01-14")
        case = self.open_case(single)
        before = self.rows()
        self.assertEqual(
            before,
            [
                ("Contract", "Kettle", "Ann", "2025-07-15", "planned", ""),
                ("Device", "Kettle", "Ann", "2025-01-15", "opened", ""),
                ("Level", "Mill", "Bob", "2025-07-15", "planned", ""),
            ],
        )
        with on("2025-01-16"):
            merge = self.env["base.partner.merge.automatic.wizard"]
            merge._merge((self.ann | self.bob).ids, self.bob)
            self.assertEqual(
                [(row[0], row[1], *row[3:5]) for row in self.rows() if row[0] != "Contract"],
                [(row[0], row[1], *row[3:5]) for row in before if row[0] != "Contract"],
            )
        self.assertEqual({row[2] for row in self.rows()}, {"Bob"})
        self.assertEqual((case.partner_id, self.open_case(single)), (self.bob, case))
        self.complete(single, "2025-01-20")
        self.run_on("2025-07-01")
        self.run_on("2025-07-01")
        self.assertEqual(
            self.rows(),
            [
                # The contract of one covers the devices of both.
                ("Contract", "Kettle", "Bob", "2025-07-15", "opened", ""),
                ("Contract", "Mill", "Bob", "2025-07-15", "opened", ""),
                ("Device", "Kettle", "Bob", "2025-01-15", "done", ""),
                ("Device", "Kettle", "Bob", "2025-07-20", "planned", "visit"),
                ("Level", "Mill", "Bob", "2025-07-15", "skipped", "scope"),
            ],
        )
        cases = self.env["repair.case"].search([("device_id", "in", (self.kettle | self.mill).ids)])
        self.assertEqual(
            sorted(case.device_id.name for case in cases), ["Kettle", "Kettle", "Mill"]
        )
