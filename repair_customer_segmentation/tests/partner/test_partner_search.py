from datetime import datetime

from odoo.tests import Form, tagged

from ..bases.common import AS_OF, SegmentationCase


class PartnerCase(SegmentationCase):
    """Acme (with a contact) repairs much, Bob little, Cas is potential, Dan is unknown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"min_population": 0, "window_months": 0})
        # One of two customers is half of them.
        cls.policy.value_tier_ids[0].criterion_ids.percent = 50
        cls.acme = cls.customer("Acme", is_company=True)
        cls.acme_contact = cls.customer("Contact", parent_id=cls.acme.id)
        cls.bob = cls.customer("Bob")
        cls.cas = cls.customer("Cas")
        cls.dan = cls.customer("Dan")
        cls.everybody = cls.acme | cls.acme_contact | cls.bob | cls.cas | cls.dan
        cls.history(
            [(cls.acme, "2025-06-01", 25), (cls.acme_contact, "2025-06-11", 25)] * 2
            + [
                (cls.bob, "2025-05-01", 3, {"stage_id": cls.stage_closed.id}),
                (cls.cas, "2025-05-01", 5, {"stage_id": cls.stage_cancelled.id}),
            ]
        )
        cls.policy.classify(as_of=AS_OF)
        cls.high = cls.policy.value_tier_ids[0]
        cls.ordinary = cls.policy.value_tier_ids[1]

    def find(self, *domain, order=None):
        """Return the names of those of our partners who are found."""
        domain = [("id", "in", self.everybody.ids), *domain]
        return self.env["res.partner"].search(domain, order=order or "id").mapped("name")

    def assertFound(self, condition, *names):
        with self.subTest(condition=condition):
            self.assertEqual(self.find(condition), list(names))


@tagged("post_install", "-at_install")
class TestPartnerFields(PartnerCase):
    def test_contacts_show_the_profile_of_their_company(self):
        profile = self.profile_of(self.acme)
        self.assertRecordValues(
            self.acme | self.acme_contact,
            [
                {
                    "repair_profile_id": profile.id,
                    "repair_value_tier_id": self.high.id,
                    "repair_frequency_tier_id": self.tier("Frequent").id,
                    "repair_rfm_tier_id": profile.rfm_tier_id.id,
                    "repair_abc_tier_id": self.tier("A").id,
                    "repair_count": 4,
                    "repair_open_case_count": 4,
                    "repair_last_date": datetime(2025, 6, 11),
                    "repair_mean_interval_days": 3.33,
                    "repair_amount": 100,
                    "repair_value_color": self.high.color,
                }
            ]
            * 2,
        )

    def test_an_unknown_partner_shows_nothing(self):
        self.assertRecordValues(
            self.dan,
            [
                {
                    "repair_profile_id": False,
                    "repair_value_tier_id": False,
                    "repair_count": 0,
                    "repair_last_date": False,
                    "repair_amount": 0,
                    "repair_value_color": 0,
                }
            ],
        )

    def test_a_partner_that_is_being_edited_shows_its_profile(self):
        with Form(self.acme_contact) as form:
            form.name = "Renamed"
            self.assertEqual(form._record.repair_value_tier_id, self.high)

    def test_a_new_classification_shows_at_once(self):
        self.assertEqual(self.bob.repair_count, 1)
        self.history([(self.bob, "2025-06-12", 500)])
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.bob.repair_count, 2)
        self.assertEqual(self.bob.repair_amount, 503)

    def test_the_number_of_cases_is_that_of_the_company(self):
        self.assertEqual(self.acme.repair_case_count, 4)
        self.assertEqual(self.acme_contact.repair_case_count, 4)
        self.assertEqual(self.cas.repair_case_count, 1)
        self.assertEqual(self.dan.repair_case_count, 0)

    def test_the_buttons_open_these_cases(self):
        cases = self.env["repair.case"]
        all_cases = cases.search(self.acme_contact.action_view_repair_cases()["domain"])
        self.assertEqual(len(all_cases), 4)
        action = self.bob.action_view_open_repair_cases()
        self.assertEqual(action["context"]["default_partner_id"], self.bob.id)
        self.assertEqual(action["context"]["search_default_open"], 1)


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


@tagged("post_install", "-at_install")
class TestPartnerCompanies(PartnerCase):
    """Each company sees the profile of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other Company"})

    def in_other(self, partner):
        return partner.with_context(allowed_company_ids=self.other.ids)

    def test_the_profile_of_another_company_is_not_shown(self):
        self.assertFalse(self.in_other(self.acme).repair_profile_id)
        self.assertEqual(self.in_other(self.acme).repair_count, 0)
        partners = self.in_other(self.env["res.partner"])
        self.assertFalse(partners.search([("repair_value_tier_id", "=", self.high.id)]))
        self.assertFalse(partners.search([("repair_count", ">", 0)]))
        ids = self.everybody.ids
        self.assertEqual(
            partners._read_group([("id", "in", ids)], ["repair_value_tier_id"], ["__count"]),
            [(self.env["repair.segmentation.tier"], 5)],
        )

    def test_switching_the_company_switches_the_profile(self):
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.history(
            [(self.acme, "2025-06-01", 7, {"company_id": self.other.id, "stage_id": shared.id})]
        )
        self.other.repair_policy_id.classify(as_of=AS_OF)
        self.assertEqual(self.acme.repair_amount, 100)
        self.assertEqual(self.in_other(self.acme).repair_amount, 7)
        self.assertEqual(
            self.in_other(self.acme).repair_value_tier_id.policy_id, self.other.repair_policy_id
        )
        both = self.acme.with_context(allowed_company_ids=(self.other | self.company).ids)
        self.assertEqual(both.repair_amount, 7)
        self.assertEqual(
            both.search([("id", "in", self.everybody.ids), ("repair_amount", ">", 0)], order="id"),
            self.acme | self.acme_contact,
        )
