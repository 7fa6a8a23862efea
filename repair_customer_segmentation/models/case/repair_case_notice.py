from odoo import api, fields, models
from odoo.tools import get_lang

from ...desk.personal_hours import PersonalHours
from ...vocabulary import OPEN_STATES
from .clocks import CLOCKS
from .escalation import TOLD_AT_ONCE
from .told import TODO


class RepairCaseNotice(models.Model):
    """A notice that waits until the person it is for works again."""

    _name = "repair.case.notice"
    _description = "Notice of a Case"
    _order = "date, id"
    _rec_name = "case_id"

    case_id = fields.Many2one("repair.case", required=True, ondelete="cascade", index=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    step_id = fields.Many2one(
        "repair.service.escalation",
        ondelete="cascade",
        help="Empty: notified because nobody worked on the case.",
    )
    date = fields.Datetime("Notified on", required=True, index=True)

    _once = models.UniqueIndex("(case_id, user_id, COALESCE(step_id, 0))")

    def _is_due_still(self):
        """Return whether what was to be told is still so."""
        case, step = self.case_id, self.step_id
        if step:
            return case.state == "open" and not case._clock_done(CLOCKS[step.clock])
        return case.is_untouched and case.state in OPEN_STATES


class RepairCase(models.Model):
    """Gives people activities about cases, in their language and their working hours."""

    _inherit = "repair.case"

    def _tell_in_their_hours(self, users, hours, step=None):
        """Give users an activity, now or when they work next.

        :param PersonalHours hours: when whom
        :param step: of the ladder; ``None``: nobody touched the case
        :return: the users who are told later
        """
        self.ensure_one()
        now, later = fields.Datetime.now(), self.env["res.users"]
        # sudo: who is to be told when is the system's record.
        notices = self.env["repair.case.notice"].sudo()
        for user in users:
            date = now
            if not (step and step.at_once):
                date = hours.next_moment(user, self.company_id, now)
            if date <= now:
                self._escalate_step(user, step)
                continue
            later |= user
            values = {"case_id": self.id, "user_id": user.id, "step_id": step and step.id}
            if not notices.search([(name, "=", value) for name, value in values.items()], limit=1):
                notices.create({**values, "date": date})
        return later

    def _escalate_step(self, user, step=None):
        """Give a user an activity for today; its mail leaves with the transaction."""
        self.ensure_one()
        # A scheduled action has its mails wait for the queue, an hour at the most.
        case = self._as_read_by(user).with_context(mail_notify_force_send=True)
        summary, note = case._notice_texts(step)
        case.activity_schedule(
            TODO,
            date_deadline=fields.Date.context_today(case),
            summary=summary,
            user_id=user.id,
            note=note,
        )

    def _notice_texts(self, step=None):
        """Return the summary and the note of an activity, for the reader of the environment."""
        if step:
            deadline = self._moment_text(self[CLOCKS[step.clock].deadline])
            return self._step_text(step), self.env._("Due: %s", deadline)
        return (
            self.env._("No recent activity on this case"),
            self.env._("Last activity: %s", self._moment_text(self.touched_date)),
        )

    def _as_read_by(self, user):
        """Return these cases with the language and the time zone of a user in their context."""
        tz = user.tz or self[:1].company_id.resource_calendar_id.tz or "UTC"
        return self.with_context(lang=get_lang(self.env, user.lang).code, tz=tz)

    def _moment_text(self, moment):
        """Return a moment (naive UTC) as the reader of the environment writes it."""
        if not moment:
            return ""
        return self.env["ir.qweb.field.datetime"].value_to_html(moment, {})

    @api.model
    def _give_notices(self):
        """Tell those whose working hours began by now, of what is still so, and commit.

        What waits is left alone until it goes on, but for being untouched.
        """
        due = [
            ("date", "<=", fields.Datetime.now()),
            "|", ("step_id", "=", False), ("case_id.state", "!=", "waiting"),
        ]  # fmt: skip
        cron = self.env["ir.cron"]
        # Archived cases have theirs taken away.
        notices = self.env["repair.case.notice"].with_context(active_test=False)
        while found := notices.search(due, limit=TOLD_AT_ONCE):
            hours = PersonalHours(self.env)
            for notice in found:
                if notice.case_id.active and notice._is_due_still():
                    notice.case_id._give_notice(notice.user_id, notice.step_id, hours)
            found.unlink()
            if not cron._commit_progress(remaining=notices.search_count(due)):
                return

    def _give_notice(self, user, step, hours):
        """Tell a user now; where the case has others to be told by now, tell those not told yet."""
        users = self._escalation_users(step.target if step else "assignee")
        if user in users:
            self._escalate_step(user, step)
            return
        told = self.activity_ids.filtered(
            lambda a: a.summary == self._as_read_by(a.user_id)._notice_texts(step)[0]
        ).user_id
        self._tell_in_their_hours(users - told, hours, step)

    # pylint: disable-next=missing-return
    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Tell each one who is assigned in their own language, whoever assigns."""
        partners = self.env["res.partner"].browse(partner_ids)
        for lang, readers in partners.grouped("lang").items():
            cases = self.with_context(lang=get_lang(self.env, lang).code)
            super(RepairCase, cases)._message_auto_subscribe_notify(readers.ids, template)
