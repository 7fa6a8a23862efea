"""Whom a survey mailing asks, and who is skipped and why: one definition for preview and run."""

from odoo.tools import SQL

# Cases that were closed so many days ago say of which types a customer's were.
TYPE_DAYS = 365


def audience(mailing, today):
    """Return the SELECT of the customers of a mailing: ``partner_id``, ``contact_id``, ``reason``.

    The reason is NULL for those who are asked. The contact is the customer, or the first contact
    of a company that has no address of its own.

    :param mailing: record of ``repair.survey.mailing``, as superuser
    :param today: of the company
    """
    return SQL(
        """
        WITH chosen AS (
            SELECT customer.id AS partner_id, COALESCE(contact.id, customer.id) AS contact_id,
                   COALESCE(contact.email_normalized, '') AS email,
                   CASE WHEN NOT customer.active THEN 'archived'
                        WHEN customer.repair_care_opt_out OR contact.repair_care_opt_out
                        THEN 'opted_out'
                        WHEN contact.id IS NULL THEN 'no_address'
                        WHEN EXISTS (SELECT FROM mail_blacklist AS black
                                      WHERE black.email = contact.email_normalized
                                        AND black.active)
                        THEN 'blacklisted'
                        WHEN EXISTS (SELECT FROM repair_case AS secret
                                      WHERE secret.commercial_partner_id = customer.id
                                        AND secret.company_id = %(company)s
                                        AND secret.is_confidential
                                        AND secret.state IN ('open', 'waiting'))
                        THEN 'confidential'
                        WHEN %(recent)s THEN 'recent'
                   END AS reason
              FROM repair_customer_profile AS profile
              JOIN res_partner AS customer ON customer.id = profile.partner_id
              LEFT JOIN LATERAL (
                    SELECT person.id, person.email_normalized, person.repair_care_opt_out
                      FROM res_partner AS person
                     WHERE person.commercial_partner_id = customer.id
                       AND person.email_normalized <> ''
                       AND person.active
                     ORDER BY person.id <> customer.id, person.id
                     LIMIT 1) AS contact ON TRUE
             WHERE profile.company_id = %(company)s
               AND %(whose)s
        )
        SELECT partner_id, contact_id,
               CASE WHEN reason IS NULL AND row_number() OVER (
                         PARTITION BY email, reason ORDER BY partner_id) > 1
                    THEN 'same_address' ELSE reason END AS reason
          FROM chosen
        """,
        company=mailing.company_id.id,
        recent=recently_asked(mailing, today, SQL("customer.id")),
        whose=_whose(mailing, today),
    )


def recently_asked(mailing, today, customer):
    """Return the condition that a customer was asked within the days of a mailing.

    By any mailing of the company, or by an invitation of Odoo's own to one of their contacts.

    :param SQL customer: the column of the commercial partner
    """
    return SQL(
        """
        (EXISTS (SELECT FROM repair_survey_recipient AS had
                  WHERE had.partner_id = %(customer)s
                    AND had.company_id = %(company)s
                    AND had.state = 'asked'
                    AND had.asked_on > %(today)s::date - %(days)s)
         OR EXISTS (SELECT FROM survey_user_input AS had
                      JOIN res_partner AS asked ON asked.id = had.partner_id
                     WHERE asked.commercial_partner_id = %(customer)s
                       AND NOT COALESCE(had.test_entry, FALSE)
                       AND had.create_date > %(today)s::date - %(days)s + 1))
        """,
        customer=customer,
        company=mailing.company_id.id,
        today=today,
        days=mailing.days_between,
    )


def _whose(mailing, today):
    """Return the condition of ``profile`` and ``customer`` by what the mailing chose."""
    company = mailing.company_id
    parts = []
    for dimension, tiers in mailing.tier_ids.grouped("dimension").items():
        column = SQL.identifier("profile", f"{dimension}_tier_id")
        parts.append(SQL("%s = ANY(%s)", column, tiers.ids))
    if mailing.level_ids:
        level = mailing.env["repair.service.level"]._level_sql(company.id, "profile")
        parts.append(SQL("(%s) = ANY(%s)", level, mailing.level_ids.ids))
    if mailing.type_ids:
        parts.append(
            SQL(
                """
                EXISTS (SELECT FROM repair_case_outcome AS closed
                         WHERE closed.partner_id = customer.id
                           AND closed.company_id = %s
                           AND closed.type_id = ANY(%s)
                           AND closed.closed_on > %s::date - %s)
                """,
                company.id,
                mailing.type_ids.ids,
                today,
                TYPE_DAYS,
            )
        )
    chosen = mailing.with_context(active_test=False).partner_ids
    if chosen:
        parts.append(SQL("customer.id = ANY(%s)", chosen.commercial_partner_id.ids))
    else:
        # Whom somebody chose is named as archived; a class has living customers alone.
        parts.append(SQL("customer.active"))
    return SQL("(%s)", SQL(" AND ").join(parts))
