import random
from collections import defaultdict

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...quality.gaps import BIT, ENTERPRISE
from ...vocabulary import GROUP_USER
from ..bases.common import AS_OF
from .test_quality import QualityCase

ROUNDS = 120


@tagged("post_install", "-at_install")
class TestGapsNow(QualityCase):
    """What is missing is shown as it is, whatever was just changed, and by whatever way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(14)
        cls.belgium = cls.env.ref("base.be")
        cls.coin = cls.env["res.currency"].create({"name": "RCG", "symbol": "g"})
        cls.people = cls.acme | cls.ann | cls.customers(8)
        cls.cases |= cls.history([(person, "2025-05-01", 5) for person in cls.people[2:]])
        cls.policy.classify(as_of=AS_OF)

    def gaps_of(self, partner):
        """Return the number of a customer's gaps, looked up record by record."""
        company = bool(partner.is_company)
        repairs = self.env["repair.case"].search(
            [("commercial_partner_id", "=", partner.id), ("state", "!=", "cancelled")]
        )
        family = partner | self.env["res.partner"].search(
            [("commercial_partner_id", "=", partner.id)]
        )
        overrides = self.env["repair.segmentation.override"].search(
            [("partner_id", "=", partner.id), ("industry_id", "!=", False)]
        )
        missing = {
            "contact": not any(each.email or each.phone for each in family),
            "kind": partner.vat != "/" and company != bool(partner.vat),
            "industry": company and not partner.industry_id and not overrides,
            "country": not partner.country_id,
            "case_type": any(not case.type_id for case in repairs),
            "exchange_rate": any(case.is_rate_missing for case in repairs),
            "employees": company and not partner.repair_employee_count,
        }
        return sum(BIT[name] for name, gap in missing.items() if gap) + company * ENTERPRISE

    def assertGaps(self, done):
        """Compare what lists and the report find with what a look at each customer finds."""
        partners = self.env["res.partner"].with_context(active_test=False)
        report = self.env["repair.customer.gap"]
        # Who has no repair any more is no customer, once that is noticed.
        living = self.people.filtered(lambda person: person.active and self.profile_of(person))
        expected = {
            name: set(living.filtered(lambda p, b=bit: self.gaps_of(p) & b).ids)
            for name, bit in BIT.items()
        }
        ours = [("id", "in", self.people.ids), ("active", "=", True)]
        for name, ids in expected.items():
            with self.subTest(done=done, gap=name):
                self.assertEqual(set(partners.search([*ours, ("repair_gaps", "=", name)]).ids), ids)
                self.assertEqual(
                    set(report.search([("gap", "=", name)]).partner_id.ids) & set(living.ids), ids
                )
        with self.subTest(done=done, gap="counts"):
            self.assertCounts(report)
        complete = set(living.ids) - set().union(*expected.values())
        with self.subTest(done=done, gap="none"):
            self.assertEqual(
                set(partners.search([*ours, ("repair_quality", "=", 100)]).ids), complete
            )

    def assertCounts(self, report):
        """Hold the counts of charts and pivots against a plain count of the rows."""
        report.invalidate_model()
        rows = report.search([])
        columns = ["gap", "dimension", "value_tier_id", "rfm_tier_id", "kind_tier_id"]
        for names in (["gap", "value_tier_id"], ["dimension"], columns, ["user_id", "gap"]):
            told = {
                tuple(getattr(value, "id", value) for value in group): (count, repairs)
                for *group, count, repairs in report._read_group(
                    [], names, ["__count", "repair_count:sum"]
                )
            }
            counted = defaultdict(lambda: (0, 0))
            for row in rows:
                key = tuple(getattr(row[name], "id", row[name]) for name in names)
                counted[key] = counted[key][0] + 1, counted[key][1] + row.repair_count
            self.assertEqual(told, dict(counted))
        contacts = rows.filtered(lambda row: row.gap == "contact")
        both = ["partner_id:count_distinct", "__count"]
        self.assertEqual(report._read_group([], [], both), [(len(rows.partner_id), len(rows))])
        self.assertEqual(
            report._read_group([("gap", "=", "contact")], [], both),
            [(len(contacts.partner_id), len(contacts))],
        )

    def test_sums_tell_only_what_they_know(self):
        report = self.env["repair.customer.gap"]
        count = ["__count"]
        for domain, groupby, aggregates, order in (
            ([], ["gap", "value_tier_id"], count, None),
            ([("dimension", "!=", False)], ["kind_tier_id"], count, "__count DESC"),
            ([("value_tier_id.name", "=", "X")], [], ["partner_id:count_distinct"], None),
        ):
            reader = report._counting(domain, groupby, aggregates, order)
            self.assertEqual(reader._by_sums, "." not in str(domain), (domain, groupby))
        for domain, groupby, aggregates, order in (
            ([("partner_id", "!=", False)], ["gap"], count, None),
            ([("repair_count", ">", 3)], ["gap"], count, None),
            ([], ["user_id"], count, None),
            ([], ["gap"], ["partner_id:count_distinct"], None),
            ([], ["gap"], ["repair_count:avg"], None),
            ([], ["gap"], count, "repair_count:max"),
        ):
            reader = report._counting(domain, groupby, aggregates, order)
            self.assertFalse(reader._by_sums, (domain, groupby, aggregates, order))
        # Whoever may see only some customers gets them counted.
        self.env["ir.rule"].create(
            {
                "name": "Only mine",
                "model_id": self.env["ir.model"]._get_id(report._name),
                "domain_force": "[('user_id', '=', user.id)]",
            }
        )
        seen = report.with_user(new_test_user(self.env, "rcs_gaps", groups=GROUP_USER))
        self.assertFalse(seen._counting([], ["gap"], count, None)._by_sums)
        self.assertEqual(seen._read_group([], ["gap"], count), [])
        # What a browser sends does not choose.
        sent = report.with_context(repair_gaps_by_sums=True)
        self.assertFalse(sent._by_sums)

    def classified(self):
        """Classify whoever is queued, as happens within a minute; nobody waits then."""
        stale = self.env["repair.customer.stale"]
        self.env.cr.flush()
        while stale._classify_batch():
            pass
        self.assertFalse(stale._queued(self.company))

    def edits(self):
        """Return what may happen: name -> function that does it."""
        one = self.random.choice
        person, case = one(self.people), one(self.cases)
        other = one(self.people)
        contact = one(person.child_ids) if person.child_ids else person.browse()
        industry = one([False, self.industry.id])
        vals = {
            "email": [False, "", "a@example.com", "b@example.com"],
            "phone": [False, "+32 470 12 34 56"],
            "vat": [False, "/", "BE0477472701"],
            "is_company": [True, False],
            "country_id": [False, self.belgium.id],
            "repair_employee_count": [0, 20],
            "active": [True, True, False],
            "user_id": [False, self.env.user.id],
        }
        named = [("partner_id", "=", person.id), ("dimension", "=", "industry")]

        def name_industry():
            override = self.env["repair.segmentation.override"].search(named)
            if override:
                override.active = False
                return
            self.env["repair.segmentation.override"].create(
                {
                    "partner_id": person.id,
                    "company_id": self.company.id,
                    "dimension": "industry",
                    "industry_id": self.industry.id,
                    "reason": "We know it",
                }
            )

        def delete_industry():
            passing = self.env["res.partner.industry"].create({"name": "Passing"})
            person.industry_id = passing
            self.classified()
            passing.unlink()

        def rate():
            rates = self.coin.rate_ids
            if rates:
                rates.unlink()
                return
            self.env["res.currency.rate"].create(
                {
                    "name": "2025-01-01",
                    "rate": 2,
                    "currency_id": self.coin.id,
                    "company_id": self.company.id,
                }
            )

        def past_the_models():
            self.env.cr.execute(
                "UPDATE res_partner SET email = %s WHERE id = %s",
                [one([None, "c@example.com"]), person.id],
            )
            self.env.invalidate_all()

        return {
            **{name: lambda n=name, v=v: person.write({n: one(v)}) for name, v in vals.items()},
            "industry_id": lambda: person.write({"industry_id": industry}),
            "contact comes": lambda: self.customer(
                "Contact", parent_id=person.id, email=one([False, "d@example.com"])
            ),
            "contact is edited": lambda: contact.write({"phone": one([False, "123456"])}),
            "contact is archived": lambda: contact.write({"active": one([True, False])}),
            "contact moves": lambda: contact.write({"parent_id": other.id}),
            "contact goes": contact.unlink,
            "type of a case": lambda: case.write({"type_id": one([False, self.case_type.id])}),
            "stage of a case": lambda: case.write(
                {"stage_id": one([self.stage_cancelled.id, self.stage_open.id])}
            ),
            "currency of a case": lambda: case.write(
                {"currency_id": one([self.coin.id, self.company.currency_id.id])}
            ),
            "case moves": lambda: case.write({"partner_id": other.id}),
            "override": name_industry,
            "industry is deleted": delete_industry,
            "rate": rate,
            "past the models": past_the_models,
            "classified": self.classified,
        }

    def test_after_any_edit(self):
        self.assertGaps("nothing")
        for _round in range(ROUNDS):
            edits = self.edits()
            done = self.random.choice(sorted(edits))
            edits[done]()
            self.env.invalidate_all()
            self.assertGaps(done)
        self.classified()
        self.assertGaps("all is classified")

    def test_stored_is_what_is_shown(self):
        """A run stores, of all customers at once, what was worked out one by one before."""
        self.people[3:6].write({"is_company": True, "country_id": self.belgium.id})
        self.customer("Contact", parent_id=self.people[4].id, phone="123456")
        self.people[5:8].write({"vat": "/", "email": "e@example.com"})
        self.cases[4:6].type_id = self.case_type
        self.cases[5].currency_id = self.coin
        expected = {person: self.gaps_of(person) for person in self.people}
        self.classified()
        stored = {person: self.profile_of(person).gap_bits for person in self.people}
        self.assertEqual(stored, expected)
        self.env.cr.execute("UPDATE repair_customer_profile SET gap_bits = NULL")
        self.policy.classify()
        stored = {person: self.profile_of(person).gap_bits for person in self.people}
        self.assertEqual(stored, expected)

    def test_merged_customers(self):
        into, gone = self.people[4:6]
        gone.email = "f@example.com"
        self.customer("Contact", parent_id=gone.id, phone="123456")
        self.classified()
        self.people -= gone
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            self.env["base.partner.merge.automatic.wizard"]._merge((into | gone).ids, into)
        self.env.invalidate_all()
        self.assertGaps("merged")
        self.assertFalse(self.gaps_of(into) & BIT["contact"])

    def test_a_customer_without_repairs_any_more(self):
        self.classified()
        person = self.people[4]
        self.assertTrue(self.found([("repair_gaps", "=", "case_type")], person))
        self.cases.filtered(lambda case: case.partner_id == person).unlink()
        self.assertFalse(self.found([("repair_gaps", "=", "case_type")], person))

    def test_editing_strangers_asks_nothing_more(self):
        """The database itself sees whether somebody is a customer, while it writes."""
        stranger, person = self.customer("Stranger"), self.people[4]
        self.classified()
        for partner in (stranger, person):
            partner.email = "g@example.com"
            self.env.flush_all()
            with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
                partner.email = False
                self.env.cr.flush()
            self.assertFalse([line for line in logs.output if "repair_" in line])
        self.assertEqual(set(self.env["repair.customer.stale"]._queued(self.company)), {person.id})
