from odoo import fields, models

from .repair_case_clock import CLOCKS
from .repair_case_stage import OPEN


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
    date_end = fields.Datetime("End", help="Empty while it lasts.")


class RepairCase(models.Model):
    """Stops and starts the clocks as a case moves from stage to stage."""

    _inherit = "repair.case"

    pause_ids = fields.One2many("repair.case.pause", "case_id", string="Pauses")

    def _states(self):
        """Return case -> the pair of its state and of when it was closed."""
        return {case: (case.state, case.date_closed) for case in self}

    def _states_changed(self, before):
        """Do what follows when cases may have got another state, however that came about.

        :param dict before: see :meth:`_states`, as it was
        """
        moved = self.filtered(lambda case: case.state != before[case][0])
        moved.filtered(lambda case: case.state in OPEN)._pause_history(before)
        for old in {before[case][0] for case in moved}:
            moved.filtered(lambda case, old=old: before[case][0] == old)._state_changed(old)

    def _pause_history(self, before):
        """Have the clocks of cases that began closed stand still until now.

        :param dict before: see :meth:`_states`
        """
        # sudo: the record of pauses is the system's; users move cases.
        pauses = self.env["repair.case.pause"].sudo()
        paused = pauses.search([("case_id", "in", self.ids), ("date_end", "=", False)]).case_id
        history = (self - paused).filtered(lambda case: before[case][0] not in OPEN)
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
        """Stop or start the clocks of cases that were in the state ``old``."""
        moved = self.filtered(lambda case: case.state != old)
        if not moved:
            return
        done = moved.filtered(lambda case: case.state in ("closed", "cancelled"))
        if old == "waiting" or old not in OPEN:
            (moved if old == "waiting" else moved - done)._resume()
        if old in OPEN:
            done._stop_clocks()
        else:
            (moved - done)._serve_again()
        moved.filtered(lambda case: case.state == "waiting")._pause("waiting")

    def _serve_again(self):
        """Serve reopened cases by the level that their customer has by now.

        What of their targets was used up before is no news.
        """
        # sudo: the level follows the customer, whoever reopens the case.
        cases = self.sudo()
        self.env.add_to_compute(self._fields["service_level_id"], cases)
        cases.mapped("service_level_id")
        cases._skip_past_escalations()

    def _closing_corrected(self, before):
        """Have the clocks of closed cases stand where another day of closing puts them.

        :param dict before: case -> when it was closed, as it was
        """
        for case in self.filtered(lambda c: c.state in ("closed", "cancelled")):
            if case.date_closed == before[case]:
                continue
            # sudo: the record of clocks is the system's; users correct dates.
            case = case.sudo()
            case.pause_ids.filtered(
                lambda p: p.cause == "closed" and not p.date_end
            ).date_start = case.date_closed
            if case.first_response_date and case.first_response_date == before[case]:
                case.first_response_date = case.date_closed
            for clock in CLOCKS.values():
                if case[clock.target] and case._clock_hours():
                    case[clock.used] = case._hours_used(clock)[clock.used]

    def _stop_clocks(self):
        """Keep the deadlines that these cases are closed with, as long as they are closed."""
        names = self._clock_fields()
        # sudo: who closes a case has its clocks recorded; they are nobody's to type in.
        for case in self.sudo():
            # Who has it back has been answered.
            if case.state == "closed" and not case.first_response_date:
                case.first_response_date = case.date_closed
            kept = case._clock_moments() | {"next_deadline": False, "escalation_date": False}
            case.update(dict.fromkeys(names, False) | kept)
        self._pause("closed")

    def _pause(self, cause):
        """Let the clocks of these cases stand still from now on."""
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
        """Let the clocks of these cases run on."""
        now = fields.Datetime.now()
        # sudo: the record of pauses is the system's; users move cases.
        pauses = self.env["repair.case.pause"].sudo()
        for pause in pauses.search([("case_id", "in", self.ids), ("date_end", "=", False)]):
            pause.date_end = max(now, pause.date_start)
