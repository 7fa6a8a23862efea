from odoo.tests import tagged

from ..bases.review import ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewPlan(ReviewCase):
    """When a review is due: so many months after the last one, by the calendar."""

    def test_nobody_without_a_rhythm(self):
        """The default level has none, so nothing is planned."""
        self.plan_on("2025-01-14")
        self.assertFalse(self.reviews())

    def test_first_review_on_a_whole_rhythm_after_the_first_repair(self):
        """31 October and three months is 31 January; what is nearer than a week comes later."""
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-24")
        self.assertEqual(self.due(self.ann), "2025-01-31")
        self.assertFalse(self.reviews(self.bob))
        self.served_by(self.best, self.bob)
        self.plan_on("2025-01-25")
        self.assertEqual(self.due(self.bob), "2025-04-30")

    def test_a_night_later_nothing_changes(self):
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        planned = self.reviews()
        for day in ("2025-01-15", "2025-02-20", "2025-12-01"):
            self.plan_on(day)
            self.assertEqual(self.reviews(), planned)
            self.assertEqual(self.due(self.ann), "2025-01-31")
        with on("2025-12-01"):
            self.assertTrue(planned.is_overdue)

    def test_the_next_one_counts_from_the_sign_off(self):
        """31 January and three months is 30 April, and it is planned at once."""
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        with on("2025-01-31"):
            self.reviews().action_prepare()
            self.reviews().action_sign_off()
        self.assertEqual(self.due(self.ann), "2025-04-30")
        with on("2025-04-30"):
            self.env["repair.relationship.review"].search(
                [("state", "=", "planned"), ("company_id", "=", self.company.id)]
            ).action_prepare()
            self.reviews(self.ann).filtered(lambda r: r.state == "preparing").action_sign_off()
        self.assertEqual(self.due(self.ann), "2025-07-30")

    def test_ends_of_months(self):
        """29 February and twelve months is 28 February."""
        self.best.review_months = 12
        leap = self.customer("Leap")
        self.history([(leap, "2024-02-29 10:00:00", 10)])
        self.classify("2025-01-13")
        self.served_by(self.best, leap)
        self.plan_on("2025-01-14")
        self.assertEqual(self.due(leap), "2025-02-28")

    def test_after_a_long_break_nobody_is_surprised(self):
        """The last review was a year ago: the next one is in a week, not months overdue."""
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        with on("2025-01-31"):
            self.reviews().action_sign_off()
            self.best.review_months = 0
        self.plan_on("2025-02-01")
        self.assertFalse(self.due(self.ann))
        self.best.review_months = 3
        self.plan_on("2026-03-02")
        self.assertEqual(self.due(self.ann), "2026-03-09")

    def test_days_are_those_of_the_company(self):
        """At 23:30 in London it is the next day in Shanghai, where the sign-off is."""
        self.calendar.tz = "Asia/Shanghai"
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        with on("2025-01-30", hour=23):
            self.reviews().action_sign_off()
        self.assertEqual(
            self.reviews().filtered("signed_by_id").date_done.isoformat(), "2025-01-31"
        )
        self.assertEqual(self.due(self.ann), "2025-04-30")

    def test_planned_by_hand(self):
        """Of any customer, and it stays whatever the rhythm is."""
        with on("2025-01-14"):
            self.env["repair.relationship.review"].create(
                {"partner_id": self.bob.id, "company_id": self.company.id, "date_due": "2025-06-01"}
            )
        self.plan_on("2025-01-15")
        self.assertEqual(self.due(self.bob), "2025-06-01")
        self.served_by(self.best, self.bob)
        self.plan_on("2025-01-16")
        self.assertEqual(self.due(self.bob), "2025-06-01")
        with on("2025-06-01"):
            self.reviews(self.bob).action_sign_off()
        self.assertEqual(self.due(self.bob), "2025-09-01")

    def test_twice_on_the_same_day(self):
        """A second sign-off on the day of the first one still has a review after it."""
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        with on("2025-01-31"):
            for _time in range(2):
                self.reviews(self.ann).filtered(lambda r: r.state == "planned").action_sign_off()
        self.assertEqual(len(self.reviews(self.ann)), 3)
        self.assertEqual(self.due(self.ann), "2025-05-01")

    def test_queries_do_not_grow_with_customers(self):
        customers = self.customers(60)
        self.history([(customer, "2024-11-20 10:00:00", 10) for customer in customers])
        self.classify("2025-01-13")
        self.everybody_by(self.best)
        self.env.invalidate_all()
        with on("2025-01-14"), self.assertQueryCount(45):
            self.plan_now()
        self.assertEqual(len(self.reviews()), 62)
