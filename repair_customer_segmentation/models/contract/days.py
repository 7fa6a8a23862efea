"""Terms that end soon, claimed before anybody is told."""

from odoo.tools import SQL

# An end that nobody was reminded of in time is told of so many days later still.
LATE_REMINDER_DAYS = 7


def terms_to_remind(env, company, day, most):
    """Claim terms that end within the company's days, and return the ids of their contracts.

    A term is claimed once: by the last day for which that was. Only where its end was moved
    later than the days before, it is claimed again. Two workers never claim the same one.

    :param day: today in the company
    :param int most: of them
    """
    # sudo: the days are a setting of the company, which the scheduled action may not know.
    notice = company.sudo().repair_contract_notice_days
    if not notice:
        return []
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """
            UPDATE repair_service_contract_term AS term
               SET reminded_end = due.date_end
              FROM (SELECT t.id, c.id AS contract_id, c.date_end
                      FROM repair_service_contract AS c
                      JOIN repair_service_contract_term AS t
                        ON t.contract_id = c.id AND t.date_end = c.date_end
                     WHERE c.company_id = %(company)s
                       AND c.cancel_date IS NULL
                       AND c.date_start <= %(day)s
                       AND c.date_end BETWEEN %(day)s::date - %(late)s AND %(day)s::date + %(days)s
                       AND (t.reminded_end IS NULL OR c.date_end > t.reminded_end + %(days)s)
                     ORDER BY c.date_end, c.id
                     LIMIT %(most)s
                       FOR UPDATE OF t SKIP LOCKED) AS due
             WHERE term.id = due.id
            RETURNING due.contract_id
            """,
            company=company.id,
            day=day,
            late=LATE_REMINDER_DAYS,
            days=notice,
            most=most,
        )
    )
    env["repair.service.contract.term"].invalidate_model(["reminded_end"])
    return sorted(contract_id for (contract_id,) in rows)
