from odoo.fields import Command
from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase
from ..bases.company_days import LOS_ANGELES, SHANGHAI, SYDNEY, utc


class RateCase(SegmentationCase):
    """A company in dollars, and coins whose rates are entered late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coin = cls.env["res.currency"].create({"name": "RCS", "symbol": "r", "rounding": 1})
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")

    @classmethod
    def rate(cls, day, rate, currency=None, company=True):
        """Enter how many coins are a unit of the currency with rate 1."""
        return cls.env["res.currency.rate"].create(
            {
                "name": day,
                "rate": rate,
                "currency_id": (currency or cls.coin).id,
                "company_id": cls.company.id if company is True else company and company.id,
            }
        )

    @classmethod
    def paid(cls, partner, opened, amount, currency=None, **values):
        [case] = cls.history(
            [(partner, opened, amount, {"currency_id": (currency or cls.coin).id, **values})]
        )
        return case

    def assertWorth(self, case, amount):
        self.env.flush_all()
        case.invalidate_recordset()
        self.assertRecordValues(
            case, [{"amount_company": amount or 0, "is_rate_missing": amount is None}]
        )


@tagged("post_install", "-at_install")
class TestMissingRate(RateCase):
    def test_without_a_rate_an_amount_is_unknown(self):
        case = self.paid(self.ann, "2025-05-01 10:00:00", 1_000_000)
        self.assertWorth(case, None)
        self.rate("2025-01-01", 1000)
        self.assertWorth(case, 1000)

    def test_a_rate_of_a_later_day_is_none(self):
        case = self.paid(self.ann, "2025-05-01 10:00:00", 1_000_000)
        self.rate("2025-05-02", 1000)
        self.assertWorth(case, None)
        self.assertWorth(self.paid(self.ann, "2025-05-02 10:00:00", 1_000_000), 1000)

    def test_a_rate_that_is_moved_corrected_or_removed(self):
        case = self.paid(self.ann, "2025-05-01 10:00:00", 1000)
        rate = self.rate("2025-05-01", 1000)
        self.assertWorth(case, 1)
        rate.rate = 500
        self.assertWorth(case, 2)
        rate.name = "2025-05-02"
        self.assertWorth(case, None)
        rate.name = "2025-04-30"
        self.assertWorth(case, 2)
        self.rate("2025-04-01", 100)
        self.assertWorth(case, 2)
        rate.unlink()
        self.assertWorth(case, 10)
        self.coin.rate_ids.unlink()
        self.assertWorth(case, None)

    def test_rates_are_typed_as_people_do(self):
        case = self.paid(self.ann, "2025-05-01 10:00:00", 1_000_000)
        self.env["res.currency.rate"].create(
            {
                "name": "2025-01-01",
                "inverse_company_rate": 0.0007,
                "currency_id": self.coin.id,
                "company_id": self.company.id,
            }
        )
        self.assertWorth(case, 700)

    def test_the_amount_of_nothing_is_known(self):
        self.assertWorth(self.paid(self.ann, "2025-05-01", 0), 0)

    def test_other_changes_of_a_case(self):
        case = self.paid(self.ann, "2025-05-01 10:00:00", 1000)
        case.currency_id = self.company.currency_id
        self.assertWorth(case, 1000)
        case.currency_id = self.coin
        self.assertWorth(case, None)
        self.rate("2025-05-02", 1000)
        case.date_open = "2025-05-02 10:00:00"
        self.assertWorth(case, 1)

    def test_whose_rates_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        branch = self.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": self.company.id,
                "currency_id": self.env.ref("base.USD").id,
            }
        )
        case = self.paid(self.ann, "2025-05-01 10:00:00", 1000)
        here = self.env["repair.case"].with_context(allowed_company_ids=branch.ids)
        there = here.create(
            {
                "name": "Branch",
                "partner_id": self.ann.id,
                "company_id": branch.id,
                "date_open": "2025-05-01 10:00:00",
                "amount": 1000,
                "currency_id": self.coin.id,
            }
        )
        self.rate("2025-01-01", 500, company=other)
        self.assertWorth(case, None)
        self.rate("2025-01-01", 100, company=False)
        self.assertWorth(case, 10)
        self.assertWorth(there, 10)
        self.rate("2025-01-01", 1000)
        self.assertWorth(case, 1)
        self.assertWorth(there, 1)

    def test_as_odoo_converts_it(self):
        """Where both currencies are quoted, to the cent what Odoo itself makes of it."""
        dollar = self.company.currency_id
        for day, own, rate in (
            ("2025-01-01", 1.1, 7.77),
            ("2025-02-01", 0.9, 1428.5714285714287),
            ("2025-03-01", 1 / 3, 0.123456),
        ):
            self.rate(day, own, currency=dollar)
            self.rate(day, rate)
        for month, amount in ((1, 99.99), (2, 50), (2, -1_234_567.89), (3, 0.07), (4, 333)):
            opened = f"2025-{month:02}-15 10:00:00"
            case = self.paid(self.ann, opened, amount)
            expected = self.coin._convert(amount, dollar, self.company, opened[:10])
            self.assertWorth(case, expected)
            self.company._revalue_repairs()
            self.assertWorth(case, expected)

    def test_the_currency_that_others_are_quoted_in_needs_no_rate(self):
        """The first company keeps its rates for all; another one is paid in that currency."""
        base = self.env["res.company"].search([], order="id", limit=1).currency_id
        base.rate_ids.unlink()
        self.company.currency_id = self.coin
        case = self.paid(self.ann, "2025-05-01 10:00:00", 10, currency=base)
        self.assertWorth(case, None)
        self.rate("2025-01-01", 7, company=False)
        self.assertWorth(case, 70)
        self.assertWorth(self.paid(self.ann, "2024-05-01", 10, currency=base), None)

    def test_a_company_that_changes_its_currency(self):
        mine = self.paid(self.ann, "2025-05-01", 10, currency=self.company.currency_id)
        coins = self.paid(self.ann, "2025-05-01", 10)
        self.company.currency_id = self.coin
        self.assertWorth(coins, 10)
        self.assertWorth(mine, None)

    def test_whoever_enters_rates_need_not_see_repairs(self):
        case = self.paid(self.ann, "2025-05-01 10:00:00", 1000)
        clerk = self.user("rcs_clerk")
        clerk.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        self.assertFalse(clerk.has_group("repair_customer_segmentation.group_user"))
        self.env["res.currency.rate"].with_user(clerk).create(
            {
                "name": "2025-05-01",
                "rate": 1000,
                "currency_id": self.coin.id,
                "company_id": self.company.id,
            }
        )
        self.assertWorth(case, 1)

    def test_in_few_statements(self):
        self.history([(self.ann, "2025-05-01", 1000, {"currency_id": self.coin.id})] * 60)
        self.env.flush_all()
        with self.assertQueryCount(40):
            self.rate("2025-05-01", 1000)


@tagged("post_install", "-at_install")
class TestRateOfTheDay(RateCase):
    def test_the_rate_is_that_of_the_companys_day(self):
        self.rate("2026-01-01", 250)
        self.rate("2026-06-01", 500)
        for tz in (SHANGHAI, LOS_ANGELES, SYDNEY):
            self.company.resource_calendar_id.tz = tz
            for local, amount in (
                ("2026-05-31 23:59", 400),
                ("2026-06-01 00:00", 200),
                ("2026-06-01 23:59", 200),
            ):
                for reader in ("UTC", SHANGHAI, LOS_ANGELES):
                    with self.subTest(tz=tz, local=local, reader=reader):
                        self.env = self.env(context={**self.env.context, "tz": reader})
                        case = self.paid(self.ann, utc(local, tz), 100_000)
                        self.assertWorth(case, amount)

    def test_when_the_company_moves_its_days_move(self):
        self.rate("2026-01-01", 250)
        self.rate("2026-06-01", 500)
        case = self.paid(self.ann, utc("2026-06-01 00:30", SHANGHAI), 100_000)
        self.assertWorth(case, 400)
        self.company.resource_calendar_id.tz = SHANGHAI
        self.assertWorth(case, 200)
        self.company.resource_calendar_id = self.company.resource_calendar_id.copy(
            {"tz": LOS_ANGELES}
        )
        self.assertWorth(case, 400)


@tagged("post_install", "-at_install")
class TestMissingRateIsSaid(RateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_manager", "manager")
        cls.case = cls.paid(cls.ann, "2025-05-01 10:00:00", 1_000_000)
        cls.history([(cls.ann, "2025-05-01", 5), (cls.bob, "2025-05-01", 1000)])

    def amounts(self):
        return [self.profile_of(partner).amount for partner in (self.ann, self.bob)]

    def test_nobody_is_valuable_by_it(self):
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.amounts(), [5, 1000])
        self.assertEqual(self.profile_of(self.ann).abc_tier_id.name, "C")

    def test_it_is_worked_out_when_the_rate_is_entered(self):
        self.policy.classify(as_of=AS_OF)
        self.env["repair.customer.stale"]._insert_pending()
        self.env["repair.customer.stale"].search([]).unlink()
        self.rate("2025-05-01", 10)
        self.env["repair.customer.stale"]._insert_pending()
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertEqual(stale.partner_id, self.ann)
        self.policy.classify(as_of=AS_OF, partner_ids=stale.partner_id.ids)
        self.assertEqual(self.amounts(), [100_005, 1000])

    def test_a_rate_that_changes_nothing_wakes_nobody(self):
        self.rate("2025-05-01", 10)
        self.env["repair.customer.stale"]._insert_pending()
        self.env["repair.customer.stale"].search([]).unlink()
        self.rate("2025-05-02", 20)
        self.rate("2025-04-01", 30)
        self.env["repair.customer.stale"]._insert_pending()
        self.assertFalse(
            self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        )

    def test_the_run_names_it(self):
        self.paid(self.bob, "2025-03-01", 1, stage_id=self.stage_cancelled.id)
        self.paid(self.bob, "2025-08-01", 1)
        run = self.policy.classify(as_of=AS_OF)
        self.assertEqual(
            run.missing_rate_text,
            "Repairs whose amount in RCS is not counted: 1. There is no exchange rate on or "
            "before May 1, 2025. Enter it under Currencies.",
        )
        self.rate("2025-05-01", 10)
        self.assertFalse(self.policy.classify(as_of=AS_OF).missing_rate_text)

    @users("rcs_manager")
    def test_the_worklist_names_the_customer(self):
        self.policy.sudo().classify(as_of=AS_OF)
        gaps = self.env["repair.customer.gap"].search([("gap", "=", "exchange_rate")])
        self.assertEqual(gaps.partner_id, self.ann)
        self.assertEqual(gaps.dimension, "value")
        partner = self.ann.with_env(self.env)
        self.assertIn("Exchange rate", partner.repair_gaps)
        self.assertIn("Enter the rate under Currencies", partner.repair_gap_advice)
        self.assertNotIn("Exchange rate", self.bob.with_env(self.env).repair_gaps or "")
        self.rate("2025-05-01", 10)
        self.env.invalidate_all()
        self.assertFalse(self.env["repair.customer.gap"].search([("gap", "=", "exchange_rate")]))
        self.assertNotIn("Exchange rate", partner.repair_gaps or "")
