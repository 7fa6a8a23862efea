import random
from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..bases.contract import ContractCase


@tagged("post_install", "-at_install")
class TestContractOffer(ContractCase):
    """Would a contract have paid? Repairs of twelve months against each template's price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.care = cls.template("Care", price_year=100)
        cls.history(
            [
                (cls.ann, "2024-02-01", 90),
                (cls.ann, "2024-06-01", 60),
                (cls.ann, "2024-07-01", 0, {"is_rework": True}),
                (cls.ann, "2024-01-12", 1000),
                (cls.bob, "2024-06-01", 70),
            ]
        )
        cls.policy.classify(as_of=datetime(2025, 1, 13))

    @classmethod
    def template(cls, name, **values):
        return cls.env["repair.contract.template"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "service_level_id": cls.best.id,
                **values,
            }
        )

    def offers(self, user=None):
        self.env.flush_all()
        offers = self.env["repair.contract.offer"].with_user(user or self.env.user)
        return [
            (o.partner_id, o.template_id, o.repair_count, o.amount, o.saving)
            for o in offers.search([("company_id", "=", self.company.id)])
        ]

    def test_the_best_offers_come_first(self):
        self.assertEqual(
            self.offers(),
            [(self.ann, self.care, 2, 150, 50), (self.bob, self.care, 1, 70, -30)],
        )
        offer = self.env["repair.contract.offer"].search([("partner_id", "=", self.ann.id)])
        self.assertEqual(
            offer.reason.replace("\N{NO-BREAK SPACE}", ""),
            "Repairs: 2 for $150.00. “Care” costs $100.00 a year, $50.00 less.",
        )

    def test_who_has_one_gets_no_offer(self):
        contract = self.contract(device_ids=self.kettle.ids)
        self.assertEqual([row[0] for row in self.offers()], [self.bob])
        contract.write({"cancel_date": "2025-01-13", "cancel_reason": "Test"})
        self.assertEqual([row[0] for row in self.offers()], [self.ann, self.bob])

    def test_who_qualifies(self):
        self.care.min_repairs = 2
        self.assertEqual([row[0] for row in self.offers()], [self.ann])
        self.care.min_repairs = 0
        bob = self.profile_of(self.bob)
        self.care.tier_ids = bob.kind_tier_id | bob.frequency_tier_id
        same = [row[0] for row in self.offers()]
        self.assertIn(self.bob, same)
        others = self.policy.kind_tier_ids - bob.kind_tier_id
        self.care.tier_ids = others | bob.frequency_tier_id
        self.assertNotIn(self.bob, [row[0] for row in self.offers()])

    def test_a_new_version_of_the_policy_takes_the_tiers_along(self):
        self.care.tier_ids = self.profile_of(self.bob).kind_tier_id
        before = self.offers()
        self.revise()
        self.env.invalidate_all()
        self.assertEqual(self.offers(), before)
        self.policy.classify(as_of=datetime(2025, 1, 13))
        self.assertEqual(self.offers(), before)

    def test_random_templates_as_worked_out_one_by_one(self):
        """Tiers of several dimensions, counts and prices by chance, against plain Python."""
        chance = random.Random(7)
        self.history(
            [
                (customer, f"2024-{chance.randint(2, 12):02}-15", chance.randint(0, 300))
                for customer in map(
                    self.customer, ["Cyd", "Dan", "Eve", "Flo", "Gus", "Hal", "Ida", "Joe"]
                )
                for _repair in range(chance.randint(1, 6))
            ]
        )
        self.policy.classify(as_of=datetime(2025, 1, 13))
        tiers = self.policy.tier_ids
        for number in range(30):
            self.template(
                f"Template {number}",
                price_year=chance.randint(0, 400),
                min_repairs=chance.randint(0, 4),
                tier_ids=chance.sample(tiers.ids, chance.randint(0, 6)),
                active=chance.random() < 0.9,
            )
        expected = set()
        domain = [("company_id", "=", self.company.id)]
        for profile in self.env["repair.customer.profile"].search(domain):
            cases = self.env["repair.case"].search(
                [
                    ("commercial_partner_id", "=", profile.partner_id.id),
                    ("date_open", ">=", datetime(2024, 1, 13)),
                ]
            )
            count = len(cases.filtered(lambda case: not case.is_rework))
            amount = sum(cases.mapped("amount"))
            for template in self.env["repair.contract.template"].search(domain):
                by_dimension = template.tier_ids.grouped("dimension")
                if count >= template.min_repairs and all(
                    profile[f"{dimension}_tier_id"] in wanted
                    for dimension, wanted in by_dimension.items()
                ):
                    saving = amount - template.price_year
                    expected.add((profile.partner_id, template, count, amount, saving))
        offers = self.offers()
        self.assertEqual(set(offers), expected)
        self.assertEqual(len(offers), len(expected))
        self.assertGreater(len(offers), 60)
        self.assertEqual([o[-1] for o in offers], sorted((o[-1] for o in offers), reverse=True))

    def test_only_who_may_see_amounts(self):
        for groups in (("user",), ("user_all",), ("amount",)):
            user = self.user("rcs_" + groups[0], *groups)
            if groups == ("amount",):
                self.assertFalse(self.offers(user))
                continue
            with self.assertRaises(AccessError):
                self.offers(user)
        self.assertEqual(len(self.offers(self.user("rcs_both", "user", "amount"))), 2)

    def test_an_offer_becomes_an_activity_without_amounts(self):
        manager = self.user("rcs_manager", "manager")
        offers = self.env["repair.contract.offer"].with_user(manager)
        found = offers.search([("company_id", "=", self.company.id)])
        found.action_plan_call()
        found.action_plan_call()
        activity = self.ann.activity_ids
        self.assertRecordValues(
            activity, [{"summary": "Offer a contract: Care", "user_id": manager.id}]
        )
        self.assertNotIn("150", activity.note)

    def test_a_template_fills_in_a_contract(self):
        self.care.write({"months": 6, "visits_year": 2})
        with Form(self.env["repair.service.contract"]) as form:
            form.partner_id = self.ann
            form.date_start = "2025-01-31"
            form.template_id = self.care
        self.assertRecordValues(
            form.record,
            [{"service_level_id": self.best.id, "months": 6, "visits_year": 2, "price_year": 100}],
        )
        self.assertEqual(str(form.record.date_end), "2025-07-30")
