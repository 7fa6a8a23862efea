"""Customers with a device each and some repairs, and the daily run of three plans for them."""

from odoo.addons.repair_customer_segmentation.models.care.visit_rows import VisitRows
from odoo.addons.repair_customer_segmentation.models.care.visit_run import VisitRun

from support.data import Sink

FIRST_OWNER = 5_000_000
BATCHES = 3
SCAN = """
    SELECT d.id, d.purchase_date, p.id, c.id, c.date_closed
      FROM repair_device AS d
      JOIN res_partner AS p ON p.id = d.commercial_partner_id
      LEFT JOIN repair_case AS c ON c.device_id = d.id
"""


class Maintenance:
    """Bought on any day of the last two years, so that a day's visits are a day's."""

    def __init__(self, env):
        self.env = env
        self.cr = env.cr
        self.opened = 0
        self.run = VisitRun(env.company)

    def fill(self, customers):
        """Make the customers, their devices and one to six repairs of each, and three plans."""
        values = {
            "first": FIRST_OWNER,
            "count": customers,
            "company": self.env.company.id,
            "stage": self.env.ref("repair_customer_segmentation.repair_case_stage_closed").id,
            "currency": self.env.company.currency_id.id,
        }
        self.cr.execute(
            """
            INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, active, type)
            SELECT %(first)s + i, 'Customer ' || i, 'Customer ' || i, %(first)s + i, TRUE,
                   'contact'
              FROM generate_series(1, %(count)s) AS i
            """,
            values,
        )
        self.cr.execute(
            """
            INSERT INTO repair_device (name, partner_id, commercial_partner_id, company_id, active,
                                       purchase_date, create_date)
            SELECT 'Device ' || i, %(first)s + i, %(first)s + i, %(company)s, TRUE,
                   current_date - i %% 730, now()
              FROM generate_series(1, %(count)s) AS i
            """,
            values,
        )
        self.cr.execute(
            """
            INSERT INTO repair_case
                   (name, reference, partner_id, commercial_partner_id, device_id, company_id,
                    stage_id, state, currency_id, impact, urgency, priority, active, date_open,
                    date_closed)
            SELECT 'Repair', 'C' || d.id || '-' || n, d.partner_id, d.partner_id, d.id,
                   %(company)s, %(stage)s, 'closed', %(currency)s, '2', '2', '1', TRUE,
                   now() - (n * 60 + d.id %% 30) * interval '1 day',
                   now() - (n * 60 - 1 + d.id %% 30) * interval '1 day'
              FROM repair_device AS d, generate_series(1, 1 + d.id %% 6) AS n
             WHERE d.partner_id > %(first)s
            """,
            values,
        )
        for table in ("res_partner", "repair_device", "repair_case"):
            self.cr.execute(f"ANALYZE {table}")
        level = {"scope": "level", "service_level_id": self.env.company.repair_service_level_id.id}
        plans = self.env["repair.maintenance.plan"].create(
            [
                {"name": "Months", **level},
                {"name": "Repairs", "rhythm": "repairs", **level},
                {"name": "Own", "rhythm": "own", "date_start": "2020-01-01", **level},
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

    def find_due(self):
        for plan in self.plans:
            VisitRows(plan).refresh()
        self.run.skip_those_not_held()
        self.cr.commit()

    def preview(self):
        self.env["repair.maintenance.forecast"].formatted_read_group(
            [], ["date_due:month"], ["visit_count:sum", "planned_hours:sum"]
        )

    def open_some(self):
        for _batch in range(BATCHES):
            self.opened += self.run.open_batch()
            self.env.flush_all()
            self.cr.commit()
