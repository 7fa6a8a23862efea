"""Ratings of cases as feedback: one statement for any number of them.

What the customer says counts as feedback as long as the rating is given; one that is taken back
leaves none. The day, the tiers, the assignee, the team and the type are those of when it was first
given: a rating that the customer changes is still about that.
"""

from odoo.tools import SQL

from ..segmentation.days import company_day_sql
from .frozen import CLASS_COLUMNS, classes_at

IS_GIVEN = SQL("(r.consumed AND r.rating >= 1 AND r.repair_case_id IS NOT NULL)")
# What follows the rating when it is changed, or moved to another case.
CHANGING = ("score", "text", "partner_id", "commercial_partner_id", "case_id", "is_confidential")


def follow(cr, ratings):
    """Bring the feedback of ratings in line with them.

    :param cr: database cursor; what the ORM holds back must be flushed before
    :param SQL ratings: condition on ``rating_rating AS r``
    """
    said_on = SQL("COALESCE(r.repair_first_rated_on, r.rated_on, r.write_date)")
    cr.execute(
        SQL(
            """
            WITH gone AS (
                DELETE FROM repair_feedback AS said
                 USING rating_rating AS r
                 WHERE said.rating_id = r.id AND %(ratings)s AND NOT COALESCE(%(given)s, FALSE)
            )
            INSERT INTO repair_feedback
                   (rating_id, way, date, day, score, text, partner_id, commercial_partner_id,
                    company_id, case_id, device_id, user_id, team_id, type_id, service_level_id,
                    is_confidential, %(classes)s, create_uid, create_date, write_uid, write_date)
            SELECT r.id, 'rating', %(said_on)s, %(day)s, r.rating, NULLIF(r.feedback, ''),
                   r.partner_id, person.commercial_partner_id, c.company_id, c.id, c.device_id,
                   COALESCE(rated.id, c.user_id), c.team_id, c.type_id, c.service_level_id,
                   c.is_confidential, %(frozen)s,
                   r.write_uid, r.create_date, r.write_uid, r.write_date
              FROM rating_rating AS r
              JOIN repair_case AS c ON c.id = r.repair_case_id
              JOIN res_company AS company ON company.id = c.company_id
              LEFT JOIN res_partner AS person ON person.id = r.partner_id
              LEFT JOIN LATERAL (
                    SELECT id FROM res_users AS u
                     WHERE u.partner_id = r.rated_partner_id
                     ORDER BY u.active DESC, u.id LIMIT 1) AS rated ON TRUE
             CROSS JOIN LATERAL %(classes_at)s AS frozen
             WHERE %(ratings)s AND %(given)s
                ON CONFLICT (rating_id) WHERE rating_id IS NOT NULL
                DO UPDATE SET (%(changing)s) = ROW(%(excluded)s)
            """,
            ratings=ratings,
            given=IS_GIVEN,
            said_on=said_on,
            day=company_day_sql(said_on, "company"),
            classes=SQL(", ").join(map(SQL.identifier, CLASS_COLUMNS)),
            frozen=SQL(", ").join(SQL.identifier("frozen", name) for name in CLASS_COLUMNS),
            classes_at=classes_at(
                SQL("COALESCE(person.commercial_partner_id, c.commercial_partner_id)"),
                SQL("c.company_id"),
                said_on,
            ),
            changing=SQL(", ").join(map(SQL.identifier, CHANGING)),
            excluded=SQL(", ").join(SQL.identifier("excluded", name) for name in CHANGING),
        )
    )
