"""The rows of ``repair_case_outcome``: what became of each case that was closed.

One statement brings the rows of any number of cases in line with the cases; rows that are as they
should be are not written. What is frozen (the tiers, the service level) is written when a row
appears, and never again. A case has a row from the day it is first closed, also while it is open
again, and none while it is cancelled.
"""

from odoo.tools import SQL

from ..segmentation.days import company_day_sql
from .frozen import CLASS_COLUMNS, classes_at

FROZEN = (*CLASS_COLUMNS, "service_level_id")
# Column -> what it is of the case ``c``, its company and its type; see :func:`_facts`.
FOLLOWING = (
    "company_id",
    "partner_id",
    "device_id",
    "category_id",
    "type_id",
    "team_id",
    "user_id",
    "is_confidential",
    "closed_on",
    "response_result",
    "resolution_result",
    "is_reopened",
    "fix_result",
    "fix_known_on",
    "is_complaint",
    "asked_on",
    "answered",
)
# What of a case its row tells: a change of one of these may change the row.
FOLLOWED = {
    "commercial_partner_id",
    "company_id",
    "date_closed",
    "date_first_closed",
    "date_open",
    "device_id",
    "first_response_date",
    "is_confidential",
    "is_rework",
    "rating_request_date",
    "reopen_count",
    "resolution_deadline",
    "response_deadline",
    "state",
    "team_id",
    "type_id",
    "user_id",
}


def bring_in_line(cr, now, cases):
    """Bring the rows of cases in line with the cases, and those of repairs that these undo.

    :param cr: database cursor; what the ORM holds back must be flushed before
    :param datetime now: naive UTC
    :param SQL cases: condition on ``repair_case AS c``, such as ``c.id = ANY(...)``
    """
    cr.execute(
        SQL(
            """
            WITH meant AS (SELECT c.id FROM repair_case AS c WHERE %(cases)s),
            touched AS (
                SELECT id FROM meant
                 UNION
                SELECT undone.case_id
                  FROM meant
                  JOIN repair_case AS rework ON rework.id = meant.id AND rework.is_rework
                  JOIN repair_case_outcome AS undone ON undone.device_id = rework.device_id
            ),
            gone AS (
                DELETE FROM repair_case_outcome AS old
                 USING touched, repair_case AS c
                 WHERE old.case_id = touched.id
                   AND c.id = touched.id
                   AND NOT (%(counts)s)
            )
            INSERT INTO repair_case_outcome (case_id, %(columns)s)
            SELECT facts.id, %(columns)s
              FROM (%(facts)s) AS facts
             CROSS JOIN LATERAL %(classes)s AS classes
                ON CONFLICT (case_id) DO UPDATE SET (%(following)s) = ROW(%(excluded)s)
             WHERE (%(stored)s) IS DISTINCT FROM (%(excluded)s)
            """,
            cases=cases,
            counts=counts(),
            columns=_identifiers(*FOLLOWING, *FROZEN),
            facts=_facts(now),
            classes=classes_at(
                SQL("facts.partner_id"),
                SQL("facts.company_id"),
                SQL("facts.date_first_closed"),
                SQL("facts.is_new"),
            ),
            following=_identifiers(*FOLLOWING),
            excluded=_identifiers(*FOLLOWING, table="excluded"),
            stored=_identifiers(*FOLLOWING, table="repair_case_outcome"),
        )
    )


def settle(cr, now):
    """Write down which repairs have lasted: those whose days have passed without a rework.

    :param datetime now: naive UTC
    :return: how many
    """
    cr.execute(
        SQL(
            """
            UPDATE repair_case_outcome AS outcome
               SET fix_result = 'fixed'
              FROM res_company AS company
             WHERE company.id = outcome.company_id
               AND outcome.fix_result IS NULL
               AND outcome.fix_known_on < %(today)s
            """,
            today=company_day_sql(SQL("%s::timestamp", now), "company"),
        )
    )
    return cr.rowcount


