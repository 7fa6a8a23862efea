from odoo.tests import tagged

from ...models.care.visit_run import VisitRun
from ..bases.maintenance import MaintenanceCase, on


@tagged("post_install", "-at_install")
class TestMaintenanceWorkers(MaintenanceCase):
    """The scheduled action, and two processes that come to it at once."""

    def test_two_workers_open_each_visit_once(self):
        """The second one leaves at once while the first has the turn, and looks in again later."""
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15")
            run = VisitRun(self.company)
            with self.registry.cursor() as other:
                other.execute(
                    "SELECT pg_advisory_lock(hashtext(%s), %s)",
                    ["repair.maintenance.visit", self.company.id],
                )
                self.assertTrue(run.run())
                self.assertEqual(self.visits(plan), [("2025-01-15", "planned", False)])
                other.execute("SELECT pg_advisory_unlock_all()")
            cron = self.env.ref("repair_customer_segmentation.ir_cron_open_visits")
            self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))

    def test_the_scheduled_action(self):
        """In batches that are committed, and a run that finds nothing to do changes nothing."""
        with on("2025-01-14"):
            plan = self.plan(date_start="2025-01-15")
            cron = self.env.ref("repair_customer_segmentation.ir_cron_open_visits")
            for _run in range(2):
                self.env.flush_all()
                with self.enter_registry_test_mode():
                    cron.method_direct_trigger()
                self.env.invalidate_all()
                self.assertEqual(self.visits(plan), [("2025-01-15", "opened", False)])
