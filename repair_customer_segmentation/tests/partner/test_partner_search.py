from datetime import datetime

from odoo.tests import tagged

from ..bases.partner import PartnerCase


@tagged("post_install", "-at_install")
class TestPartnerSearch(PartnerCase):
    def test_tiers(self):
        high, ordinary = self.high.id, self.ordinary.id
        field = "repair_value_tier_id"
        self.assertFound((field, "=", high), "Acme", "Contact")
        self.assertFound((field, "!=", high), "Bob", "Cas", "Dan")
        self.assertFound((field, "in", [high, ordinary]), "Acme", "Contact", "Bob", "Cas")
        self.assertFound((field, "not in", [high]), "Bob", "Cas", "Dan")
        self.assertFound((field, "not in", [high, False]), "Bob", "Cas")
        self.assertFound((field, "in", [high, False]), "Acme", "Contact", "Dan")
        self.assertFound((field, "=", False), "Dan")
        self.assertFound((field, "!=", False), "Acme", "Contact", "Bob", "Cas")
        self.assertFound((field, "in", []))

    def test_tiers_by_name(self):
        field = "repair_value_tier_id"
        self.assertFound((field, "=", "High Value"), "Acme", "Contact")
        self.assertFound((field, "ilike", "value"), "Acme", "Contact")
        self.assertFound((field, "not ilike", "value"), "Bob", "Cas", "Dan")
        self.assertFound((f"{field}.name", "=", "High Value"), "Acme", "Contact")
        self.assertFound((f"{field}.name", "!=", "High Value"), "Bob", "Cas")
        self.assertFound((f"{field}.name", "ilike", "ord"), "Bob", "Cas")
        company = (f"{field}.policy_id.company_id", "=", self.company.id)
        self.assertFound(company, "Acme", "Contact", "Bob", "Cas")

    def test_the_profile_itself(self):
        profile = self.profile_of(self.acme)
        self.assertFound(("repair_profile_id", "=", profile.id), "Acme", "Contact")
        self.assertFound(("repair_profile_id", "=", False), "Dan")
        self.assertFound(("repair_profile_id.repair_count", ">", 1), "Acme", "Contact")
        self.assertFound(("repair_profile_id.monetary_score", "=", 0), "Cas")
        # Both sides of this join have a partner and a company.
        company = ("repair_profile_id.company_id.name", "=", "Repair Test Company")
        self.assertFound(company, "Acme", "Contact", "Bob", "Cas")
        self.assertFound(("repair_profile_id", "ilike", "acm"), "Acme", "Contact")

    def test_counts(self):
        self.assertFound(("repair_count", "=", 4), "Acme", "Contact")
        self.assertFound(("repair_count", "!=", 4), "Bob", "Cas", "Dan")
        self.assertFound(("repair_count", "=", 0), "Cas", "Dan")
        self.assertFound(("repair_count", "!=", 0), "Acme", "Contact", "Bob")
        self.assertFound(("repair_count", ">", 0), "Acme", "Contact", "Bob")
        self.assertFound(("repair_count", ">=", 1), "Acme", "Contact", "Bob")
        self.assertFound(("repair_count", ">=", 0), "Acme", "Contact", "Bob", "Cas", "Dan")
        self.assertFound(("repair_count", "<", 4), "Bob", "Cas", "Dan")
        self.assertFound(("repair_count", "<=", 0), "Cas", "Dan")
        self.assertFound(("repair_count", "in", [0, 1]), "Bob", "Cas", "Dan")
        self.assertFound(("repair_open_case_count", ">", 0), "Acme", "Contact")

    def test_amounts(self):
        self.assertFound(("repair_amount", ">", 99.99), "Acme", "Contact")
        self.assertFound(("repair_amount", "=", 3), "Bob")
        self.assertFound(("repair_amount", "<", 100), "Bob", "Cas", "Dan")
        self.assertFound(("repair_amount", "<", 0))

    def test_dates_and_means(self):
        self.assertFound(("repair_last_date", ">=", "2025-06-11"), "Acme", "Contact")
        self.assertFound(("repair_last_date", "<", "2025-06-11"), "Bob")
        self.assertFound(("repair_last_date", "=", False), "Cas", "Dan")
        self.assertFound(("repair_last_date", "!=", False), "Acme", "Contact", "Bob")
        interval = "repair_mean_interval_days"
        self.assertFound((interval, ">", 0), "Acme", "Contact")
        self.assertFound((interval, ">", 4))
        # Odoo takes an empty number for a zero, and this agrees with it.
        self.assertFound((interval, "<", 3), "Bob", "Cas", "Dan")
        self.assertFound((interval, "=", 0), "Bob", "Cas", "Dan")
        self.assertFound(("repair_rating_avg", "<", 3), *self.everybody.mapped("name"))
        self.assertFound(("repair_rating_avg", ">", 0))

    def test_combined_with_other_conditions(self):
        self.assertEqual(
            self.find(("repair_value_tier_id", "=", self.high.id), ("is_company", "=", True)),
            ["Acme"],
        )
        self.assertEqual(
            self.find("|", ("name", "=", "Dan"), ("repair_count", ">", 1)),
            ["Acme", "Contact", "Dan"],
        )
        self.assertEqual(self.find("!", ("repair_count", ">", 1)), ["Bob", "Cas", "Dan"])

    def test_through_a_relation(self):
        """As another model would search its partners."""
        partners = self.env["res.partner"].search(
            [("parent_id.repair_value_tier_id", "=", self.high.id)]
        )
        self.assertEqual(partners, self.acme_contact)

    def test_filtered_domain_agrees_with_search(self):
        for condition in (
            ("repair_count", ">", 0),
            ("repair_count", "=", 0),
            ("repair_value_tier_id", "=", self.high.id),
            ("repair_value_tier_id", "=", False),
            ("repair_value_tier_id.name", "=", "High Value"),
            ("repair_last_date", "<", datetime(2025, 6, 11)),
            ("repair_mean_interval_days", "<", 3),
            ("repair_mean_interval_days", "=", 0),
            ("repair_amount", "<=", 3),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(
                    self.everybody.filtered_domain([condition]).sorted("id").mapped("name"),
                    self.find(condition),
                )

    def test_sort(self):
        self.assertEqual(
            self.find(order="repair_amount desc, id"), ["Acme", "Contact", "Bob", "Cas", "Dan"]
        )
        self.assertEqual(
            self.find(order="repair_count, id desc"), ["Dan", "Cas", "Bob", "Contact", "Acme"]
        )
        self.assertEqual(
            self.find(order="repair_value_tier_id, id"), ["Acme", "Contact", "Bob", "Cas", "Dan"]
        )
        self.assertEqual(
            self.find(order="repair_value_tier_id desc, id desc"),
            ["Dan", "Cas", "Bob", "Contact", "Acme"],
        )
        self.assertEqual(
            self.find(order="repair_last_date desc nulls last, id"),
            ["Acme", "Contact", "Bob", "Cas", "Dan"],
        )

    def test_group(self):
        groups = self.env["res.partner"]._read_group(
            [("id", "in", self.everybody.ids)],
            ["repair_value_tier_id"],
            ["__count"],
        )
        self.assertEqual(
            groups,
            [(self.high, 2), (self.ordinary, 2), (self.env["repair.segmentation.tier"], 1)],
        )

    def test_group_as_the_list_view_does(self):
        groups = self.env["res.partner"].web_read_group(
            [("id", "in", self.everybody.ids)], ["repair_value_tier_id"], ["__count"]
        )["groups"]
        self.assertEqual([group["__count"] for group in groups], [2, 2, 1])
        for group in groups:
            with self.subTest(group=group["repair_value_tier_id"]):
                found = self.find(*group["__extra_domain"])
                self.assertEqual(len(found), group["__count"])

    def test_group_by_month_and_sum(self):
        groups = self.env["res.partner"]._read_group(
            [("id", "in", self.everybody.ids)],
            ["repair_last_date:month"],
            ["repair_count:sum"],
        )
        self.assertEqual(groups, [(datetime(2025, 5, 1), 1), (datetime(2025, 6, 1), 8), (False, 0)])

    def test_means_are_not_summed(self):
        groups = self.env["res.partner"].fields_get(
            ["repair_mean_interval_days", "repair_rating_avg", "repair_amount"], ["aggregator"]
        )
        self.assertEqual(
            {name: field["aggregator"] for name, field in groups.items()},
            {
                "repair_mean_interval_days": "avg",
                "repair_rating_avg": "avg",
                "repair_amount": "sum",
            },
        )
        self.assertEqual(
            self.env["res.partner"]._read_group(
                [("id", "in", self.everybody.ids)],
                ["repair_value_tier_id"],
                ["repair_mean_interval_days:avg", "repair_amount:sum_currency"],
            )[0],
            (self.high, 3.33, 200),
        )
