from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase


class QualityCase(SegmentationCase):
    """A company and a person, of whom everything is known, and whom the desk repaired for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.industry = cls.env["res.partner.industry"].create({"name": "Bakery"})
        cls.case_type = cls.env["repair.case.type"].create({"name": "Broken"})
        known = {"email": "a@example.com", "country_id": cls.env.ref("base.be").id}
        cls.acme = cls.customer(
            "Acme",
            is_company=True,
            vat="BE0477472701",
            industry_id=cls.industry.id,
            repair_employee_count=20,
            **known,
        )
        cls.ann = cls.customer("Ann", **known)
        cls.cases = cls.history(
            [
                (cls.acme, "2025-06-01", 10, {"type_id": cls.case_type.id}),
                (cls.ann, "2025-06-01", 10, {"type_id": cls.case_type.id}),
            ]
        )
        cls.policy.classify(as_of=AS_OF)
        cls.user("rcs_user", "user")

    def assertQuality(self, partner, score, gaps, affects):
        """Compare what the form reads, and what a search of each of them finds."""
        self.assertEqual(
            (partner.repair_quality, partner.repair_gaps, partner.repair_gap_affects),
            (score, gaps, affects),
        )
        for domain, found in (
            ([("repair_quality", "=", score)], True),
            ([("repair_quality", "<", score)], False),
            ([("repair_quality", ">=", score)], True),
            ([("repair_gap_affects", "=", affects)], True),
            ([("repair_gap_affects", "!=", affects)], False),
            ([("repair_gaps", "=", False)], not gaps),
            ([("repair_gaps", "!=", False)], bool(gaps)),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(self.found(domain, partner), found)

    def found(self, domain, partner):
        return partner in self.env["res.partner"].search([*domain, ("id", "=", partner.id)])

    def without(self, partner, score, check, label, dimension, **values):
        """Check the gap that ``values`` open."""
        partner.write(values)
        self.assertQuality(partner, score, label, bool(dimension))
        self.assertTrue(self.found([("repair_gaps", "=", check)], partner))
        self.assertTrue(self.found([("repair_gaps", "ilike", label[1:4])], partner))
        self.assertFalse(self.found([("repair_gaps", "=", "nothing")], partner))
        gaps = self.env["repair.customer.gap"].search([("partner_id", "=", partner.id)])
        self.assertRecordValues(
            gaps,
            [{"gap": check, "dimension": dimension, "company_id": self.company.id}],
        )


@tagged("post_install", "-at_install")
class TestQuality(QualityCase):
    def test_nothing_missing(self):
        self.assertQuality(self.acme, 100, "", False)
        self.assertQuality(self.ann, 100, "", False)
        self.assertFalse(self.acme.repair_gap_advice)
        self.assertFalse(self.env["repair.customer.gap"].search([]))

    def test_contact(self):
        self.without(self.acme, 70, "contact", "Email or phone", False, email=False)

    def test_either_address_or_number_will_do(self):
        self.ann.write({"email": False, "phone": "+32 470 12 34 56"})
        self.assertQuality(self.ann, 100, "", False)

    def test_a_contact_of_a_company_will_do(self):
        self.acme.email = ""
        contact = self.customer("Annie", parent_id=self.acme.id, phone="123456")
        self.assertQuality(self.acme, 100, "", False)
        contact.active = False
        self.acme.invalidate_recordset()
        self.assertQuality(self.acme, 70, "Email or phone", False)

    def test_a_company_without_a_tax_id(self):
        self.without(self.acme, 85, "kind", "Tax ID", "kind", vat=False)

    def test_a_person_with_a_tax_id(self):
        """Of 75 that apply to a person, 15 are lost."""
        self.without(self.ann, 80, "kind", "Tax ID", "kind", vat="BE0477472701")

    def test_no_tax_id_on_purpose(self):
        (self.acme | self.ann).vat = "/"
        self.assertQuality(self.acme, 100, "", False)
        self.assertQuality(self.ann, 100, "", False)

    def test_industry_of_companies(self):
        self.without(self.acme, 85, "industry", "Industry", "industry", industry_id=False)

    def test_country(self):
        self.without(self.ann, 80, "country", "Country", "location", country_id=False)

    def test_employees_where_the_size_rule_asks(self):
        self.without(self.acme, 90, "employees", "Employees", "size", repair_employee_count=0)
        self.revise(change=lambda draft: self.set_tiers("size", [("Any", "any", [])], policy=draft))
        self.acme.invalidate_recordset()
        self.assertQuality(self.acme, 100, "", False)

    def test_type_of_cases(self):
        self.cases[1].type_id = False
        self.ann.invalidate_recordset()
        self.without(self.ann, 80, "case_type", "Type of a case", "need")
        self.cases[1].stage_id = self.stage_cancelled
        self.ann.invalidate_recordset()
        self.assertQuality(self.ann, 100, "", False)

    def test_all_at_once(self):
        self.acme.write(
            {
                "email": False,
                "vat": False,
                "industry_id": False,
                "country_id": False,
                "repair_employee_count": 0,
            }
        )
        gaps = "Email or phone, Tax ID, Industry, Country, Employees"
        self.assertQuality(self.acme, 15, gaps, True)
        advice = self.acme.repair_gap_advice
        self.assertEqual(advice.count("<li"), 5)
        self.assertIn("Enter an email address or a phone number", advice)
        self.assertEqual(advice.count("needed for"), 4)

    def test_partners_who_are_no_customers_have_no_score(self):
        contact = self.customer("Annie", parent_id=self.acme.id)
        stranger = self.customer("Stranger")
        for partner in (contact, stranger):
            self.assertEqual((partner.repair_quality, partner.repair_gaps), (0, ""))
            self.assertTrue(self.found([("repair_quality", "=", False)], partner))
            self.assertFalse(self.found([("repair_quality", "<", 100)], partner))
            self.assertFalse(self.found([("repair_gap_affects", "=", True)], partner))

    def test_it_sorts_groups_and_averages(self):
        self.acme.email = False
        people = [("id", "in", (self.acme | self.ann).ids)]
        partners = self.env["res.partner"]
        self.assertEqual(partners.search(people, order="repair_quality")[0], self.acme)
        self.assertEqual(partners.search(people, order="repair_quality desc")[0], self.ann)
        self.assertEqual(
            partners._read_group(people, ["repair_quality"], ["__count"]), [(70, 1), (100, 1)]
        )
        self.assertEqual(partners._read_group(people, [], ["repair_quality:avg"]), [(85,)])

    def test_each_company_by_its_own_rules_and_customers(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.acme.country_id = False
        there = self.acme.with_company(other)
        self.assertEqual((there.repair_quality, there.repair_gaps), (0, ""))
        self.history(
            [
                (
                    self.acme,
                    "2025-06-01",
                    1,
                    {
                        "company_id": other.id,
                        "stage_id": self.env["repair.case.stage"]
                        .create({"name": "There", "company_id": other.id})
                        .id,
                    },
                )
            ]
        )
        self.env.cr.flush()
        other.repair_policy_id.classify(as_of=AS_OF)
        there.invalidate_recordset()
        self.assertEqual(there.repair_gaps, "Country, Type of a case")
        self.assertEqual(self.acme.repair_gaps, "Country")
        gaps = self.env["repair.customer.gap"]
        self.assertEqual(gaps.search([]).mapped("gap"), ["country"])
        both = gaps.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertEqual(
            sorted((g.company_id.id, g.gap) for g in both.search([])),
            sorted([(self.company.id, "country"), (other.id, "country"), (other.id, "case_type")]),
        )

    @users("rcs_user")
    def test_users_read_it_in_few_queries(self):
        people = self.customers(30)
        self.history([(person, "2025-06-01", 1) for person in people])
        self.policy.sudo().classify(as_of=AS_OF)
        stale = self.env["repair.customer.stale"].sudo()
        # While they are queued, what is missing is worked out for them when it is asked for.
        for queries in (19, 15):
            for partners in (people[:2], people):
                self.env.invalidate_all()
                with self.assertQueryCount(rcs_user=queries):
                    partners.with_env(self.env).mapped("repair_quality")
            self.env.cr.flush()
            stale._classify_batch()

    @users("rcs_user")
    def test_users_do_not_see_more_by_it(self):
        self.assertEqual(self.env["repair.customer.gap"].search_count([]), 0)
        self.acme.sudo().email = False
        gap = self.env["repair.customer.gap"].search([])
        self.assertEqual(gap.partner_id, self.acme)
        action = gap.action_open_partner()
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", self.acme.id))

    @users("rcs_user")
    def test_headline_of_the_report(self):
        headline = self.env["repair.customer.gap"].get_headline
        self.assertEqual(headline(), {"figure": "0%", "text": "No data is missing."})
        self.acme.sudo().write({"email": False, "country_id": False})
        self.assertEqual(headline()["figure"], "50%")
        self.ann.sudo().country_id = False
        self.assertEqual(
            headline(),
            {
                "figure": "100%",
                "text": "2 of 2 customers have missing data. Most often: Country (2).",
            },
        )
        nobody = self.env["res.company"].sudo().create({"name": "No Customer Yet"})
        self.env.user.sudo().company_ids += nobody
        there = self.env["repair.customer.gap"].with_context(allowed_company_ids=nobody.ids)
        self.assertEqual(there.get_headline(), {"figure": "", "text": ""})
