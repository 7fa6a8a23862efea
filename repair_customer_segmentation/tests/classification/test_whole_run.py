from datetime import datetime, timedelta

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestWholeRun(SegmentationCase):
    """What a row of history comes to at the end of a full run, classes included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")
        cls.auckland = cls.user("rcs_auckland", "manager", tz="Pacific/Auckland")
        cls.honolulu = cls.user("rcs_honolulu", "manager", tz="Pacific/Honolulu")

    def names(self, partner, *dimensions):
        profile = self.profile_of(partner)
        return [profile[f"{dimension}_tier_id"].name for dimension in dimensions]

    def test_a_run_is_called_by_what_it_was_for_and_when_where_its_reader_is(self):
        runs = self.env["repair.segmentation.run"]
        run = runs.new({"scope": "all", "as_of": datetime(2025, 6, 30, 23, 30)})
        for user, when in (
            (self.auckland, "July 1, 2025 11:30"),
            (self.honolulu, "June 30, 2025 1:30"),
        ):
            name = run.with_context(tz=user.tz).display_name
            self.assertTrue(name.startswith(f"All customers ({when}"), name)

    def test_money_of_two_currencies_counts_at_the_rate_of_its_day(self):
        coin = self.env["res.currency"].create({"name": "RCS", "symbol": "r", "rounding": 0.01})
        for day, rate in (("2025-01-01", 2.0), ("2025-03-01", 4.0)):
            self.env["res.currency.rate"].create(
                {
                    "name": day,
                    "rate": rate,
                    "currency_id": coin.id,
                    "company_id": self.company.id,
                }
            )
        at_least = {"metric": "amount", "operator": "at_least", "kind": "value", "value": 75}
        self.set_tiers("value", [("Big", "all", [at_least]), ("Small", "all", [])])
        coins = {"currency_id": coin.id}
        self.history(
            [
                (self.ann, "2025-02-28 12:00:00", 100, coins),
                (self.ann, "2025-03-01 12:00:00", 100, coins),
                (self.bob, "2025-03-01 12:00:00", 299.96, coins),
            ]
        )
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(
            [self.profile_of(partner).amount for partner in (self.ann, self.bob)], [75, 74.99]
        )
        self.assertEqual(self.names(self.ann, "value"), ["Big"])
        self.assertEqual(self.names(self.bob, "value"), ["Small"])

    def test_the_edge_of_the_window_does_not_depend_on_who_asks(self):
        self.history(
            [
                (self.ann, "2024-06-30 23:59:59", 1),
                (self.bob, "2024-07-01 00:00:00", 1),
            ]
        )
        for user in (self.auckland, self.honolulu):
            with self.subTest(timezone=user.tz):
                policy = self.policy.with_user(user).with_context(tz=user.tz)
                run = policy.classify(as_of=AS_OF)
                self.assertEqual(run.window_start, datetime(2024, 7, 1))
                self.assertEqual(
                    [self.profile_of(partner).repair_count for partner in (self.ann, self.bob)],
                    [0, 1],
                )
                self.assertEqual(run.population, 1)

    def test_nobody_has_an_amount(self):
        self.history([(self.ann, "2025-06-01", False)] * 4 + [(self.bob, "2025-06-01", False)])
        run = self.policy.classify(as_of=AS_OF)
        self.assertEqual((run.state, run.customer_count), ("done", 2))
        self.assertEqual(
            self.names(self.ann, "value", "frequency", "abc"), ["Ordinary", "Frequent", "C"]
        )
        self.assertEqual(
            self.names(self.bob, "value", "frequency", "abc"), ["Ordinary", "Occasional", "C"]
        )

    def test_a_date_in_the_future_is_no_repair_until_it_comes(self):
        self.history([(self.ann, AS_OF + timedelta(days=10), 5000)])
        self.policy.classify(as_of=AS_OF)
        self.assertRecordValues(
            self.profile_of(self.ann),
            [{"repair_count_total": 0, "amount_total": 0, "recency_score": 0}],
        )
        self.assertEqual(self.names(self.ann, "value", "rfm"), ["Ordinary", False])
        self.policy.classify(as_of=AS_OF + timedelta(days=11))
        self.assertEqual(self.profile_of(self.ann).repair_count_total, 1)
        self.assertEqual(self.names(self.ann, "value"), ["High Value"])

    def test_a_customer_with_a_hundred_thousand_repairs(self):
        """One customer's history is grouped as any other's, and its sums stay exact."""
        [case] = self.history([(self.ann, "2025-06-01", 0.01)])
        self.history([(self.bob, "2025-06-01", 999)])
        self.env.flush_all()
        columns = [
            name
            for name, field in case._fields.items()
            if field.store and field.column_type and name not in ("id", "date_open", "reference")
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        self.env.cr.execute(
            f"""
            INSERT INTO repair_case ({names}, date_open)
            SELECT {names}, date_open - n * interval '1 minute'
              FROM repair_case, generate_series(1, 99999) AS n
             WHERE id = %s
            """,  # pylint: disable=sql-injection
            [case.id],
        )
        run = self.policy.classify(as_of=AS_OF)
        self.assertEqual(run.customer_count, 2)
        self.assertRecordValues(
            self.profile_of(self.ann),
            [
                {
                    "repair_count": 100_000,
                    "amount": 1000.0,
                    "last_repair_date": datetime(2025, 6, 1),
                    "first_repair_date": datetime(2025, 6, 1) - timedelta(minutes=99_999),
                    "open_case_count": 100_000,
                }
            ],
        )
        self.assertEqual(self.names(self.ann, "frequency", "abc"), ["Frequent", "A"])
        self.assertEqual(self.policy.classify(as_of=AS_OF).changed_count, 0)
