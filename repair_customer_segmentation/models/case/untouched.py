from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.fields import Domain

from ...desk.personal_hours import PersonalHours
from ...vocabulary import OPEN_STATES, WRITTEN_BY_PEOPLE
from .escalation import TOLD_AT_ONCE

# What a person changes when he works on a case. A colour or a tag does not get it further.
TOUCHING = {
    "name", "description", "solution", "partner_id", "device_id", "type_id", "team_id", "user_id",
    "impact", "urgency", "priority_override", "service_level_override_id", "amount", "is_rework",
}  # fmt: skip


class RepairCase(models.Model):
    """Brings up open cases that nobody touched for some working hours.

    A case is touched when it moves to another stage, when a person writes on it, a colleague or
    the customer, or changes what matters. From when on it counts as untouched is one of its
    clocks (see ``clocks.py``). Waiting cases count as well: what waits is what is forgotten.
    """

    _inherit = "repair.case"

    is_untouched = fields.Boolean(
        "Untouched",
        compute="_compute_is_untouched",
        search="_search_is_untouched",
        help="No activity for longer than the time in the settings.",
    )
    is_untouched_told = fields.Boolean("Untouched Reminder Sent", readonly=True, copy=False)

    _untouched_idx = models.Index("(untouched_date) WHERE state IN ('open', 'waiting')")

    @api.depends("untouched_date")
    def _compute_is_untouched(self):
        now = fields.Datetime.now()
        for case in self:
            case.is_untouched = case.untouched_date and case.untouched_date <= now

    @api.model
    def _search_is_untouched(self, operator, value):
        if operator != "in":
            return NotImplemented
        untouched = Domain("state", "in", OPEN_STATES) & Domain(
            "untouched_date", "<=", fields.Datetime.now()
        )
        found = untouched if True in value else Domain.FALSE
        return found | ~untouched if False in value else found

    @api.model
    def _is_touch(self, vals):
        """Return whether a change of these values touches a case.

        A person touches it who changes what matters; a change of stage counts whoever makes it.
        """
        by_person = self.env.uid != SUPERUSER_ID and TOUCHING & set(vals)
        return bool(by_person) or "stage_id" in vals

    def _touched_by_message(self, message):
        """Count a message that somebody wrote on this open case as a touch."""
        if message.message_type in WRITTEN_BY_PEOPLE and self.state in OPEN_STATES:
            # sudo: whoever may post on the case touches it, its customer, too.
            self.sudo().write(self._touched_values())

    @api.model
    def _touched_values(self):
        """Return the values of cases that somebody touches now."""
        return {"touched_date": fields.Datetime.now(), "is_untouched_told": False}

    @api.model
    def _tell_untouched(self):
        """Give whoever has an untouched case an activity, once until somebody touches it."""
        due = [
            ("state", "in", OPEN_STATES),
            ("untouched_date", "<=", fields.Datetime.now()),
            ("is_untouched_told", "=", False),
        ]
        cron = self.env["ir.cron"]
        while cases := self.search(due, order="untouched_date, id", limit=TOLD_AT_ONCE):
            hours = PersonalHours(self.env)
            for case in cases:
                case._tell_in_their_hours(case._escalation_users("assignee"), hours)
            cases.is_untouched_told = True
            if not cron._commit_progress(len(cases), remaining=self.search_count(due)):
                return
