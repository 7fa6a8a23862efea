import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...foresight.bgnbd import Parameters
from .foresight import live
from .reference import ReferenceCase

CRON = "repair_customer_segmentation.ir_cron_forecast"
# The night in which forecasts are made.
NIGHT = "2025-07-01 00:30:00"
LAST = datetime(2025, 6, 30, 12)
YEARLY = [10 + 365 * year for year in range(5)]
PEOPLE = Parameters(0.7, 20.0, 1.2, 2.5)


@tagged("post_install", "-at_install")
class ForecastCase(ReferenceCase):
    """Forecasts of a company of the test, made as the night does it."""

    def visits(self, rows):
        """Load ``(name, days before 2025-06-30, amount of each)``; return name -> partner.

        An amount may be a function of the days.
        """
        ids = self.load_history(
            [
                (name, LAST - timedelta(days=ago), amount(ago) if callable(amount) else amount)
                for name, days, amount in rows
                for ago in days
            ]
        )
        return {name: self.env["res.partner"].browse(partner) for name, partner in ids.items()}

    def crowd(self, count, seed=2):
        """Return rows of customers who live as the model thinks, over three years."""
        rng = random.Random(seed)
        rows = []
        for place in range(count):
            age = rng.uniform(1, 3 * 365)
            weeks = [0.0, *live(rng, PEOPLE, age / 7)]
            days = [int(age - 7 * week) for week in weeks]
            paid = round(rng.uniform(50, 150), 2)
            rows.append((f"Crowd {place}", days, lambda ago, paid=paid: paid + ago % 41))
        return rows

    def night(self, moment=NIGHT):
        """Make the forecasts of all companies, as of a moment."""
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()
        return self.env["repair.forecast.check"]._of(self.company)

    def forecast(self, partner, company=None):
        return (
            self.env["repair.customer.forecast"]
            .with_context(active_test=False)
            .search(
                [
                    ("partner_id", "=", partner.id),
                    ("company_id", "=", (company or self.company).id),
                ]
            )
        )
