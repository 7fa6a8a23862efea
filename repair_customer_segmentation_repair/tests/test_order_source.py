from datetime import datetime

from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF

from .common import JUNE, RepairOrderCase


@tagged("post_install", "-at_install")
class TestOrderSource(RepairOrderCase):
    """Which repair orders are repairs, of whom and when."""

    def test_a_repair_order_is_a_repair_from_its_scheduled_date(self):
        self.order(self.ann)
        figures = self.metrics(self.ann)
        self.assertEqual(figures["repair_count_total"], 1)
        self.assertEqual(figures["last_repair_date"], JUNE)
        self.assertEqual(figures["amount_total"], 0)

    def test_each_state_but_cancelled_counts(self):
        order = self.order(self.ann)
        for state, count in (("confirmed", 1), ("under_repair", 1), ("done", 1), ("cancel", 0)):
            with self.subTest(state=state):
                order.state = state
                self.assertEqual(self.metrics(self.ann)["repair_count_total"], count)

    def test_one_of_a_day_to_come_makes_the_customer_known(self):
        self.order(self.ann, datetime(2025, 7, 1))
        figures = self.metrics(self.ann)
        self.assertEqual(figures["repair_count_total"], 0)
        self.assertIsNone(self.metrics(self.bob))

    def test_a_contact_repairs_for_its_company(self):
        enterprise = self.customer("Enterprise", is_company=True)
        contact = self.customer("Contact", parent_id=enterprise.id)
        self.order(contact)
        self.assertEqual(self.metrics(enterprise)["repair_count_total"], 1)
        self.assertIsNone(self.metrics(contact))

    def test_an_order_without_a_customer_is_nobodys(self):
        order = self.order()
        order.partner_id = False
        self.assertIsNone(self.metrics(self.ann))

    def test_an_order_of_a_case_is_counted_as_the_case_alone(self):
        case = self.case(date_open=datetime(2025, 5, 1))
        order = self.order()
        self.assertEqual(self.metrics(self.ann)["repair_count_total"], 2)
        order.case_id = case
        figures = self.metrics(self.ann)
        self.assertEqual(figures["repair_count_total"], 1)
        self.assertEqual(figures["last_repair_date"], datetime(2025, 5, 1))
        order.case_id = False
        self.assertEqual(self.metrics(self.ann)["repair_count_total"], 2)

    def test_orders_of_another_company_are_not_counted(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        self.order(company_id=other.id, picking_type_id=warehouse.repair_type_id.id)
        self.assertIsNone(self.metrics(self.ann))

    def test_orders_of_each_warehouse_are_counted(self):
        second = self.env["stock.warehouse"].create(
            {"name": "Second", "code": "SEC", "company_id": self.company.id}
        )
        self.order()
        self.order(picking_type_id=second.repair_type_id.id)
        self.assertEqual(self.metrics(self.ann)["repair_count_total"], 2)

    def test_classification_by_orders_and_cases_alike(self):
        self.policy.min_population = 0
        for month in range(1, 7):
            self.order(self.ann, datetime(2025, month, 1))
        self.history([(self.bob, "2025-06-01", 10)])
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.ann).frequency_tier_id.name, "Frequent")
        self.assertEqual(self.profile_of(self.ann).repair_count, 6)
        self.assertEqual(self.profile_of(self.bob).frequency_tier_id.name, "Occasional")

    def test_one_customer_is_classified_like_all(self):
        order = self.order(self.ann)
        self.sell(order, 170)
        self.order(self.bob)
        self.policy.classify(as_of=AS_OF)
        whole = self.profile_of(self.ann).read()
        self.policy.classify(as_of=AS_OF, partner_ids=self.ann.ids)
        again = self.profile_of(self.ann).read()
        self.assertEqual(whole[0]["amount"], 170)
        self.assertEqual(
            {k: v for k, v in whole[0].items() if k != "run_id"},
            {k: v for k, v in again[0].items() if k != "run_id"},
        )

    def test_the_chart_of_the_customer_shows_them(self):
        self.sell(self.order(date=datetime.now().replace(day=1, hour=0)), 230)
        chart = self.ann.with_company(self.company).repair_chart
        self.assertEqual(chart["repairs"][-1], 1)
        self.assertEqual(chart["amounts"][-1], 230)


@tagged("post_install", "-at_install")
class TestRework(RepairOrderCase):
    """Warranty work on what we repaired before makes nobody frequent or valuable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.serial = cls.lot("W-1")
        cls.common = {"product_id": cls.washer.id, "lot_id": cls.serial.id}

    def counts(self, partner=None):
        figures = self.metrics(partner or self.ann)
        return figures["repair_count_total"], figures["rework_count"]

    def test_the_same_lot_again_under_warranty(self):
        self.order(date=datetime(2025, 5, 1), **self.common)
        again = self.order(under_warranty=True, **self.common)
        self.assertEqual(self.counts(), (1, 1))
        again.under_warranty = False
        self.assertEqual(self.counts(), (2, 0))

    def test_the_first_warranty_repair_of_a_lot_is_a_repair_without_value(self):
        order = self.order(under_warranty=True, **self.common)
        self.add_part(order)
        self.sell(order)
        self.assertEqual(self.counts(), (1, 0))
        self.assertEqual(self.metrics(self.ann)["amount_total"], 0)

    def test_another_lot_is_no_rework(self):
        self.order(date=datetime(2025, 5, 1), product_id=self.washer.id, lot_id=self.lot("W-2").id)
        self.order(under_warranty=True, **self.common)
        self.assertEqual(self.counts(), (2, 0))

    def test_a_cancelled_repair_before_is_none(self):
        before = self.order(date=datetime(2025, 5, 1), **self.common)
        self.order(under_warranty=True, **self.common)
        before.action_repair_cancel()
        self.assertEqual(self.counts(), (1, 0))

    def test_a_later_repair_makes_no_earlier_one_rework(self):
        self.order(under_warranty=True, date=datetime(2025, 5, 1), **self.common)
        self.order(**self.common)
        self.assertEqual(self.counts(), (2, 0))

    def test_a_repair_for_the_former_owner_counts(self):
        self.order(self.bob, datetime(2025, 5, 1), **self.common)
        self.order(self.ann, under_warranty=True, **self.common)
        self.assertEqual(self.counts(self.ann), (0, 1))
        self.assertEqual(self.counts(self.bob), (1, 0))

    def test_a_case_about_the_device_before_counts(self):
        device = self.env["repair.device"].create(
            {
                "partner_id": self.ann.id,
                "product_id": self.washer.id,
                "serial_number": "w-1",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(device.lot_id, self.serial)
        self.case(device_id=device.id, date_open=datetime(2025, 5, 1))
        self.order(under_warranty=True, **self.common)
        self.assertEqual(self.counts(), (1, 1))
