"""What happened with a customer since the last review, and how the relationship stands."""

from odoo import fields
from odoo.tools import SQL

from ...desk.contract_terms import DAY
from ...segmentation.days import day_start, window_day
from ...segmentation.history import union_all
from ...vocabulary import DIMENSIONS, OPEN_STATES
from .referrals import NO_REFERRAL, brought
from .said import said_of

# A first review looks so many months back.
FIRST_PERIOD_MONTHS = 12
# A repair within so many months of the one before it is by a customer who came back.
BACK_MONTHS = 12
# Contracts that end within so many days are talked about.
ENDING_DAYS = 90


class ReviewFigures:
    """``ReviewFigures(review).live()`` returns the figures as they are now; amounts apart.

    The period is whole days of the company, each in one review: from the day of the last sign-off
    (or twelve months back where there is none) up to yesterday, so what happens in the rest of
    the day of a sign-off is told of in the next review.
    """

    def __init__(self, review):
        # sudo: figures of the customer, like those of the profile, do not depend on which of
        # its cases the user may open; what is linked to is shown to whoever may read it.
        self.review = review.sudo()
        self.env = self.review.env
        self.company = self.review.company_id
        self.customer = self.review.partner_id
        self.today = self.company._repair_day()
        self.policy = self.company.repair_policy_id

    def live(self):
        """Return the figures as of now.

        :return: pair of a dict that JSON can hold, and a dict of the amounts ``amount`` (of the
            period) and ``brought`` (of all customers whom this one brought), company currency
        """
        self.env.flush_all()
        first, last = self.period()
        repairs, rework, amount = self._repairs(first, last)
        total, repeats, begun = self._loyalty()
        named = brought(self.company, self.customer.ids).get(self.customer.id, NO_REFERRAL)
        referrer = self.customer.repair_referred_by_id.commercial_partner_id
        return {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "repairs": repairs,
            "rework": rework,
            "said": said_of(self.company, self.customer, first, last),
            "tiers": self._tier_changes(first, last),
            "begun": begun and begun.isoformat(),
            "total": total,
            "repeats": repeats,
            "referrer_id": referrer.id,
            "referrer": referrer.display_name or "",
            "brought": named.customers,
            "brought_repairs": named.repairs,
            "open": self._open_problems(),
        }, {"amount": amount, "brought": named.amount}

    def period(self):
        """Return first and last day of the period; the last one is before the first one where
        another review was signed off today."""
        last_review = self.env[self.review._name].search(
            [
                ("partner_id", "=", self.customer.id),
                ("company_id", "=", self.company.id),
                ("state", "=", "done"),
                ("id", "!=", self.review.id or 0),
            ],
            order="date_done DESC, id DESC",
            limit=1,
        )
        first = last_review.date_done or window_day(self.today, FIRST_PERIOD_MONTHS)
        return first, self.today - DAY

    def _history(self, period=None):
        sources = self.policy._history_sources(
            fields.Datetime.now(), self.customer.ids, period=period
        )
        return union_all(sources)

    def _repairs(self, first, last):
        """Return repairs, rework and what was paid for both in the period."""
        if not self.policy or last < first or not self.customer:
            return 0, 0, 0.0
        tz = self.company._repair_tz()
        period = (day_start(first, tz), day_start(last + DAY, tz))
        [(repairs, rework, amount)] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE NOT is_rework), count(*) FILTER (WHERE is_rework),
                       COALESCE(sum(amount), 0)
                  FROM (%s) AS history
                """,
                self._history(period),
            )
        )
        return repairs, rework, float(amount)

    def _loyalty(self):
        """Return all repairs ever, how many came soon after the one before, and the first day."""
        if not self.policy or not self.customer:
            return 0, 0, None
        [(total, repeats, begun)] = self.env.execute_query(
            SQL(
                """
                SELECT count(*), count(*) FILTER (
                       WHERE occurred_at <= before + %(months)s * interval '1 month'),
                       min(occurred_at)
                  FROM (SELECT occurred_at, lag(occurred_at) OVER (ORDER BY occurred_at) AS before
                          FROM (%(history)s) AS history
                         WHERE NOT is_rework) AS repair
                """,
                history=self._history(),
                months=BACK_MONTHS,
            )
        )
        return total, repeats, begun and self.company._repair_day(begun)

    def _tier_changes(self, first, last):
        """Return the changes of tier in the period, the first one first."""
        tz = self.company._repair_tz()
        changes = self.env["repair.segmentation.transition"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("company_id", "=", self.company.id),
                ("date", ">=", day_start(first, tz)),
                ("date", "<", day_start(last + DAY, tz)),
                ("from_tier_id", "!=", False),
                ("to_tier_id", "!=", False),
            ],
            order="date, id",
        )
        return [
            {
                "dimension": change.dimension,
                "from_id": change.from_tier_id.id,
                "from": change.from_tier_id.name,
                "to_id": change.to_tier_id.id,
                "to": change.to_tier_id.name,
                "day": self.company._repair_day(change.date).isoformat(),
            }
            for change in changes.sorted(lambda c: DIMENSIONS.index(c.dimension))
        ]

    def _open_problems(self):
        """Return model -> ids of what is open with the customer today."""
        of_customer = [
            ("commercial_partner_id", "=", self.customer.id),
            ("company_id", "=", self.company.id),
        ]
        found = {
            "repair.case": [("state", "in", OPEN_STATES)],
            "repair.declined.work": [("state", "=", "open")],
            "repair.service.contract": [
                ("state", "=", "running"),
                ("date_until", "!=", False),
                ("date_until", "<=", self.today + ENDING_DAYS * DAY),
            ],
            "repair.maintenance.visit": [
                ("state", "in", ("planned", "opened")),
                ("date_due", "<", self.today),
            ],
        }
        return {
            model: self.env[model].search([*of_customer, *domain]).ids
            for model, domain in found.items()
        }
