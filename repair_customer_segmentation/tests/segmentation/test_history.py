from datetime import datetime

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestHistory(SegmentationCase):
    """Which cases count as a repair, when, for whom, and with how much money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")

    def test_cancelled_cases_are_no_repairs(self):
        self.history(
            [
                (self.ann, "2025-06-01", 10),
                (self.ann, "2025-06-02", 20, {"stage_id": self.stage_cancelled.id}),
            ]
        )
        found = self.metrics(self.ann)
        self.assertEqual((found["repair_count"], found["amount"]), (1, 10))
        self.assertEqual(found["last_repair_date"], datetime(2025, 6, 1))

    def test_waiting_and_closed_cases_are_repairs(self):
        self.history(
            [
                (self.ann, "2025-06-01", 10, {"stage_id": self.stage_waiting.id}),
                (self.ann, "2025-06-02", 20, {"stage_id": self.stage_closed.id}),
            ]
        )
        found = self.metrics(self.ann)
        self.assertEqual((found["repair_count"], found["amount"]), (2, 30))

    def test_a_case_exists_only_before_as_of_to_the_second(self):
        self.history(
            [
                (self.ann, "2025-06-30 23:59:59", 1),
                (self.ann, "2025-07-01 00:00:00", 2),
                (self.ann, "2025-07-02 00:00:00", 4),
            ]
        )
        self.assertEqual(self.metrics(self.ann)["amount_total"], 1)
        self.assertEqual(self.metrics(self.ann, datetime(2025, 7, 1, 0, 0, 1))["amount_total"], 3)
        self.assertEqual(self.metrics(self.ann, datetime(2025, 7, 2))["amount_total"], 3)

    def test_a_remote_caller_gives_the_moment_as_text(self):
        self.history([(self.ann, "2025-06-30 23:59:59", 1), (self.ann, "2025-07-01", 2)])
        run = self.policy.classify(as_of="2025-07-01 00:00:00")
        self.assertEqual(run.as_of, AS_OF)
        self.assertEqual(self.profile_of(self.ann).amount_total, 1)

    def test_the_window_includes_its_first_second(self):
        self.history(
            [
                (self.ann, "2024-06-30 23:59:59", 1),
                (self.ann, "2024-07-01 00:00:00", 2),
                (self.ann, "2025-06-30 00:00:00", 4),
            ]
        )
        self.policy.window_months = 12
        run = self.policy.classify(as_of=AS_OF)
        self.assertEqual(run.window_start, datetime(2024, 7, 1))
        self.assertRecordValues(
            self.profile_of(self.ann),
            [{"repair_count": 2, "amount": 6, "repair_count_total": 3, "amount_total": 7}],
        )

    def test_a_window_of_months_ends_with_a_short_month(self):
        """12 months before 29 February 2024 is 28 February 2023: the last day there is."""
        self.history([(self.ann, "2023-02-28", 1), (self.ann, "2023-02-27 23:59:59", 2)])
        self.policy.window_months = 12
        self.policy.classify(as_of=datetime(2024, 2, 29))
        self.assertRecordValues(self.profile_of(self.ann), [{"repair_count": 1, "amount": 1}])

    def test_a_window_of_zero_months_is_all_time(self):
        self.history([(self.ann, "1999-01-01", 1), (self.ann, "2025-06-30", 2)])
        self.policy.window_months = 0
        run = self.policy.classify(as_of=AS_OF)
        self.assertFalse(run.window_start)
        self.assertRecordValues(self.profile_of(self.ann), [{"repair_count": 2, "amount": 3}])

    def test_repairs_of_a_contact_are_those_of_its_company(self):
        enterprise = self.customer("Enterprise", is_company=True)
        contact = self.customer("Contact", parent_id=enterprise.id)
        self.history([(enterprise, "2025-06-01", 10), (contact, "2025-06-02", 5)])
        found = self.metrics(enterprise)
        self.assertEqual((found["repair_count"], found["amount"]), (2, 15))
        self.assertIsNone(self.metrics(contact))

    def test_cases_of_another_company_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.history([(self.ann, "2025-06-01", 10)])
        self.history(
            [
                (
                    self.ann,
                    "2025-06-02",
                    99,
                    {
                        "company_id": other.id,
                        "stage_id": self.env["repair.case.stage"].create({"name": "Shared"}).id,
                    },
                )
            ]
        )
        found = self.metrics(self.ann)
        self.assertEqual((found["repair_count"], found["amount"]), (1, 10))
        self.assertEqual(found["open_case_count"], 1)
        other._active_repair_policy().classify(as_of=AS_OF)
        self.assertFalse(self.profile_of(self.ann))
        self.assertRecordValues(
            self.profile_of(self.ann, other), [{"repair_count": 1, "amount": 99}]
        )

    def test_archived_cases_still_count(self):
        self.history([(self.ann, "2025-06-01", 10, {"active": False})])
        self.assertEqual(self.metrics(self.ann)["repair_count"], 1)

    def test_rework_counts_in_rework_count_alone(self):
        self.history(
            [
                (self.ann, "2025-06-01", 10),
                (self.ann, "2025-06-20", 5, {"is_rework": True}),
                (self.ann, "2025-05-01", 7, {"is_rework": True}),
            ]
        )
        found = self.metrics(self.ann)
        self.assertEqual((found["repair_count"], found["repair_count_total"]), (1, 1))
        self.assertEqual((found["amount"], found["amount_total"]), (10, 10))
        self.assertEqual(found["rework_count"], 2)
        self.assertEqual(found["first_repair_date"], datetime(2025, 6, 1))
        self.assertEqual(found["last_repair_date"], datetime(2025, 6, 1))

    def test_credits_deduct(self):
        self.history([(self.ann, "2025-06-01", 10.10), (self.ann, "2025-06-02", -12.30)])
        found = self.metrics(self.ann)
        self.assertEqual(found["amount"], -2.2)
        self.assertEqual(found["repair_count"], 2)

    def test_a_case_without_an_amount_is_a_repair_all_the_same(self):
        self.history([(self.ann, "2025-06-01", False), (self.ann, "2025-06-02", 10)])
        found = self.metrics(self.ann)
        self.assertEqual((found["repair_count"], found["amount"]), (2, 10))

    def test_only_cases_without_an_amount_sum_up_to_zero(self):
        self.history([(self.ann, "2025-06-01", False)])
        found = self.metrics(self.ann)
        self.assertEqual((found["amount"], found["amount_total"]), (0, 0))

    def test_money_is_summed_exactly(self):
        """0.10 + 0.20 is 0.30, not 0.30000000000000004."""
        self.history([(self.ann, "2025-06-01", 0.10), (self.ann, "2025-06-02", 0.20)])
        self.assertEqual(self.metrics(self.ann)["amount"], 0.3)


@tagged("post_install", "-at_install")
class TestHistoryCurrency(SegmentationCase):
    """Amounts count in the company's currency, at the rate of the day of the case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.coin = cls.env["res.currency"].create({"name": "RCS", "symbol": "r", "rounding": 0.01})
        cls.env["res.currency.rate"].create(
            [
                {
                    "name": day,
                    "rate": rate,
                    "currency_id": cls.coin.id,
                    "company_id": cls.company.id,
                }
                for day, rate in (("2025-01-01", 2.0), ("2025-03-01", 4.0))
            ]
        )

    def test_converted_at_the_rate_of_the_day(self):
        in_coins = {"currency_id": self.coin.id}
        cases = self.history(
            [
                (self.ann, "2025-02-28 12:00:00", 100, in_coins),
                (self.ann, "2025-03-01 12:00:00", 100, in_coins),
                (self.ann, "2025-03-02 12:00:00", 1),
            ]
        )
        self.assertEqual(cases.mapped("amount_company"), [50, 25, 1])
        self.assertEqual(self.metrics(self.ann)["amount"], 76)

    def test_a_changed_date_or_currency_is_converted_again(self):
        case = self.history([(self.ann, "2025-02-28", 100, {"currency_id": self.coin.id})])
        case.date_open = "2025-03-05"
        self.assertEqual(case.amount_company, 25)
        case.currency_id = self.company.currency_id
        self.assertEqual(case.amount_company, 100)

    def test_a_case_begins_in_the_currency_of_its_own_company(self):
        other = self.env["res.company"].create({"name": "Coins", "currency_id": self.coin.id})
        stage = self.env["repair.case.stage"].create({"name": "Shared"})
        case = self.env["repair.case"].create(
            {
                "name": "Repair",
                "partner_id": self.ann.id,
                "company_id": other.id,
                "stage_id": stage.id,
                "amount": 100,
            }
        )
        self.assertEqual(case.currency_id, self.coin)
        self.assertEqual(case.amount_company, 100)

    def test_a_case_that_moves_to_another_company_keeps_the_currency_of_its_amount(self):
        other = self.env["res.company"].create({"name": "Coins", "currency_id": self.coin.id})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        paid, unpaid = self.history(
            [
                (self.ann, "2025-06-01", 100, {"stage_id": shared.id}),
                (self.ann, "2025-06-01", 0, {"stage_id": shared.id}),
            ]
        )
        (paid | unpaid).company_id = other
        self.assertEqual(paid.currency_id, self.company.currency_id)
        self.assertEqual(unpaid.currency_id, self.coin)
