"""What tests of relationship reviews begin with: known customers, a rhythm, days that go by."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from ...models.review.planning import ReviewPlan
from ...models.review.told import remind_due
from .desk import DeskCase

REVIEW = "repair.relationship.review"
# Between a currency and its amount.
NBSP = "\N{NO-BREAK SPACE}"


def on(day, hour=12):
    """Freeze the time at an hour (UTC) of a day."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return freeze_time(datetime.combine(day, datetime.min.time()) + timedelta(hours=hour))


class ReviewCase(DeskCase):
    """Ann and Bob, customers since 31 October 2024; whose level is Best, is reviewed quarterly."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.best.review_months = 3
        cls.bob = cls.customer("Bob")
        cls.history([(who, "2024-10-31 10:00:00", 100) for who in (cls.ann, cls.bob)])
        cls.manager = cls.user("rcs_manager", "manager")
        cls.agent = cls.user("rcs_user", "user", name="Uma User")
        cls.classify("2025-01-13")

    @classmethod
    def classify(cls, day):
        cls.policy.classify(as_of=datetime.fromisoformat(f"{day} 06:00:00"))

    @classmethod
    def served_by(cls, level, *customers):
        """Give customers a level, by contracts for all of their devices."""
        for customer in customers:
            cls.env["repair.service.contract"].create(
                {
                    "partner_id": customer.id,
                    "company_id": cls.company.id,
                    "service_level_id": level.id,
                    "date_start": "2025-01-01",
                    "renewal": "auto",
                }
            )

    def everybody_by(self, level):
        """Serve everybody by a level who has no contract."""
        self.company.repair_service_level_id = level

    def plan_on(self, day):
        """Do the nightly run of a day, without its commits."""
        with on(day):
            self.plan_now()

    def plan_now(self):
        plan = ReviewPlan(self.company)
        plan.refresh()
        remind_due(plan.reviews, self.company, 100)
        self.env.invalidate_all()

    def reviews(self, customer=None):
        """Return the reviews there are."""
        domain = [("partner_id", "=", customer.id)] if customer else []
        return self.env[REVIEW].search([("company_id", "=", self.company.id), *domain])

    def due(self, customer):
        """Return the day of the open review of a customer, as text; ``None`` without one."""
        found = self.reviews(customer).filtered(lambda r: r.state in ("planned", "preparing"))
        self.assertLessEqual(len(found), 1)
        return found.date_due.isoformat() if found else None

    def open_review(self, customer=None):
        """Return a review in preparation that somebody planned for today."""
        review = self.env[REVIEW].create(
            {
                "partner_id": (customer or self.ann).id,
                "company_id": self.company.id,
                "date_due": self.company._repair_day(),
            }
        )
        review.action_prepare()
        return review
