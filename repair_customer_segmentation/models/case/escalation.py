from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import get_lang

from ...desk.personal_hours import PersonalHours
from ..access.enumerated import enumerated
from .clocks import CLOCKED, CLOCKS
from .handover import offer_handovers

TOLD_AT_ONCE = 200


class RepairCase(models.Model):
    """Escalates: tells the next person when a set share of a target is used up."""

    _inherit = "repair.case"

    escalation_date = fields.Datetime("Next Escalation", **CLOCKED)
    escalation_ids = fields.Many2many(
        "repair.service.escalation", string="Escalated", readonly=True, copy=False
    )
    _escalation_idx = models.Index("(escalation_date) WHERE state IN ('open', 'waiting')")

    def _skip_past_escalations(self):
        """Count steps due before the case was entered as taken, and tell nobody."""
        now = fields.Datetime.now()
        for case in self.filtered(lambda c: c.escalation_date and c.escalation_date <= now):
            # sudo: which steps were taken is the system's record.
            case.sudo().escalation_ids = [(4, step) for step in case._due_steps(now)]

    @api.model
    def _cron_escalate(self):
        """Give the notices and take the steps that are due, and commit in between."""
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(self._escalations_due()))
        self._give_notices()
        self._escalate_due()
        self._tell_untouched()
        offer_handovers(self)

    @api.model
    def _escalations_due(self):
        """Return the domain of the cases that a step is due of.

        A case that waits is left alone until it goes on, even if a step was due just before.
        """
        return [("escalation_date", "<=", fields.Datetime.now()), ("state", "=", "open")]

    @api.model
    def _escalate_due(self):
        """Escalate the cases that are due, the most urgent first, and commit in between."""
        due = self._escalations_due()
        cron = self.env["ir.cron"]
        # Each case leaves the domain: its next step, if any, is later.
        while cases := self.search(due, order="escalation_date, id", limit=TOLD_AT_ONCE):
            cases._escalate()
            # Whatever was stored, a case that has no step to take is not looked at again.
            cases.filtered_domain(due).escalation_date = False
            if not cron._commit_progress(len(cases), remaining=self.search_count(due)):
                return

    def _escalate(self):
        """Take every step that is due by now, each once."""
        now = fields.Datetime.now()
        steps = self.env["repair.service.escalation"]
        hours = PersonalHours(self.env)
        for case in self:
            due = steps.browse(case._due_steps(now))
            case.escalation_ids = [(4, step.id) for step in due]
            for step in due:
                case._take_step(step, hours)

    def _due_steps(self, now):
        """Return the ids of the steps of the ladder that are due and not taken yet."""
        told = set(self.escalation_ids.ids)
        due = []
        for step, name, part in self.env["repair.service.escalation"]._steps(self.company_id.id):
            used_up = step not in told and self._used_up(CLOCKS[name])
            if used_up and not self._clock_done(CLOCKS[name]):
                moment = used_up(part)
                if moment and moment <= now:
                    due.append(step)
        return due

    def _take_step(self, step, hours):
        """Tell the users that a step names, and note it in the language of the company."""
        users = self._escalation_users(step.target)
        later = self._tell_in_their_hours(users, hours, step)
        lang = get_lang(self.env, self.company_id.partner_id.lang).code
        case = self.with_context(lang=lang)
        told = enumerated(case.env, (users - later).mapped("name"))
        lines = [case._step_text(step)]
        if told:
            lines.append(case.env._("Notified: %(names)s.", names=told))
        if later:
            names = enumerated(case.env, later.mapped("name"))
            lines.append(
                case.env._("Will be notified when they next work: %(names)s.", names=names)
            )
        if not users:
            nobody = case.env._("nobody: there is no assignee and no manager")
            lines.append(case.env._("Notified: %(names)s.", names=nobody))
        case.message_post(
            body=Markup("<p>%s</p>") % " ".join(lines),
            subtype_xmlid="mail.mt_note",
        )

    def _step_text(self, step):
        """Return what a step says, in the language of the environment."""
        return self.env._(
            "%(percent)s%% of the %(clock)s time has elapsed.",
            percent=f"{step.percent:g}",
            clock=self.env._("reply") if step.clock == "response" else self.env._("resolution"),
        )
