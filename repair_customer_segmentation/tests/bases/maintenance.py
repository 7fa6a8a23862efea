"""What tests of maintenance plans begin with: a device of Ann's, plans, days that go by."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from ...models.care.visit_rows import VisitRows
from ...models.care.visit_run import VisitRun
from .desk import DeskCase

WEDNESDAY = date(2025, 1, 15)


def on(day):
    """Freeze the time at noon of a day (UTC)."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return freeze_time(datetime.combine(day, datetime.min.time()) + timedelta(hours=12))


class MaintenanceCase(DeskCase):
    """A company in Berlin; Ann and Bob, each with a device bought on 15 January 2024."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob = cls.customer("Bob")
        cls.kettle, cls.mill = cls.device(cls.ann, "Kettle"), cls.device(cls.bob, "Mill")
        cls.inspection = cls.env.ref("repair_customer_segmentation.repair_case_type_inspection")
        # Those that each company starts with.
        cls.shipped = cls.env["repair.maintenance.plan"].search(
            [("company_id", "=", cls.company.id)]
        )

    @classmethod
    def device(cls, owner, name, bought="2024-01-15", **values):
        return cls.env["repair.device"].create(
            {
                "name": name,
                "partner_id": owner.id,
                "company_id": cls.company.id,
                "purchase_date": bought,
                **values,
            }
        )

    def plan(self, **values):
        """Return a plan that is switched on, by default for the kettle."""
        values = {
            "name": "Plan",
            "company_id": self.company.id,
            "scope": "device",
            "date_start": "2025-01-01",
            **values,
        }
        if values["scope"] == "device":
            values.setdefault("device_id", self.kettle.id)
        plan = self.env["repair.maintenance.plan"].create(values)
        plan.action_preview()
        plan.action_switch_on()
        return plan

    def visits(self, plan=None):
        """Return the visits there are: tuples of due day, state and reason."""
        domain = [("plan_id", "=", plan.id)] if plan else [("company_id", "=", self.company.id)]
        return [
            (visit.date_due.isoformat(), visit.state, visit.reason)
            for visit in self.env["repair.maintenance.visit"].search(domain)
        ]

    def due(self, plan):
        """Return the day of the visit that is planned, as text; ``None`` without one."""
        planned = self.env["repair.maintenance.visit"].search(
            [("plan_id", "=", plan.id), ("state", "=", "planned")]
        )
        return planned.date_due.isoformat() if planned else None

    def run_on(self, day):
        """Do the run of a day, without its commits."""
        with on(day):
            self.run_now()

    def run_now(self):
        """Do the run as of now, without its commits."""
        run = VisitRun(self.company)
        for plan in run._plans():
            VisitRows(plan).refresh()
        while run.skip_those_not_held() + run.open_batch():
            pass

    def open_case(self, plan):
        """Return the case of the visit that is open."""
        return plan.visit_ids.filtered(lambda v: v.state == "opened").case_id

    def complete(self, plan, day):
        with on(day):
            self.open_case(plan).action_close()

    def repaired(self, device, *days, **values):
        """Have a device repaired on some days."""
        return self.history(
            [
                (
                    device.partner_id,
                    f"{day} 09:00:00",
                    10,
                    {
                        "device_id": device.id,
                        "stage_id": self.stage_closed.id,
                        "date_closed": f"{day} 15:00:00",
                        **values,
                    },
                )
                for day in days
            ]
        )
