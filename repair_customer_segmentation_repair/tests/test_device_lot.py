from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import JUNE, RepairOrderCase


@tagged("post_install", "-at_install")
class TestDeviceLot(RepairOrderCase):
    """A device and a lot that are the same thing have one history."""

    def device(self, serial="D-1", product=True, **values):
        return self.env["repair.device"].create(
            {
                "name": "Washer of Ann",
                "partner_id": self.ann.id,
                "company_id": self.company.id,
                "product_id": self.washer.id if product else False,
                "serial_number": serial,
                **values,
            }
        )

    def test_joined_whichever_is_there_first(self):
        lot = self.lot("D-1")
        self.assertEqual(self.device("d-1").lot_id, lot)
        later = self.device("D-2")
        self.assertFalse(later.lot_id)
        self.assertEqual(later.lot_id, self.env["stock.lot"])
        self.assertEqual(self.lot("d-2"), later.lot_id)

    def test_a_corrected_serial_number_joins_another_lot(self):
        first, second = self.lot("D-1"), self.lot("D-2")
        device = self.device("D-1")
        self.assertEqual(device.lot_id, first)
        device.serial_number = "D-2"
        self.assertEqual(device.lot_id, second)
        device.serial_number = "D-3"
        self.assertFalse(device.lot_id)

    def test_not_by_the_number_alone(self):
        self.lot("D-1", self.env["product.product"].create(
            {"name": "Dryer", "is_storable": True, "tracking": "serial"}
        ))  # fmt: skip
        self.assertFalse(self.device("D-1").lot_id)
        self.assertFalse(self.device("D-9", product=False).lot_id)

    def test_not_with_a_lot_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.env["stock.lot"].create(
            {"name": "D-1", "product_id": self.washer.id, "company_id": other.id}
        )
        self.assertFalse(self.device("D-1").lot_id)

    def test_repair_orders_are_the_history_of_the_device(self):
        lot = self.lot("D-1")
        device = self.device()
        values = {"product_id": self.washer.id, "lot_id": lot.id}
        self.order(self.bob, datetime(2025, 4, 1), **values)
        linked = self.order(**values)
        self.order(under_warranty=True, date=datetime(2025, 6, 2), **values)
        self.order(date=datetime(2025, 6, 3), **values).action_repair_cancel()
        case = self.case(device_id=device.id, date_open=datetime(2025, 5, 1))
        linked.case_id = case
        device.invalidate_recordset()
        self.assertEqual(device.case_count, 1)
        self.assertEqual(device.repair_count, 2, "one before, and the case; no rework")
        self.assertEqual(device.last_repair_date, datetime(2025, 5, 1))
        linked.case_id = False
        device.invalidate_recordset()
        self.assertEqual(device.repair_count, 3)
        self.assertEqual(device.last_repair_date, JUNE)
        self.assertEqual(device.repair_order_count, 4)
        action = device.action_view_repair_orders()
        self.assertEqual(self.env["repair.order"].search_count(action["domain"]), 4)
        self.assertEqual(lot.action_view_devices()["res_id"], device.id)

    def hint(self, device, moment="2025-06-21 10:00:00", **values):
        with freeze_time(moment):
            case = self.case(device_id=device.id, date_open=moment, **values)
            self.env.flush_all()
            return case.rework_hint or ""

    def test_finished_repair_orders_ask_for_rework(self):
        self.company.repair_rework_days = 60
        lot = self.lot("D-1")
        device = self.device()
        values = {"product_id": self.washer.id, "lot_id": lot.id}
        with freeze_time(JUNE):
            order = self.order(**values)
        self.assertFalse(self.hint(device), "it is not given back yet")
        with freeze_time(JUNE):
            self.repair(order)
        self.assertIn("returned on June 1, 2025, 20 days earlier", self.hint(device))
        self.assertFalse(self.hint(device, "2025-08-01 10:00:00"), "61 days")
        linked = self.order(**values)
        linked.case_id = self.case(device_id=device.id, date_open=JUNE)
        order.case_id = linked.case_id
        self.assertFalse(self.hint(device), "the case is the repair, and it is not closed")

    def test_a_rework_order_does_not_begin_the_days_again(self):
        self.company.repair_rework_days = 60
        lot = self.lot("D-1")
        device = self.device()
        for day, warranty in (("2025-04-01", False), ("2025-05-20", True)):
            with freeze_time(f"{day} 10:00:00"):
                self.repair(
                    self.order(
                        date=datetime.fromisoformat(f"{day} 10:00:00"),
                        product_id=self.washer.id,
                        lot_id=lot.id,
                        under_warranty=warranty,
                    )
                )
        self.assertFalse(self.hint(device), "81 days after the paid repair")
        self.assertIn("April 1, 2025", self.hint(device, "2025-05-30 10:00:00"))

    def test_orders_of_the_customer_are_found_by_the_serial_number_alone(self):
        self.company.repair_rework_days = 60
        device = self.device("d-1", product=False)
        with freeze_time(JUNE):
            self.repair(self.order(product_id=self.washer.id, lot_id=self.lot("D-1").id))
        self.assertIn("June 1, 2025", self.hint(device))
        device.partner_id = self.bob
        self.assertFalse(self.hint(device, partner=self.bob), "another customer's")

    def test_choosing_a_lot_says_what_the_device_is(self):
        lot = self.lot("D-4")
        device = self.env["repair.device"].new({"partner_id": self.ann.id, "lot_id": lot.id})
        device._onchange_lot_id()
        self.assertEqual((device.serial_number, device.product_id), ("D-4", self.washer))
