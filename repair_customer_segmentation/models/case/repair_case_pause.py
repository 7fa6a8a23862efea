from odoo import fields, models

from ...vocabulary import DONE_STATES, OPEN_STATES
from .clocks import CLOCKS, RISK


class RepairCasePause(models.Model):
    """A time in which the clocks of a case stood still: it was waiting, or closed.

    Moments, not hours, are kept: whatever working hours, priority or level the case gets later,
    what was paused stays paused.
    """

    _name = "repair.case.pause"
    _description = "Pause of a Case"
    _order = "date_start, id"
    _rec_name = "case_id"

    case_id = fields.Many2one("repair.case", required=True, ondelete="cascade", index=True)
    cause = fields.Selection([("waiting", "Waiting"), ("closed", "Closed")], required=True)
    date_start = fields.Datetime("Start", required=True)
    date_end = fields.Datetime("End", help="Empty while the pause lasts.")


class RepairCase(models.Model):
    """Stops and starts the clocks as a case moves from stage to stage."""

    _inherit = "repair.case"

    pause_ids = fields.One2many("repair.case.pause", "case_id", string="Pauses")
    waiting_hours = fields.Float(
        "Waiting Time (Hours)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours in which the case was waiting, for the customer or for parts.",
    )

    def _states(self):
        """Return case -> the pair of its state and of when it was closed."""
        return {case: (case.state, case.date_closed) for case in self}

    def _states_changed(self, before):
        """Do what follows when cases may have got another state, however that came about.

        :param dict before: see :meth:`_states`, as it was
        """
        moved = self.filtered(lambda case: case.state != before[case][0])
        moved.filtered(lambda case: case.state == "closed")._check_closing()
        moved.filtered(lambda case: case.state in OPEN_STATES)._pause_history(before)
        moved.filtered(lambda case: before[case][0] not in OPEN_STATES)._contracts_changed()
        for old in {before[case][0] for case in moved}:
            moved.filtered(lambda case, old=old: before[case][0] == old)._state_changed(old)

    def _pause_history(self, before):
        """Record the time since the closing as a pause of reopened cases that were created closed.

        :param dict before: see :meth:`_states`
        """
        # sudo: the record of pauses is the system's; users move cases.
        pauses = self.env["repair.case.pause"].sudo()
        paused = pauses.search([("case_id", "in", self.ids), ("date_end", "=", False)]).case_id
        history = (self - paused).filtered(lambda case: before[case][0] not in OPEN_STATES)
        pauses.create(
            [
                {
                    "case_id": case.id,
                    "cause": "closed",
                    "date_start": max(before[case][1] or case.date_open, case.date_open),
                }
                for case in history
            ]
        )
        # sudo: what answered a customer is the system's record.
        for case in history.sudo():
            old, closed = before[case]
            if old == "closed" and not case.first_response_date:
                case.first_response_date = closed

    def _state_changed(self, old):
        """Do what follows for cases that were in the state ``old`` and are in another now."""
        self._move_clocks(old)
        self._count_reopening(old)
        self._ask_when_closed(old)
        self._declined_work_follows(old)
        self._plan_visits_anew()
        self._checks_reopened(old)

    def _move_clocks(self, old):
        """Stop or start the clocks of cases that were in the state ``old``."""
        moved = self.filtered(lambda case: case.state != old)
        if not moved:
            return
        done = moved.filtered(lambda case: case.state in DONE_STATES)
        if old == "waiting" or old not in OPEN_STATES:
            (moved if old == "waiting" else moved - done)._resume()
        if old in OPEN_STATES:
            done._stop_clocks()
        else:
            (moved - done)._serve_again()
            done._answer_by_closing()
        moved.filtered(lambda case: case.state == "waiting")._pause("waiting")

    def _serve_again(self):
        """Give reopened cases the level that their customer has now.

        What of their targets was used up before is no news.
        """
        # sudo: the level follows the customer, whoever reopens the case.
        cases = self.sudo()
        self.env.add_to_compute(self._fields["service_level_id"], cases)
        cases.mapped("service_level_id")
        cases._skip_past_escalations()

    def _dates(self):
        """Return case -> the pair of when it was opened and when it was closed."""
        return {case: (case.date_open, case.date_closed) for case in self}

    def _dates_corrected(self, before):
        """Recompute the stopped clocks of closed cases whose dates were corrected.

        What was promised stays: the targets are those that the case was closed with.

        :param dict before: see :meth:`_dates`, as they were
        """
        # sudo: the record of clocks is the system's; users correct dates.
        for case in self.sudo().filtered(lambda c: c.state not in OPEN_STATES):
            opened, closed = before[case]
            if case.date_closed != closed:
                case.pause_ids.filtered(
                    lambda p: p.cause == "closed" and not p.date_end
                ).date_start = case.date_closed
                if case.first_response_date and case.first_response_date == closed:
                    case.first_response_date = case.date_closed
                case._count_used_anew()
            if case.date_open != opened:
                case._count_used_anew()
                case._move_kept_deadlines()

    def _count_used_anew(self):
        """Recompute the hours that closed cases used of their targets."""
        for case in self:
            for clock in CLOCKS.values():
                if case[clock.target] and case._clock_hours():
                    case[clock.used] = case._hours_used(clock)[clock.used]

    def _move_kept_deadlines(self):
        """Set the deadlines of closed cases by their kept targets and their new opening."""
        for case in self:
            for clock in CLOCKS.values():
                used_up = case._used_up(clock, case[clock.target])
                if used_up:
                    case[clock.deadline], case[clock.risk] = used_up(1), used_up(RISK)

    def _stop_clocks(self):
        """Freeze the deadlines of these cases, which are closed now."""
        names = self._clock_fields()
        # sudo: who closes a case has its clocks recorded; they are nobody's to type in.
        for case in self.sudo():
            case._answer_by_closing()
            kept = case._clock_moments() | {"next_deadline": False, "escalation_date": False}
            case.update(dict.fromkeys(names, False) | kept)
        self._pause("closed")

    def _answer_by_closing(self):
        """Count the closing as the first answer where nobody answered before.

        A case that was cancelled is answered when it turns out to be done.
        """
        # sudo: what answered a customer is the system's record.
        for case in self.sudo():
            if case.state == "closed" and not case.first_response_date:
                case.first_response_date = case.date_closed
                case._count_used_anew()

    def _pause(self, cause):
        """Stop the clocks of these cases from now on."""
        now = fields.Datetime.now()
        # sudo: the record of pauses is the system's; users move cases.
        self.env["repair.case.pause"].sudo().create(
            [
                {
                    "case_id": case.id,
                    "cause": cause,
                    "date_start": (cause == "closed" and case.date_closed) or now,
                }
                for case in self
            ]
        )

    def _resume(self):
        """Start the clocks of these cases again."""
        now = fields.Datetime.now()
        # sudo: the record of pauses is the system's; users move cases.
        pauses = self.env["repair.case.pause"].sudo()
        ended = pauses.search([("case_id", "in", self.ids), ("date_end", "=", False)])
        for pause in ended:
            pause.date_end = max(now, pause.date_start)
        ended.filtered(lambda pause: pause.cause == "waiting").case_id._count_waiting()

    def _count_waiting(self):
        """Store the working hours of the waits of these cases that are over.

        They are counted once, when a wait ends, so that reports need not count them again.
        """
        for case in self:
            working = case._clock_hours()
            waits = case.pause_ids.filtered(lambda p: p.cause == "waiting" and p.date_end)
            case.waiting_hours = working and sum(
                working.hours_between(wait.date_start, wait.date_end) for wait in waits
            )
