from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestDeclinedOrders(RepairOrderCase):
    """Declined work is done by the repair order of a later case, or seems to be by any other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.serial = cls.lot("SN1")
        cls.device = cls.env["repair.device"].create(
            {
                "name": "Ann's Washer",
                "partner_id": cls.ann.id,
                "company_id": cls.company.id,
                "product_id": cls.washer.id,
                "serial_number": "SN1",
            }
        )
        cls.first = cls.case(device_id=cls.device.id)
        cls.work = cls.env["repair.declined.work"].create(
            {
                "name": "Renew the pump",
                "case_id": cls.first.id,
                "date_declined": fields.Date.today() - timedelta(days=1),
            }
        )

    def order_with_pump(self, **values):
        order = self.order(lot_id=self.serial.id, product_id=self.washer.id, **values)
        self.add_part(order)
        order.internal_notes = "<p>Renew worn parts</p>"
        self.work.invalidate_recordset(["likely_order_id"])
        return order

    def test_the_repair_order_of_the_case_that_took_it_up(self):
        case = self.env["repair.case"].browse(self.work.action_open_case()["res_id"])
        self.assertEqual(case.device_id, self.device)
        order = self.env["repair.order"].browse(case.action_create_repair_order()["res_id"])
        self.assertEqual(order.lot_id, self.serial)
        self.add_part(order)
        self.repair(order)
        self.assertEqual((case.work_state, self.work.state), ("done", "open"))
        self.assertFalse(self.work.likely_order_id)
        case.action_close()
        self.assertEqual((self.work.state, self.work.followup_case_id), ("done", case))

    def test_a_later_order_that_names_it(self):
        self.assertFalse(self.work.likely_order_id)
        order = self.order_with_pump()
        self.assertEqual(self.work.likely_order_id, order)
        order.action_repair_cancel()
        self.work.invalidate_recordset(["likely_order_id"])
        self.assertFalse(self.work.likely_order_id)

    def test_orders_that_do_not_count(self):
        """That of the first case, one of another device, and one from before."""
        self.order_with_pump(case_id=self.first.id)
        self.assertFalse(self.work.likely_order_id)
        other = self.order(lot_id=self.lot("SN2").id, product_id=self.washer.id)
        other.internal_notes = "<p>Renew the pump</p>"
        self.work.invalidate_recordset(["likely_order_id"])
        self.assertFalse(self.work.likely_order_id)
        self.order_with_pump()
        self.work.date_declined = fields.Date.today() + timedelta(days=1)
        self.assertFalse(self.work.likely_order_id)