def counts():
    """Return the condition of the cases ``c`` that have a row."""
    return SQL("c.date_first_closed IS NOT NULL AND c.state <> 'cancelled'")


def _facts(now):
    """Return the SELECT of what the rows of the cases ``touched`` should tell."""
    return SQL(
        """
        SELECT dated.*,
               (CASE WHEN fix_known_on IS NULL THEN NULL
                     WHEN EXISTS (
                        SELECT FROM repair_case AS rework
                         WHERE rework.device_id = dated.device_id
                           AND rework.is_rework
                           AND rework.id <> dated.id
                           AND rework.company_id = dated.company_id
                           AND rework.state <> 'cancelled'
                           AND rework.date_open >= dated.date_closed
                           AND %(reworked_on)s <= fix_known_on)
                     THEN 'back'
                     WHEN fix_known_on < today THEN 'fixed'
                END) AS fix_result
          FROM (
            SELECT c.id, c.company_id, c.commercial_partner_id AS partner_id, c.device_id,
                   goods.categ_id AS category_id, c.type_id, c.team_id, c.user_id,
                   c.service_level_id,
                   COALESCE(c.is_confidential, FALSE) AS is_confidential,
                   c.date_closed, c.date_first_closed,
                   %(closed_on)s AS closed_on,
                   %(response)s AS response_result,
                   CASE WHEN c.state = 'closed' THEN %(resolution)s END AS resolution_result,
                   COALESCE(c.reopen_count, 0) > 0 AS is_reopened,
                   CASE WHEN c.state = 'closed'
                         AND c.device_id IS NOT NULL
                         AND company.repair_rework_days > 0
                         AND c.is_rework IS NOT TRUE
                         AND type.is_inspection IS NOT TRUE
                         AND type.is_complaint IS NOT TRUE
                        THEN %(given_back_on)s + company.repair_rework_days
                   END AS fix_known_on,
                   %(today)s AS today,
                   COALESCE(type.is_complaint, FALSE) AS is_complaint,
                   %(asked_on)s AS asked_on,
                   EXISTS (SELECT FROM repair_feedback AS said
                            WHERE said.case_id = c.id AND said.way = 'rating') AS answered,
                   NOT EXISTS (SELECT FROM repair_case_outcome AS old
                                WHERE old.case_id = c.id) AS is_new
              FROM touched
              JOIN repair_case AS c ON c.id = touched.id
              JOIN res_company AS company ON company.id = c.company_id
              LEFT JOIN repair_case_type AS type ON type.id = c.type_id
              LEFT JOIN repair_device AS device ON device.id = c.device_id
              LEFT JOIN product_product AS product ON product.id = device.product_id
              LEFT JOIN product_template AS goods ON goods.id = product.product_tmpl_id
             WHERE %(counts)s
          ) AS dated
          JOIN res_company AS company ON company.id = dated.company_id
        """,
        reworked_on=company_day_sql(SQL("rework.date_open"), "company"),
        closed_on=company_day_sql(SQL("c.date_first_closed"), "company"),
        given_back_on=company_day_sql(SQL("c.date_closed"), "company"),
        asked_on=company_day_sql(SQL("c.rating_request_date"), "company"),
        today=company_day_sql(SQL("%s::timestamp", now), "company"),
        response=_kept("first_response_date", "response_deadline"),
        resolution=_kept("date_closed", "resolution_deadline"),
        counts=counts(),
    )


def _kept(done, deadline):
    """Return the SQL of whether a target was met; NULL where there was none, or it still runs."""
    return SQL(
        """
        CASE WHEN %(done)s IS NULL OR %(deadline)s IS NULL THEN NULL
             WHEN %(done)s > %(deadline)s THEN 'missed' ELSE 'met' END
        """,
        done=SQL.identifier("c", done),
        deadline=SQL.identifier("c", deadline),
    )


def _identifiers(*names, table=None):
    path = [table] if table else []
    return SQL(", ").join(SQL.identifier(*path, name) for name in names)
