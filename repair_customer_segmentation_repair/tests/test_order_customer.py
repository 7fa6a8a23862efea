from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestOrderCustomer(RepairOrderCase):
    """Who the customer is, on the repair order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.high_value_from(1000)
        cls.history([(cls.ann, "2025-06-01", 900)] * 5 + [(cls.bob, "2025-06-01", 10)])
        cls.policy.classify(as_of=AS_OF)
        cls.high = cls.policy.value_tier_ids.sorted()[0]
        cls.vip = cls.env["repair.service.level"].create(
            {"name": "Test VIP", "sequence": -5, "company_id": cls.company.id}
        )
        cls.high.service_level_id = cls.vip
        cls.big, cls.small = cls.order(cls.ann), cls.order(cls.bob)
        cls.new = cls.order(cls.customer("New"))

    def test_tiers_and_level(self):
        self.assertRecordValues(
            self.big | self.small | self.new,
            [
                {
                    "repair_value_tier_id": self.high.id,
                    "repair_frequency_tier_id": self.tier("Frequent").id,
                    "repair_service_level_id": self.vip.id,
                },
                {
                    "repair_value_tier_id": self.tier("Ordinary").id,
                    "repair_frequency_tier_id": self.tier("Occasional").id,
                    "repair_service_level_id": self.company.repair_service_level_id.id,
                },
                {
                    "repair_value_tier_id": False,
                    "repair_frequency_tier_id": False,
                    "repair_service_level_id": self.company.repair_service_level_id.id,
                },
            ],
        )

    def test_search_and_group(self):
        orders = self.env["repair.order"]
        company = [("company_id", "=", self.company.id)]
        for domain, expected in (
            ([("repair_value_tier_id", "=", self.high.id)], self.big),
            ([("repair_value_tier_id", "ilike", "high")], self.big),
            ([("repair_value_tier_id", "!=", self.high.id)], self.small | self.new),
            ([("repair_value_tier_id", "=", False)], self.new),
            ([("repair_profile_id", "=", False)], self.new),
            ([("repair_service_level_id", "=", self.vip.id)], self.big),
            ([("repair_profile_id.rework_count", ">=", 3)], orders),
            ([("repair_profile_id.falls_on", "!=", False)], orders),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(orders.search([*domain, *company], order="id"), expected)
        self.assertEqual(
            dict(orders._read_group(company, ["repair_value_tier_id"], ["__count"])),
            {self.high: 1, self.tier("Ordinary"): 1, self.env["repair.segmentation.tier"]: 1},
        )
        self.assertEqual(
            dict(orders._read_group(company, ["repair_service_level_id"], ["__count"])),
            {self.vip: 1, self.company.repair_service_level_id: 2},
        )
        self.assertTrue(orders.fields_get(["repair_value_tier_id"])["repair_value_tier_id"])
        for name in ("repair_value_tier_id", "repair_rfm_tier_id", "repair_service_level_id"):
            self.assertTrue(orders.fields_get([name])[name]["groupable"], name)

    def test_sorted_by_tier(self):
        found = self.env["repair.order"].search(
            [("company_id", "=", self.company.id)], order="repair_value_tier_id, id"
        )
        self.assertEqual(found[:2], self.big | self.small)

    def test_a_vip_is_pointed_out(self):
        self.assertEqual(
            self.big.repair_warnings,
            "High Value: an important customer, service level Test VIP.",
        )
        self.assertFalse(self.small.repair_warnings)
        self.assertFalse(self.new.repair_warnings)
        self.big.state = "done"
        self.assertFalse(self.big.repair_warnings, "nobody minds it when the work is done")

    def test_a_fall_is_announced(self):
        self.env.cr.execute(
            "UPDATE repair_customer_profile SET value_falls_on = '2025-08-03' WHERE id = %s",
            [self.profile_of(self.bob).id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.small.repair_warnings, "Will be downgraded on August 3, 2025.")

    def test_three_reworks_are_pointed_out(self):
        self.history([(self.bob, "2025-06-02", 0, {"is_rework": True})] * 3)
        self.policy.classify(as_of=AS_OF)
        self.env.invalidate_all()
        self.assertEqual(self.small.repair_warnings, "3 of their repairs had to be redone.")

    def test_a_list_reads_profiles_once(self):
        """A list of twenty orders takes no more queries than one of two."""
        orders = self.env["repair.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "picking_type_id": self.warehouse.repair_type_id.id,
                }
                for partner in self.customers(20)
            ]
        )

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.web_read(
                {
                    "partner_id": {"fields": {"display_name": {}}},
                    "repair_value_color": {},
                    "repair_value_tier_id": {"fields": {"display_name": {}}},
                    "repair_service_level_id": {"fields": {"display_name": {}}},
                    "case_id": {"fields": {"display_name": {}}},
                }
            )
            return self.env.cr.sql_log_count - before

        queries(orders)
        self.assertEqual(queries(orders), queries(orders[:2]))
