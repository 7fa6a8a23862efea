from datetime import datetime

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestMetrics(SegmentationCase):
    """The figures of one customer, each by its definition."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")

    def test_recency_counts_days_of_the_calendar(self):
        """A minute over midnight is a day; 23 hours within one day are none."""
        self.history([(self.ann, "2025-06-29 23:59:00", 1)])
        for as_of, days in (
            (datetime(2025, 6, 29, 23, 59, 1), 0),
            (datetime(2025, 6, 30, 0, 0, 0), 1),
            (datetime(2025, 6, 30, 23, 59, 59), 1),
            (datetime(2025, 7, 29), 30),
        ):
            with self.subTest(as_of=as_of):
                self.assertEqual(self.metrics(self.ann, as_of)["recency_days"], days)

    def test_recency_counts_from_the_last_repair_and_tenure_from_the_first(self):
        self.history(
            [
                (self.ann, "2025-06-20 10:00:00", 1),
                (self.ann, "2024-07-01 10:00:00", 1),
                (self.ann, "2025-01-01 10:00:00", 1),
            ]
        )
        found = self.metrics(self.ann)
        self.assertEqual(found["recency_days"], 11)
        self.assertEqual(found["tenure_days"], 365)

    def test_first_and_last_repair_are_those_of_all_time(self):
        self.history([(self.ann, "2020-01-01", 1), (self.ann, "2021-01-01", 2)])
        found = self.metrics(self.ann, since=datetime(2024, 7, 1))
        self.assertEqual(found["first_repair_date"], datetime(2020, 1, 1))
        self.assertEqual(found["last_repair_date"], datetime(2021, 1, 1))
        self.assertEqual((found["repair_count"], found["repair_count_total"]), (0, 2))
        self.assertEqual((found["amount"], found["amount_total"]), (0, 3))

    def test_mean_interval_is_the_span_divided_by_its_gaps(self):
        self.history(
            [
                (self.ann, "2025-06-01", 1),
                (self.ann, "2025-06-03", 1),
                (self.ann, "2025-06-04", 1),
                (self.ann, "2025-06-11", 1),
            ]
        )
        self.assertEqual(self.metrics(self.ann)["mean_interval_days"], 3.33)

    def test_mean_interval_knows_hours(self):
        self.history([(self.ann, "2025-06-01 00:00:00", 1), (self.ann, "2025-06-02 12:00:00", 1)])
        self.assertEqual(self.metrics(self.ann)["mean_interval_days"], 1.5)

    def test_mean_interval_of_repairs_at_one_moment_is_zero(self):
        self.history([(self.ann, "2025-06-01", 1), (self.ann, "2025-06-01", 1)])
        self.assertEqual(self.metrics(self.ann)["mean_interval_days"], 0)

    def test_one_repair_has_no_interval(self):
        self.history(
            [(self.ann, "2025-06-01", 1), (self.ann, "2025-06-05", 1, {"is_rework": True})]
        )
        self.assertIsNone(self.metrics(self.ann)["mean_interval_days"])

    def test_mean_interval_is_over_all_time(self):
        self.history([(self.ann, "2020-01-01", 1), (self.ann, "2020-01-11", 1)])
        found = self.metrics(self.ann, since=datetime(2024, 7, 1))
        self.assertEqual(found["mean_interval_days"], 10)

    def test_open_and_waiting_cases_are_open(self):
        stages = (self.stage_open, self.stage_waiting, self.stage_closed, self.stage_cancelled)
        self.history([(self.ann, "2025-06-01", 1, {"stage_id": stage.id}) for stage in stages])
        self.history([(self.ann, "2025-06-01", 1, {"is_rework": True})])
        self.assertEqual(self.metrics(self.ann)["open_case_count"], 3)

    def test_a_customer_without_open_cases_has_zero_of_them(self):
        self.history([(self.ann, "2025-06-01", 1, {"stage_id": self.stage_closed.id})])
        self.assertEqual(self.metrics(self.ann)["open_case_count"], 0)


@tagged("post_install", "-at_install")
class TestPotential(SegmentationCase):
    """Customers whom the desk knows without a repair."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")

    def assertPotential(self, rework_count=0):
        self.policy.classify(as_of=AS_OF)
        self.env.cr.execute(
            """
            SELECT first_repair_date, last_repair_date, repair_count, repair_count_total,
                   amount, amount_total, mean_interval_days, rework_count, rating_avg,
                   recency_score, frequency_score, monetary_score
              FROM repair_customer_profile WHERE partner_id = %s AND company_id = %s
            """,
            [self.ann.id, self.company.id],
        )
        self.assertEqual(
            self.env.cr.fetchall(),
            [(None, None, 0, 0, 0, 0, None, rework_count, None, None, None, None)],
        )
        profile = self.profile_of(self.ann)
        for dimension in ("value", "frequency", "rfm", "abc"):
            tier = self.policy.tier_ids.filtered(
                lambda t, d=dimension: t.dimension == d and t.for_potential
            )
            self.assertEqual(profile[f"{dimension}_tier_id"], tier, dimension)

    def test_a_cancelled_case_makes_a_customer_potential(self):
        self.history([(self.ann, "2025-06-01", 99, {"stage_id": self.stage_cancelled.id})])
        self.assertPotential()

    def test_a_case_in_the_future_makes_a_customer_potential(self):
        self.history([(self.ann, "2025-07-01 00:00:00", 99)])
        self.assertPotential()

    def test_rework_alone_makes_a_customer_potential(self):
        self.history([(self.ann, "2025-06-01", 99, {"is_rework": True})])
        self.assertPotential(rework_count=1)

    def test_a_partner_without_a_case_is_no_customer(self):
        self.assertIsNone(self.metrics(self.ann))
        self.policy.classify(as_of=AS_OF)
        self.assertFalse(self.profile_of(self.ann))

    def test_a_first_repair_ends_it(self):
        self.history([(self.ann, "2025-06-01", 99, {"stage_id": self.stage_cancelled.id})])
        self.assertPotential()
        self.history([(self.ann, "2025-06-02", 5)])
        self.policy.classify(as_of=AS_OF)
        self.assertRecordValues(
            self.profile_of(self.ann), [{"repair_count": 1, "amount": 5, "recency_score": 5}]
        )


