from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ...segmentation.days import day_start
from ...vocabulary import OPEN_STATES


class RepairCase(models.Model):
    """A case that was opened for a planned visit: it is due on that day, not from its opening on.

    Nobody waits for a reply to what we open ourselves, and the targets of the service level are
    for what customers ask. Its place in the queue is that of a case which arrives on the day.
    """

    _inherit = "repair.case"

    planned_date = fields.Date(
        "Planned for",
        readonly=True,
        copy=False,
        help="The day on which the planned visit is due. It takes the place of the targets of the "
        "service level.",
    )
    maintenance_visit_ids = fields.One2many(
        "repair.maintenance.visit", "case_id", string="Planned Visits"
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_visits(self):
        """Keep the visits of these cases as skipped: they are not opened again."""
        # sudo: rows are the system's, whoever deletes a case.
        self.sudo().maintenance_visit_ids.skip_reason = "deleted"

    @api.depends("planned_date")
    def _compute_clocks(self):
        return super()._compute_clocks()

    def _clock_moments(self):
        """Have a planned visit due by the end of its day; it has no other clock."""
        if not self.planned_date:
            return super()._clock_moments()
        begin, end = self._planned_day()
        return {"resolution_deadline": end, "resolution_risk_date": begin, "next_deadline": end}

    def _planned_day(self):
        """Return the first moment of the planned day, and that of the day after."""
        tz = self.company_id._repair_tz()
        return tuple(day_start(self.planned_date + timedelta(days=days), tz) for days in (0, 1))

    @api.depends("planned_date")
    def _compute_queue_date(self):
        res = super()._compute_queue_date()
        for case in self.filtered("planned_date"):
            begin = case._planned_day()[0] - timedelta(hours=sum(case._head_starts()))
            case.queue_date = max(case.queue_date or begin, begin)
        return res

    @api.depends("planned_date")
    @api.depends_context("lang")
    def _compute_queue_note(self):
        res = super()._compute_queue_note()
        for case in self.filtered(lambda c: c.planned_date and c.queue_note):
            case.queue_note = " ".join(
                (
                    case._place_text(),
                    self.env._(
                        "Planned for %s.",
                        format_date(self.env, case.planned_date, date_format="long"),
                    ),
                )
            )
        return res

    @api.depends("planned_date")
    def _compute_untouched_date(self):
        """Count from the planned day: before it, nobody has to do anything."""
        res = super()._compute_untouched_date()
        for case in self.filtered("planned_date"):
            if case.untouched_date and case.state in OPEN_STATES:
                case.untouched_date = max(case.untouched_date, case._planned_day()[1])
        return res

    def _plan_visits_anew(self):
        """Plan the visits of the devices anew, for what these cases have become."""
        for company, cases in self.grouped("company_id").items():
            # sudo: devices follow whoever closes a case.
            self.env["repair.maintenance.plan"]._plan_anew(cases.sudo().device_id, company)
