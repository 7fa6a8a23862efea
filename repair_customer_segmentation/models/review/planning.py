"""Plans the reviews of a company: each customer whose service level wants one has one ahead."""

from contextlib import suppress
from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.tools import SQL

from ...segmentation.days import day_sql
from ...vocabulary import CRON_REVIEWS
from .people import responsible_sql
from .told import remind_due, withdraw_reminders

REVIEW = "repair.relationship.review"
# Nobody is reviewed at a moment's notice: who gets a review now gets it so many days ahead.
NOTICE_DAYS = 7
# So many reviews that fell away are deleted, or told of, before what was done is kept.
REVIEWS_AT_ONCE = 500


class ReviewPlan:
    """``ReviewPlan(company).run()`` plans, moves and drops reviews, and tells those responsible.

    :meth:`refresh` alone plans some customers, or all of them, in one statement a step. A review
    is due so many months after the last one was signed off or skipped, by the calendar: three
    months after 31 January is 30 April. A customer who was never reviewed is due on one of the
    days that are whole rhythms after their first repair, so that not everybody is due at once.

    Planned reviews follow the customer: they move when the rhythm changes, and fall away when
    there is none any more, or the customer is archived. What somebody prepares stays, and so does
    what was planned by hand. The keys of the table keep each review one: (customer, company, day
    the rhythm counted from), and one open review a customer and company.
    """

    def __init__(self, company):
        self.env = company.env(context={**company.env.context, "allowed_company_ids": company.ids})
        # sudo: levels, profiles and contracts of whichever customer; rows are the system's.
        self.company = company.with_env(self.env).sudo()
        self.reviews = self.company.env[REVIEW]

    def run(self):
        """Do the nightly run of the company, in pieces that are committed.

        :return: False when the scheduled action's time is used up
        """
        cron = self.env["ir.cron"]
        if not self._take_turn():
            soon = fields.Datetime.add(fields.Datetime.now(), minutes=1)
            self.env.ref(CRON_REVIEWS)._trigger(at=soon)
            return True
        try:
            # What was read before the turn may have been changed by another process since.
            cron._commit_progress()
            self.refresh()
            cron._commit_progress()
            while remind_due(self.reviews, self.company, REVIEWS_AT_ONCE):
                cron._commit_progress()
            return bool(cron._commit_progress(1))
        finally:
            # A lost connection has lost its lock.
            with suppress(psycopg2.Error):
                self.env.cr.rollback()
                self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s)", self._turn()))

    def _turn(self):
        return SQL("hashtext(%s), %s", REVIEW, self.company.id)

    def _take_turn(self):
        [(taken,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_lock(%s)", self._turn()))
        return taken

    def refresh(self, customers=None):
        """Bring the planned reviews in line with the rhythms of the customers' levels.

        :param customers: records of ``res.partner``, commercial partners; ``None``: all
        """
        self.env.flush_all()
        self._drop(customers)
        moved = self._move(customers)
        self._insert(customers)
        self.reviews.invalidate_model()
        withdraw_reminders(self.reviews.browse(moved))

    def _soon(self):
        """Return the first day on which a review can be due that is planned today."""
        return self.company._repair_day() + timedelta(days=NOTICE_DAYS)

    def _rhythms(self):
        """Return the levels of the company that want reviews, with their months, as SQL rows."""
        levels = self.company.env["repair.service.level"]
        found = levels.search(
            [("review_months", ">", 0), ("company_id", "in", (False, self.company.id))]
        )
        rows = [SQL("(%s::int, %s::int)", level.id, level.review_months) for level in found]
        return SQL(", ").join(rows or [SQL("(NULL::int, NULL::int)")])

    def _wanted(self, customers):
        """Return the SELECT of the customers who want reviews: living ones of such a level."""
        whose = SQL("TRUE")
        if customers is not None:
            whose = SQL("profile.partner_id = ANY(%s)", customers.ids)
        return SQL(
            """
            SELECT customer.id AS partner_id, rhythm.level_id, rhythm.months,
                   profile.first_repair_date, profile.known_since
              FROM repair_customer_profile AS profile
              JOIN res_partner AS customer ON customer.id = profile.partner_id
              JOIN (VALUES %(rhythms)s) AS rhythm (level_id, months)
                ON rhythm.level_id = %(level)s
             WHERE profile.company_id = %(company)s
               AND profile.active
               AND customer.active
               AND %(whose)s
            """,
            rhythms=self._rhythms(),
            level=self.company.env["repair.service.level"]._level_sql(self.company.id, "profile"),
            company=self.company.id,
            whose=whose,
        )

    def _planned(self, customers):
        """Return the condition of the reviews that the plan may move or drop."""
        whose = SQL("TRUE")
        if customers is not None:
            whose = SQL("review.partner_id = ANY(%s)", customers.ids)
        return SQL(
            "review.company_id = %s AND review.state = 'planned'"
            " AND review.planned_after IS NOT NULL AND %s",
            self.company.id,
            whose,
        )

    def _drop(self, customers):
        """Delete planned reviews of customers who want none any more, activities included."""
        rows = self.env.execute_query(
            SQL(
                "SELECT review.id FROM repair_relationship_review AS review"
                " WHERE %s AND review.partner_id NOT IN (SELECT partner_id FROM (%s) AS wanted)",
                self._planned(customers),
                self._wanted(customers),
            )
        )
        ids = [row[0] for row in rows]
        for start in range(0, len(ids), REVIEWS_AT_ONCE):
            self.reviews.browse(ids[start : start + REVIEWS_AT_ONCE]).unlink()

    def _move(self, customers):
        """Give planned reviews the rhythm, the level and the responsible of today.

        :return: ids of those that are due later than those responsible were told
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH following AS (
                    SELECT review.id, wanted.months, wanted.level_id,
                           CASE WHEN review.rhythm_months = wanted.months THEN review.date_due
                                ELSE GREATEST(
                                     (review.planned_after
                                      + wanted.months * interval '1 month')::date,
                                     %(soon)s::date)
                           END AS due,
                           CASE WHEN review.is_user_chosen THEN review.user_id
                                ELSE %(responsible)s END AS user_id
                      FROM repair_relationship_review AS review
                      JOIN (%(wanted)s) AS wanted ON wanted.partner_id = review.partner_id
                     WHERE %(planned)s
                )
                UPDATE repair_relationship_review AS review
                   SET rhythm_months = following.months,
                       service_level_id = following.level_id,
                       date_due = following.due,
                       user_id = following.user_id,
                       told_on = CASE WHEN following.due > %(soon)s::date
                                        OR following.user_id IS DISTINCT FROM review.user_id
                                      THEN NULL ELSE review.told_on END
                  FROM following
                 WHERE following.id = review.id
                   AND (review.rhythm_months, review.service_level_id, review.date_due,
                        review.user_id)
                       IS DISTINCT FROM (following.months, following.level_id, following.due,
                                         following.user_id)
                RETURNING review.id, review.told_on
                """,
                wanted=self._wanted(customers),
                planned=self._planned(customers),
                responsible=responsible_sql(self.company, SQL("review.partner_id")),
                soon=self._soon(),
            )
        )
        return [review_id for review_id, told_on in rows if told_on is None]

    def _insert(self, customers):
        """Plan the next review of customers who want one and have none open."""
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS MATERIALIZED (%(wanted)s), done AS (
                    SELECT review.partner_id,
                           max(GREATEST(review.date_done, review.planned_after + 1)) AS day
                      FROM repair_relationship_review AS review
                     WHERE review.company_id = %(company)s
                       AND review.state IN ('done', 'skipped')
                       AND review.partner_id IN (SELECT partner_id FROM wanted)
                     GROUP BY 1
                ), begun AS (
                    SELECT wanted.*, done.day,
                           COALESCE(%(first)s, %(known)s, %(today)s::date) AS first
                      FROM wanted
                      LEFT JOIN done ON done.partner_id = wanted.partner_id
                     WHERE NOT EXISTS (
                           SELECT FROM repair_relationship_review AS review
                            WHERE review.partner_id = wanted.partner_id
                              AND review.company_id = %(company)s
                              AND review.state IN ('planned', 'preparing'))
                ), counted AS (
                    SELECT begun.*, GREATEST(1,
                           ((EXTRACT(YEAR FROM %(soon)s::date) - EXTRACT(YEAR FROM first)) * 12
                            + EXTRACT(MONTH FROM %(soon)s::date) - EXTRACT(MONTH FROM first))::int
                           / months) AS rhythms
                      FROM begun
                ), placed AS (
                    SELECT counted.*, CASE
                           WHEN (first + rhythms * months * interval '1 month')::date
                                < %(soon)s::date
                           THEN rhythms + 1 ELSE rhythms END AS place
                      FROM counted
                ), following AS (
                    SELECT placed.*, COALESCE(
                           day, (first + (place - 1) * months * interval '1 month')::date) AS after,
                           CASE WHEN day IS NULL
                                THEN (first + place * months * interval '1 month')::date
                                ELSE GREATEST((day + months * interval '1 month')::date,
                                              %(soon)s::date)
                           END AS due
                      FROM placed
                )
                INSERT INTO repair_relationship_review (
                       partner_id, company_id, service_level_id, rhythm_months, planned_after,
                       date_due, user_id, state, create_uid, create_date, write_uid,
                       write_date)
                SELECT f.partner_id, %(company)s, f.level_id, f.months, f.after, f.due,
                       %(responsible)s, 'planned', %(user)s, timezone('UTC', now()),
                       %(user)s, timezone('UTC', now())
                  FROM following AS f
                    ON CONFLICT DO NOTHING
                """,
                wanted=self._wanted(customers),
                company=self.company.id,
                today=self.company._repair_day(),
                soon=self._soon(),
                first=day_sql(SQL("wanted.first_repair_date"), self.company._repair_tz()),
                known=day_sql(SQL("wanted.known_since"), self.company._repair_tz()),
                responsible=responsible_sql(self.company, SQL("f.partner_id")),
                user=self.env.uid,
            )
        )