@tagged("post_install", "-at_install")
class TestRatingAverage(SegmentationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann", is_company=True)
        cls.case = cls.history([(cls.ann, "2025-06-01", 1)])

    def rate(self, value, rated_on="2025-06-10", case=None, **values):
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("repair.case"),
                "res_id": (case or self.case).id,
                "rating": value,
                "consumed": True,
                **values,
            }
        )
        rating.rated_on = rated_on
        return rating

    def average(self):
        return self.metrics(self.ann, since=datetime(2024, 7, 1))["rating_avg"]

    def test_without_a_rating_there_is_no_average(self):
        self.assertIsNone(self.average())

    def test_the_mean_of_all_ratings(self):
        self.rate(5)
        self.rate(5)
        self.rate(3)
        self.assertEqual(self.average(), 4.33)

    def test_ratings_on_the_cases_of_a_contact_are_those_of_its_company(self):
        contact = self.customer("Contact", parent_id=self.ann.id)
        self.rate(5)
        self.rate(2, case=self.history([(contact, "2025-06-01", 1)]))
        self.assertEqual(self.average(), 3.5)

    def test_a_rating_that_was_only_asked_for_does_not_count(self):
        self.rate(5, consumed=False)
        self.rate(0)
        self.assertIsNone(self.average())

    def test_ratings_count_within_the_window(self):
        self.rate(5, rated_on="2024-07-01 00:00:00")
        self.rate(1, rated_on="2024-06-30 23:59:59")
        self.rate(1, rated_on="2025-07-01 00:00:00")
        self.rate(4, rated_on="2025-06-30 23:59:59")
        self.assertEqual(self.average(), 4.5)

    def test_ratings_of_another_company_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        case = self.history(
            [(self.ann, "2025-06-01", 1, {"company_id": other.id, "stage_id": shared.id})]
        )
        self.rate(1, case=case)
        self.assertIsNone(self.average())
