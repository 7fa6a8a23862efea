from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestDescriptive(SegmentationCase):
    """What a customer is: kind, size, location and need, each by its rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.belgium = cls.env.ref("base.be")
        cls.company.country_id = cls.belgium

    def tiers(self, dimension, *people):
        self.policy.classify(as_of=AS_OF)
        return [self.profile_of(partner)[f"{dimension}_tier_id"].name for partner in people]

    def repaired(self, name, **values):
        partner = self.customer(name, **values)
        self.history([(partner, "2025-06-01", 1)])
        return partner

    def test_kind(self):
        person = self.repaired("Person")
        enterprise = self.repaired("Enterprise", is_company=True)
        self.assertEqual(self.tiers("kind", person, enterprise), ["Individual", "Enterprise"])

    def test_location(self):
        people = [
            self.repaired("Home", country_id=self.belgium.id),
            self.repaired("Abroad", country_id=self.env.ref("base.fr").id),
            self.repaired("Unknown"),
        ]
        self.assertEqual(self.tiers("location", *people), ["Domestic", "International", "Domestic"])

    def test_a_company_without_a_country_has_no_abroad(self):
        self.company.country_id = False
        abroad = self.repaired("Abroad", country_id=self.env.ref("base.fr").id)
        self.assertEqual(self.tiers("location", abroad), ["Domestic"])

    def test_size(self):
        people = [
            self.repaired(f"{count}", is_company=True, repair_employee_count=count)
            for count in (0, 49, 50, 249, 250)
        ]
        self.assertEqual(
            self.tiers("size", *people), ["Small", "Small", "Medium-Sized", "Medium-Sized", "Large"]
        )

    def test_need_is_that_of_most_repairs(self):
        functional, service = self.env["repair.case.type"].create(
            [{"name": "Broken", "need": "functional"}, {"name": "Training", "need": "service"}]
        )
        people = self.customers(4)
        for partner, types in zip(
            people,
            (
                [functional, functional, service],
                [functional, service],
                [service],
                [self.env["repair.case.type"]],
            ),
            strict=True,
        ):
            self.history(
                [(partner, "2025-06-01", 1, {"type_id": case_type.id}) for case_type in types]
            )
        self.assertEqual(
            self.tiers("need", *people), ["Functional", "Service", "Service", "Functional"]
        )

    def test_potential_customers_are_somebody_too(self):
        potential = self.customer("Potential", is_company=True)
        self.history([(potential, "2025-06-01", 1, {"stage_id": self.stage_cancelled.id})])
        self.assertEqual(self.tiers("kind", potential), ["Enterprise"])

    def test_they_can_be_overridden(self):
        person = self.repaired("Person")
        self.tiers("kind", person)
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": person.id,
                "company_id": self.company.id,
                "dimension": "kind",
                "tier_id": self.tier("Enterprise").id,
                "reason": "A one-man business",
                "date_start": "2025-06-01",
            }
        )
        self.assertEqual(self.tiers("kind", person), ["Enterprise"])

    def test_changed_facts_mark_the_customer(self):
        functional, service = self.env["repair.case.type"].create(
            [{"name": "Broken", "need": "functional"}, {"name": "Training", "need": "service"}]
        )
        partner = self.repaired("Somebody")
        case = self.env["repair.case"].search([("partner_id", "=", partner.id)])
        case.type_id = functional
        for record, values in (
            (partner, {"is_company": True}),
            (partner, {"country_id": self.belgium.id}),
            (partner, {"repair_employee_count": 70}),
            (case, {"type_id": service.id}),
        ):
            with self.subTest(values=values):
                self.policy.classify(as_of=AS_OF)
                self.env.cr.flush()
                self.env.cr.execute("DELETE FROM repair_customer_stale")
                record.write(values)
                self.env.cr.flush()
                self.env.cr.execute("SELECT partner_id FROM repair_customer_stale")
                self.assertEqual({row[0] for row in self.env.cr.fetchall()}, {partner.id})


@tagged("post_install", "-at_install")
class TestDescriptiveLists(SegmentationCase):
    """Customers, partners and cases are found and grouped by what the customer is."""

    FIELDS = {
        "repair.customer.profile": (
            "kind_tier_id", "industry_id", "size_tier_id", "location_tier_id", "need_tier_id",
        ),
        "res.partner": (
            "repair_kind_tier_id", "repair_industry_id", "repair_size_tier_id",
            "repair_location_tier_id", "repair_need_tier_id",
        ),
        "repair.case": (
            "kind_tier_id", "customer_industry_id", "size_tier_id", "location_tier_id",
            "need_tier_id",
        ),
    }  # fmt: skip

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.be")
        industry = cls.env["res.partner.industry"].create({"name": "Steel"})
        service = cls.env["repair.case.type"].create({"name": "Training", "need": "service"})
        cls.acme = cls.customer(
            "Acme",
            is_company=True,
            industry_id=industry.id,
            repair_employee_count=300,
            country_id=cls.env.ref("base.fr").id,
        )
        cls.ann = cls.customer("Ann")
        cls.cases = cls.history(
            [
                (cls.acme, "2025-06-01", 1, {"type_id": service.id}),
                (cls.ann, "2025-06-01", 1),
                (cls.ann, "2025-06-02", 1),
            ]
        )
        cls.policy.classify(as_of=AS_OF)
        cls.user("rcs_user", "user_all")
        cls.user("rcs_manager", "manager")

    def records(self, model):
        if model == "repair.case":
            return self.cases.with_env(self.env)
        people = (self.acme | self.ann).with_env(self.env)
        return people if model == "res.partner" else people.repair_profile_id

    @users("rcs_user", "rcs_manager")
    def test_filter_and_group(self):
        names = (
            ("Enterprise", "Individual"), ("Steel", False), ("Large", "Small"),
            ("International", "Domestic"), ("Service", "Functional"),
        )  # fmt: skip
        for model, fields in self.FIELDS.items():
            records = self.records(model)
            mine = [("id", "in", records.ids)]
            for field, (of_acme, of_ann) in zip(fields, names, strict=True):
                with self.subTest(model=model, field=field):
                    for name, expected in ((of_acme, records[:1]), (of_ann, records[1:])):
                        found = records.search([*mine, (field, "=", name)])
                        self.assertEqual(set(found.ids), set(expected.ids))
                    self.assertEqual(records[:1][field].name, of_acme)
                    groups = records._read_group(mine, [field], ["__count"])
                    self.assertEqual(
                        {group.name: count for group, count in groups},
                        {of_acme: 1, of_ann: len(records) - 1},
                    )

    def test_employees_without_the_addon_see_none_of_it(self):
        employee = self.user("rcs_employee")
        shown = self.env["res.partner"].with_user(employee).fields_get()
        self.assertFalse(set(self.FIELDS["res.partner"]) & set(shown))
