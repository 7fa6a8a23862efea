"""Who is responsible hears of a review in time, and of each review once."""

from datetime import timedelta

from odoo.tools import SQL

from ..access.day_text import day_text

REVIEW_ACTIVITY = "repair_customer_segmentation.mail_activity_type_review"
# So many days before a review is due, its responsible gets an activity.
TOLD_DAYS = 7


def remind_due(reviews, company, most):
    """Give an activity for each review that is due soon: claimed first, so that each gets one.

    :param reviews: the model, as superuser
    :param int most: of them
    :return: int: how many were told of
    """
    today = company._repair_day()
    reviews.env.flush_all()
    rows = reviews.env.execute_query(
        SQL(
            """
            UPDATE repair_relationship_review AS review
               SET told_on = %(today)s
              FROM (SELECT id
                      FROM repair_relationship_review
                     WHERE company_id = %(company)s
                       AND state IN ('planned', 'preparing')
                       AND date_due <= %(until)s
                       AND told_on IS NULL
                       AND user_id IS NOT NULL
                     ORDER BY date_due, id
                     LIMIT %(most)s
                       FOR UPDATE SKIP LOCKED) AS due
             WHERE review.id = due.id
            RETURNING review.id
            """,
            today=today,
            company=company.id,
            until=today + timedelta(days=TOLD_DAYS),
            most=most,
        )
    )
    reviews.invalidate_model(["told_on"])
    for review in reviews.browse(sorted(row[0] for row in rows)):
        _remind(review)
    return len(rows)


def _remind(review):
    told = review.with_context(lang=review.user_id.lang)
    told.activity_schedule(
        REVIEW_ACTIVITY,
        date_deadline=review.date_due,
        summary=told.env._(
            "Review with %(customer)s, due on %(day)s",
            customer=review.partner_id.display_name,
            day=day_text(told.env, review.date_due),
        ),
        note=told.env._("Prepare the page, and make an appointment with the customer."),
        user_id=review.user_id.id,
    )


def withdraw_reminders(reviews):
    """Take back what was told of reviews that are due another day, or are somebody else's.

    They are told of anew when their day comes near.
    """
    if reviews:
        reminders_of(reviews).unlink()


def reminders_of(reviews):
    """Return the activities that remind of reviews, as superuser."""
    # sudo: what the system told goes with the review, whoever it was told to.
    env = reviews.sudo().env
    kind = env.ref(REVIEW_ACTIVITY, raise_if_not_found=False)
    return env["mail.activity"].search(
        [
            ("res_model", "=", reviews._name),
            ("res_id", "in", reviews.ids),
            ("activity_type_id", "=", kind.id if kind else False),
        ]
    )
