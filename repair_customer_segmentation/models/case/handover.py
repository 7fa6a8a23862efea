"""Offers to hand over open cases before the person who has them is away.

Once for each absence, by leave or by Odoo's out of office, that person gets a message that
lists them, and so do the leaders of their teams, or managers.
"""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import SQL

from ...desk.personal_hours import PersonalHours
from ...vocabulary import OPEN_STATES
from ..access.day_text import day_text

# So long before somebody leaves, the open cases are offered to be handed over.
AWAY_AHEAD = timedelta(days=3)
HANDED_SHOWN = 20


class ResUsers(models.Model):
    _inherit = "res.users"

    repair_leave_told = fields.Datetime(
        "Notified of Leave from", copy=False, groups=fields.NO_ACCESS
    )

    def write(self, vals):
        """Offer the open cases of users who are archived, and unsubscribe them from cases."""
        gone = self.filtered("active") if vals.get("active") is False else self.browse()
        res = super().write(vals)
        # sudo: whoever archives a user need not see the cases; the names go to their leaders.
        cases = self.env["repair.case"].sudo()
        for user in gone:
            left = cases.search([("user_id", "=", user.id), ("state", "in", OPEN_STATES)])
            _offer_handover_of(left, user.sudo())
        gone._leave_cases()
        return res

    def _leave_cases(self):
        """Unsubscribe these users, who left, from all cases but those they are the customers of."""
        people = self.partner_id
        # sudo: whoever archives a user need not see what that user follows.
        followers = self.env["mail.followers"].sudo()
        followed = followers.search(
            [
                ("res_model", "in", ("repair.case", "repair.case.team")),
                ("partner_id", "in", people.ids),
            ]
        )
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        own = cases.search([("partner_id", "in", people.ids)])
        followed.filtered(
            lambda f: f.res_model != "repair.case" or f.res_id not in own._ids
        ).unlink()


def offer_handovers(cases):
    """Tell of the open cases of everybody who is away soon, in working hours if there are.

    :param cases: the model
    """
    env = cases.env
    now, hours = fields.Datetime.now(), PersonalHours(env)
    cron = env["ir.cron"]
    for user_id, start in _leaving(env, now):
        user = env["res.users"].browse(user_id)
        works = hours.next_moment(user, user.company_id, now)
        if now < works < start:
            continue
        left = cases.search(
            [("user_id", "=", user.id), ("state", "in", OPEN_STATES)], order="queue_date, id"
        )
        _offer_handover_of(left, user, start)
        user.sudo().repair_leave_told = start
        cron._commit_progress(1)


def _leaving(env, now):
    """Return pairs of user id and begin of the next absence that nobody was told of yet."""
    for model in ("resource.calendar.leaves", "resource.resource", "res.users", "repair.case"):
        env[model].flush_model()
    return env.execute_query(
        SQL(
            """
            SELECT absence.user_id, min(absence.start)
              FROM (
                    SELECT r.user_id, l.date_from
                      FROM resource_calendar_leaves AS l
                      JOIN resource_resource AS r ON r.id = l.resource_id
                     WHERE l.date_from > %(now)s AND l.date_from <= %(until)s
                       AND l.time_type IS DISTINCT FROM 'other' AND r.active
                     UNION ALL
                    SELECT id, out_of_office_from
                      FROM res_users
                     WHERE out_of_office_from > %(now)s AND out_of_office_from <= %(until)s
                   ) AS absence (user_id, start)
              JOIN res_users AS u ON u.id = absence.user_id AND u.active AND NOT u.share
             WHERE EXISTS (
                   SELECT FROM repair_case AS c
                    WHERE c.user_id = u.id AND c.active AND c.state IN %(open)s)
             GROUP BY absence.user_id, u.repair_leave_told
            HAVING min(absence.start) IS DISTINCT FROM u.repair_leave_told
             ORDER BY 2, 1
            """,
            now=now,
            until=now + AWAY_AHEAD,
            open=OPEN_STATES,
        )
    )


def _offer_handover_of(cases, user, start=None):
    """Send the list of these cases to the user who has them, and to whom their teams have.

    :param start: when the user is away from, naive UTC; ``None``: is no user any more
    """
    lists = {user: cases} if start else {}
    for (team, company), part in cases.grouped(lambda c: (c.team_id, c.company_id)).items():
        ladder = [team.leader_id - user, cases._managers(company) - user]
        for reader in cases._until_somebody_is_there(ladder):
            lists[reader] = lists.get(reader, cases.browse()) | part
    for reader, listed in lists.items():
        _mail_handover(listed, reader, user, start)


def _mail_handover(cases, reader, user, start):
    """Send a reader the list of these cases of a user, who is away from a moment on."""
    company = cases[:1].company_id
    cases = cases._as_read_by(reader)
    values = {"person": user.name, "count": len(cases)}
    if start:
        day = fields.Datetime.context_timestamp(cases, start).date()
        values["date"] = day_text(cases.env, day)
    if not start:
        subject = cases.env._(
            "%(person)s is no longer a user but still has open cases: %(count)s", **values
        )
    elif reader == user:
        subject = cases.env._("You are away from %(date)s: hand over your open cases", **values)
    else:
        subject = cases.env._(
            "%(person)s is away from %(date)s and has open cases: %(count)s", **values
        )
    links = Markup().join(
        Markup('<li><a href="/odoo/repair-cases/%s">%s</a></li>')
        # A mail is read over shoulders: of a confidential case it says the number alone.
        % (case.id, case.reference if case.is_confidential else case.display_name)
        for case in cases[:HANDED_SHOWN]
    )
    if len(cases) > HANDED_SHOWN:
        more = cases.env._("and %(count)s more", count=len(cases) - HANDED_SHOWN)
        links += Markup("<li>%s</li>") % more
    hint = cases.env._(
        "To reassign them, select them in the list of cases and choose “Reassign”, or change "
        "“Assigned to” in each of them."
    )
    threads = cases.env["mail.thread"].with_context(mail_notify_force_send=True)
    threads.message_notify(
        partner_ids=reader.partner_id.ids,
        subject=subject,
        body=Markup("<p>%s</p><ul>%s</ul><p>%s</p>") % (subject, links, hint),
        author_id=company.partner_id.id,
        email_from=company.email_formatted or None,
        email_layout_xmlid="mail.mail_notification_light",
    )
