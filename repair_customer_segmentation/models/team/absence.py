"""Who is absent (on leave or out of office), and who is within working hours."""

from datetime import datetime

from odoo import fields
from odoo.tools import SQL

# The end of an absence that has none.
FOREVER = datetime(9999, 12, 31)


def away_until(env, user_ids=None):
    """Return user id -> end of the user's absence of now, naive UTC; ``FOREVER`` for no end.

    Absent is who is on leave, or out of office by his own word in Odoo's preferences.
    Training counts as work, as everywhere in Odoo.

    :param user_ids: ``None`` for everybody
    """
    now = fields.Datetime.now()
    env["resource.calendar.leaves"].flush_model()
    env["resource.resource"].flush_model()
    env["res.users"].flush_model(["out_of_office_from", "out_of_office_to", "share"])
    chosen = SQL("TRUE")
    if user_ids is not None:
        chosen = SQL("user_id = ANY(%s)", list(user_ids))
    env.cr.execute(
        SQL(
            """
            SELECT user_id, max(until)
              FROM (
                    SELECT r.user_id, l.date_to AS until
                      FROM resource_calendar_leaves AS l
                      JOIN resource_resource AS r ON r.id = l.resource_id
                     WHERE l.date_from <= %(now)s AND l.date_to > %(now)s
                       AND l.time_type IS DISTINCT FROM 'other'
                       AND r.active AND r.user_id IS NOT NULL
                     UNION ALL
                    SELECT id, coalesce(out_of_office_to, %(forever)s)
                      FROM res_users
                     WHERE out_of_office_from <= %(now)s
                       AND (out_of_office_to IS NULL OR out_of_office_to >= %(now)s)
                       AND NOT share
                   ) AS absence (user_id, until)
             WHERE %(chosen)s
             GROUP BY user_id
            """,
            now=now,
            forever=FOREVER,
            chosen=chosen,
        )
    )
    return dict(env.cr.fetchall())


def who_works(env, users, companies):
    """Return a function of user and company ids that says whether the user works now.

    Whoever has no working hours of his own works those of the company.

    :param companies: those that may be asked for
    """
    env.cr.execute(
        SQL(
            "SELECT user_id, company_id, calendar_id FROM resource_resource"
            " WHERE user_id = ANY(%s) AND active",
            users.ids,
        )
    )
    own = {(user_id, company_id): hours for user_id, company_id, hours in env.cr.fetchall()}
    standard = {c.id: c.resource_calendar_id.id for c in companies}
    now = fields.Datetime.now()
    open_now = {}

    def is_open(calendar_id, company_id):
        # Without a calendar, hours are flexible.
        key = (calendar_id, company_id)
        if calendar_id and key not in open_now:
            calendar = env["resource.calendar"].browse(calendar_id)
            open_now[key] = calendar._repair_works_at(company_id, now)
        return not calendar_id or open_now[key]

    def works(user_id, company_id):
        for key in ((user_id, company_id), (user_id, None)):
            if key in own:
                return is_open(own[key], company_id)
        return is_open(standard.get(company_id), company_id)

    return works
