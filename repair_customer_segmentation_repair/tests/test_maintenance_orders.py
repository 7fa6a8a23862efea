from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.models.care.run_care import CareTurn

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestMaintenanceOrders(RepairOrderCase):
    """Repair orders of a device are repairs: its visits follow from them, and care does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.company.resource_calendar_id
        cls.calendar.tz = "Asia/Shanghai"
        cls.serial = cls.lot("W-100")
        cls.device = cls.env["repair.device"].create(
            {
                "name": "Washer",
                "partner_id": cls.ann.id,
                "company_id": cls.company.id,
                "product_id": cls.washer.id,
                "serial_number": "W-100",
                "purchase_date": "2023-01-01",
            }
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2025-01-15 12:00:00"))

    def done(self, *days, **values):
        """Make repair orders of the washer that were done on some days at six in the evening."""
        orders = self.env["repair.order"]
        for day in days:
            orders |= self.order(
                date=datetime.fromisoformat(f"{day} 10:00:00"),
                **{"product_id": self.washer.id, "lot_id": self.serial.id, **values},
            )
        orders.state = "done"
        self.commit()
        return orders

    def plan(self, **values):
        plan = self.env["repair.maintenance.plan"].create(
            {
                "name": "Plan",
                "company_id": self.company.id,
                "scope": "device",
                "device_id": self.device.id,
                "date_start": "2024-01-01",
                **values,
            }
        )
        plan.action_preview()
        plan.action_switch_on()
        return plan

    def due(self, plan):
        """Return the day of the visit that is planned, as text; ``None`` without one."""
        self.env.invalidate_all()
        planned = plan.visit_ids.filtered(lambda visit: visit.state == "planned")
        return planned.date_due.isoformat() if planned else None

    def test_after_so_many_repairs(self):
        plan = self.plan(rhythm="repairs", repair_interval=3)
        self.done("2025-01-02", "2025-01-03")
        self.assertIsNone(self.due(plan))
        # Not all that counts is done, and not all that is done counts.
        draft = self.order(product_id=self.washer.id, lot_id=self.serial.id)
        self.done("2025-01-03", lot_id=self.lot("W-200").id)
        self.done("2025-01-04", under_warranty=True)
        self.assertIsNone(self.due(plan))
        self.env["repair.case"].create(
            {
                "name": "Repair",
                "partner_id": self.ann.id,
                "device_id": self.device.id,
                "company_id": self.company.id,
                "date_open": "2025-01-04 09:00:00",
                "date_closed": "2025-01-06 09:00:00",
                "stage_id": self.stage_closed.id,
            }
        )
        # A case and an order count alike; what is entered as history is found by the next run.
        plan._moved()
        self.assertEqual(self.due(plan), "2025-01-06")
        # In Shanghai it was the morning after.
        draft.write({"schedule_date": datetime(2025, 1, 4, 20), "state": "done"})
        self.commit()
        self.assertEqual(self.due(plan), "2025-01-05")
        draft.state = "cancel"
        self.commit()
        self.assertEqual(self.due(plan), "2025-01-06")

    def test_an_order_of_a_case_counts_as_the_case_alone(self):
        plan = self.plan(rhythm="repairs", repair_interval=1)
        case = self.case(device_id=self.device.id)
        order = self.done("2025-01-04", case_id=case.id)
        self.assertIsNone(self.due(plan))
        order.case_id = False
        self.commit()
        self.assertEqual(self.due(plan), "2025-01-04")

    def test_an_order_in_progress_keeps_a_visit_away(self):
        """Whoever has the device on the bench looks at it anyway; a draft is no promise yet."""
        plan = self.plan(
            rhythm="months", interval_months=6, counts_from="calendar", start_from="plan",
            date_start="2025-01-20", lead_days=14,
        )  # fmt: skip
        order = self.order(product_id=self.washer.id, lot_id=self.serial.id)
        for step, state, reason in (
            (None, "draft", False),
            ("_action_repair_confirm", "confirmed", "case"),
            ("action_repair_start", "under_repair", "case"),
            ("action_repair_cancel", "cancel", False),
        ):
            if step:
                getattr(order, step)()
            self.commit()
            self.env.invalidate_all()
            planned = plan.visit_ids.filtered(lambda visit: visit.state == "planned")
            self.assertEqual((order.state, planned.mapped("reason")), (state, [reason]))

    def test_found_by_the_serial_number_of_the_same_customer(self):
        self.device.product_id = False
        self.device.lot_id = False
        plan = self.plan(rhythm="repairs", repair_interval=1)
        self.done("2025-01-04", partner_id=self.bob.id)
        self.assertIsNone(self.due(plan))
        self.done("2025-01-05")
        self.assertEqual(self.due(plan), "2025-01-05")

    def test_its_own_rhythm(self):
        """Median of 10, 20, 30 and 40 days, from the last repair on."""
        plan = self.plan(rhythm="own", lead_days=3)
        first, days = date(2024, 9, 20), []
        for gap in (0, 10, 20, 30, 40):
            first += timedelta(days=gap)
            days.append(first)
        self.done(*days[:4])
        self.assertIn("4 of the 5", plan.rhythm_note)
        self.assertIsNone(self.due(plan))
        self.done(days[4])
        self.assertEqual(str(days[4]), "2024-12-29")
        plan.invalidate_recordset(["rhythm_note"])
        self.assertIn("Applies: the device has 5", plan.rhythm_note)
        self.assertEqual(self.due(plan), "2025-01-23", "25 days")

    def test_all_devices_are_planned_as_one_is(self):
        plans = [
            self.plan(rhythm="repairs", repair_interval=2),
            self.plan(rhythm="own", lead_days=3),
        ]
        self.done("2024-10-01", "2024-10-11", "2024-10-31", "2024-11-30", "2025-01-09")
        single = [self.due(plan) for plan in plans]
        for plan in plans:
            plan.visit_ids.unlink()
            plan._moved()
        self.assertEqual([self.due(plan) for plan in plans], single)
        self.assertNotIn(None, single)

    def test_care_follows_a_repair_order_up(self):
        self.company.email = "desk@company.example"
        self.ann.email, self.bob.email = "ann@customer.example", "bob@customer.example"
        self.calendar.attendance_ids = [Command.clear()]
        rule = self.env["repair.care.rule"].create(
            {
                "name": "Thanks",
                "company_id": self.company.id,
                "occasion": "repair",
                "days": 7,
                "working_days_only": False,
                "hour_from": 0,
                "hour_to": 24,
                "template_id": self.env["mail.template"]
                .create(
                    {
                        "name": "Thanks",
                        "model_id": self.env["ir.model"]._get_id("res.partner"),
                        "subject": "Thanks",
                        "body_html": "<p>Thanks</p>",
                    }
                )
                .id,
            }
        )
        with freeze_time("2025-01-01 12:00:00"):
            rule.action_preview()
            rule.action_switch_on()
        order = self.done("2025-01-08")
        case = self.case(self.bob)
        self.done("2025-01-08", partner_id=self.bob.id, lot_id=False, case_id=case.id)
        self.order(self.bob, datetime(2025, 1, 8, 10))
        self.policy.classify()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 600)
        for _again in range(2):
            CareTurn(self.company, rule).take()
        self.env.invalidate_all()
        self.assertEqual(
            [(c.partner_id, c.occasion, str(c.day), c.state) for c in rule.contact_ids],
            [(self.ann, f"order-{order.id}", "2025-01-15", "sent")],
            "an order that is done and no case's, once",
        )
