"""The customers of :class:`.care.Care`, whose devices three plans inspect day by day."""

from datetime import timedelta

from odoo import fields

from odoo.addons.repair_customer_segmentation.models.care.visit_rows import VisitRows
from odoo.addons.repair_customer_segmentation.models.care.visit_run import VisitRun

from support.data import Sink

LONG_AGO = timedelta(days=365)
SCAN = """
    SELECT d.id, d.purchase_date, p.id, c.id, c.date_closed
      FROM repair_device AS d
      JOIN res_partner AS p ON p.id = d.commercial_partner_id
      LEFT JOIN repair_case AS c ON c.device_id = d.id
"""


class Maintenance:
    """Three plans for all devices, which were bought on any day of the last three years."""

    def __init__(self, env):
        self.env = env
        self.cr = env.cr
        self.run = VisitRun(env.company)

    def prepare(self):
        """Make the plans."""
        level = {
            "scope": "level",
            "service_level_id": self.env.company.repair_service_level_id.id,
            "date_start": fields.Date.today() - LONG_AGO,
        }
        plans = self.env["repair.maintenance.plan"].create(
            [
                {"name": "Months", **level},
                {"name": "Repairs", "rhythm": "repairs", "repair_interval": 5, **level},
                {"name": "Own", "rhythm": "own", **level},
            ]
        )
        for plan in plans:
            plan.action_preview()
            plan.action_switch_on()
        self.plans = plans
        self.cr.execute("DELETE FROM repair_maintenance_visit")
        self.cr.commit()

    def scan(self):
        """Read the same tables once, the rows sent to the client and thrown away."""
        self.cr._obj.copy_expert(f"COPY ({SCAN}) TO STDOUT", Sink())

    def plan_all(self):
        """Plan the next visit of each device."""
        for plan in self.plans:
            VisitRows(plan).refresh()
        self.cr.commit()

    def reach_today(self):
        """Skip what had to be opened before today, as if the plans had been on all the time."""
        while True:
            self.cr.execute(
                """
                UPDATE repair_maintenance_visit SET state = 'skipped', skip_reason = 'hand'
                 WHERE state = 'planned' AND date_opening < current_date
                """
            )
            held = self.cr.rowcount
            self.cr.commit()
            if not held:
                return
            self.plan_all()

    def visits_of_today(self):
        """Do the daily run: plan all visits anew and open those of today."""
        self.run.run()
        self.cr.commit()

    def opened(self):
        self.cr.execute("SELECT count(*) FROM repair_maintenance_visit WHERE state = 'opened'")
        return self.cr.fetchone()[0]

    def preview(self):
        """Add up the visits of a year by month."""
        self.env["repair.maintenance.forecast"].formatted_read_group(
            [], ["date_due:month"], ["visit_count:sum", "planned_hours:sum"]
        )
