from datetime import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import JUNE, RepairOrderCase


@tagged("post_install", "-at_install")
class TestCaseOrders(RepairOrderCase):
    """From a case to its repair orders, and from a repair order to its case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.serial = cls.lot("W-77")
        cls.device = cls.env["repair.device"].create(
            {
                "partner_id": cls.ann.id,
                "product_id": cls.washer.id,
                "serial_number": "W-77",
                "company_id": cls.company.id,
                "warranty_date": "2030-01-01",
            }
        )
        cls.leak = cls.case(
            device_id=cls.device.id, description="<p>Water</p>", date_open=JUNE, impact="1"
        )

    def create_order(self, case=None):
        action = (case or self.leak).action_create_repair_order()
        return self.env["repair.order"].browse(action["res_id"])

    def test_an_order_from_a_case_knows_what_the_case_knows(self):
        self.leak.user_id = self.user("rcs_tech", "user")
        order = self.create_order()
        self.assertRecordValues(
            order,
            [
                {
                    "case_id": self.leak.id,
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "picking_type_id": self.warehouse.repair_type_id.id,
                    "product_id": self.washer.id,
                    "lot_id": self.serial.id,
                    "under_warranty": True,
                    "user_id": self.leak.user_id.id,
                    "priority": "1",
                    "state": "draft",
                }
            ],
        )
        self.assertIn("Washer leaks", order.internal_notes)
        self.assertIn("Water", order.internal_notes)
        self.assertIn(order.name, self.leak.message_ids[0].body)

    def test_a_confidential_case_says_nothing_to_the_workshop(self):
        self.leak.is_confidential = True
        self.assertFalse(self.create_order().internal_notes)

    def test_no_order_for_a_closed_case(self):
        self.leak.stage_id = self.stage_closed
        with self.assertRaisesRegex(UserError, "Reopen it before"):
            self.create_order()

    def test_buttons_lead_both_ways(self):
        first = self.create_order()
        self.assertEqual(first.action_view_case()["res_id"], self.leak.id)
        self.assertEqual(self.leak.action_view_repair_orders()["res_id"], first.id)
        second = self.create_order()
        self.assertEqual(
            self.leak.action_view_repair_orders()["domain"],
            [("id", "in", self.leak.repair_order_ids.ids)],
        )
        self.assertEqual(self.leak.repair_order_ids, first | second)

    def test_the_state_of_the_work(self):
        cases = self.env["repair.case"]
        self.assertFalse(self.leak.work_state)
        first, second, dropped = (self.create_order() for _i in range(3))
        for order, state, expected, summary in (
            (dropped, "cancel", "todo", "0 of 2 repair orders done"),
            (first, "confirmed", "todo", "0 of 2 repair orders done"),
            (first, "under_repair", "doing", "0 of 2 repair orders done"),
            (first, "done", "doing", "1 of 2 repair orders done"),
            (second, "done", "done", "2 of 2 repair orders done"),
        ):
            order.state = state
            self.assertEqual((self.leak.work_state, self.leak.work_summary), (expected, summary))
            found = cases.search(
                [("work_state", "=", expected), ("company_id", "=", self.company.id)]
            )
            self.assertEqual(found, self.leak)
        groups = cases._read_group(
            [("company_id", "=", self.company.id)], ["work_state"], ["__count"]
        )
        self.assertEqual(groups, [("done", 1)])
        self.assertFalse(
            cases.search([("work_state", "=", False), ("company_id", "=", self.company.id)])
        )

    def test_the_amount_follows_what_is_sold(self):
        first, second = self.create_order(), self.create_order()
        (first | second).write({"under_warranty": False, "schedule_date": JUNE})
        self.sell(first, 170)
        self.sell(second, 30)
        self.commit()
        self.assertRecordValues(
            self.leak,
            [{"amount": 200, "currency_id": self.company.currency_id.id, "is_amount_sold": True}],
        )
        second.sale_order_id.order_line.price_unit = 35
        self.commit()
        self.assertEqual(self.leak.amount, 205)
        second.case_id = False
        self.commit()
        self.assertEqual(self.leak.amount, 170)
        first.sale_order_id._action_cancel()
        self.commit()
        self.assertEqual(self.leak.amount, 0)
        figures = self.metrics(self.ann)
        self.assertEqual((figures["repair_count_total"], figures["amount_total"]), (2, 35))

    def test_an_amount_typed_in_stays_until_something_is_sold(self):
        self.leak.amount = 90
        order = self.create_order()
        sale = self.sell(order, 170, confirm=False)
        self.commit()
        self.assertEqual(self.leak.amount, 90)
        sale.action_confirm()
        self.commit()
        self.assertEqual(self.leak.amount, 170)

    def test_the_amount_goes_with_the_last_order(self):
        order = self.create_order()
        self.sell(order, 170)
        self.commit()
        order.case_id = False
        self.commit()
        self.assertRecordValues(self.leak, [{"amount": 0, "is_amount_sold": False}])
        self.leak.amount = 15
        self.commit()
        self.assertEqual(self.leak.amount, 15)

    def test_the_priority_of_the_case_is_that_of_the_work(self):
        order = self.create_order()
        self.assertEqual(order.priority, "1")
        self.leak.write({"impact": "3", "urgency": "3"})
        self.assertEqual(order.priority, "0")
        order.state = "done"
        self.leak.write({"impact": "1", "urgency": "1"})
        self.assertEqual(order.priority, "0", "what is done is not urgent any more")
        free = self.order(priority="1")
        self.assertEqual(free.priority, "1")

    def test_the_work_goes_on_with_the_case_that_is_kept(self):
        kept = self.case()
        other = self.case()
        order = self.order()
        order.case_id = other
        kept._merge(other)
        self.assertEqual(order.case_id, kept)
        self.assertFalse(other.sudo().linked_order_ids)

    def test_a_deleted_case_leaves_its_orders_as_repairs(self):
        order = self.create_order()
        order.schedule_date = JUNE
        self.leak.unlink()
        self.assertTrue(order.exists())
        self.assertEqual(self.metrics(self.ann)["repair_count_total"], 1)


@tagged("post_install", "-at_install")
class TestOrderFirst(RepairOrderCase):
    """A repair order that was there first opens a case or joins one."""

    def test_it_opens_a_case(self):
        serial = self.lot("W-5")
        order = self.order(
            product_id=self.washer.id, lot_id=serial.id, internal_notes="<p>Loud</p>"
        )
        action = order.action_open_case()
        case = self.env["repair.case"].browse(action["res_id"])
        self.assertRecordValues(
            case,
            [
                {
                    "name": "Repair of Test Washer",
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "date_open": JUNE,
                    "is_rework": False,
                }
            ],
        )
        self.assertIn("Loud", case.description)
        self.assertRecordValues(
            case.device_id,
            [{"serial_number": "W-5", "partner_id": self.ann.id, "lot_id": serial.id}],
        )
        self.assertEqual(order.case_id, case)
        with self.assertRaisesRegex(UserError, "already belongs to a case"):
            order.action_open_case()

    def test_it_takes_the_device_that_is_known(self):
        device = self.env["repair.device"].create(
            {"name": "Washer", "partner_id": self.ann.id, "serial_number": "w-6"}
        )
        order = self.order(product_id=self.washer.id, lot_id=self.lot("W-6").id)
        order.action_open_case()
        self.assertEqual(order.case_id.device_id, device)

    def test_a_device_of_somebody_else_is_not_named(self):
        self.env["repair.device"].create(
            {"name": "Washer", "partner_id": self.bob.id, "serial_number": "W-6"}
        )
        order = self.order(product_id=self.washer.id, lot_id=self.lot("W-6").id)
        order.action_open_case()
        self.assertFalse(order.case_id.device_id)

    def test_rework_is_rework_on_the_case(self):
        values = {"product_id": self.washer.id, "lot_id": self.lot("W-7").id}
        self.order(date=datetime(2025, 5, 1), **values)
        order = self.order(under_warranty=True, **values)
        order.action_open_case()
        self.assertTrue(order.case_id.is_rework)

    def test_it_joins_a_case_and_takes_its_customer(self):
        case = self.case()
        order = self.order()
        order.partner_id = False
        order.case_id = case
        self.assertEqual(order.partner_id, self.ann)
        self.assertEqual(case.repair_order_ids, order)

    def test_the_case_of_somebody_else_is_refused(self):
        order = self.order(self.bob)
        with self.assertRaisesRegex(ValidationError, "its case to someone else"):
            order.case_id = self.case()

    def test_a_case_keeps_the_customer_of_its_orders(self):
        case = self.case()
        self.order().case_id = case
        with self.assertRaisesRegex(ValidationError, "belong to Ann"):
            case.partner_id = self.bob

    def test_a_case_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        case = self.case(company_id=other.id, stage_id=shared.id)
        with self.assertRaisesRegex(ValidationError, "its case to another company"):
            self.order().case_id = case

    def test_no_case_without_a_customer(self):
        order = self.order()
        order.partner_id = False
        with self.assertRaisesRegex(UserError, "has no customer"):
            order.action_open_case()

    def test_orders_are_found_by_their_case(self):
        case = self.case()
        joined, free = self.order(), self.order()
        joined.case_id = case
        orders = self.env["repair.order"]
        company = [("company_id", "=", self.company.id)]
        self.assertEqual(orders.search([("case_id", "=", case.id), *company]), joined)
        self.assertEqual(orders.search([("case_id", "!=", False), *company]), joined)
        self.assertEqual(orders.search([("case_id", "=", False), *company]), free)
        self.assertEqual(orders.search([("case_id", "ilike", "leaks"), *company]), joined)
        self.assertEqual(orders.search([("case_id.name", "=", "Washer leaks"), *company]), joined)
