from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_duration

from ...fields import Float
from ..access.marks import is_marked
from .resource_calendar import UNFINISHED


class RepairCalendarExtraHours(models.Model):
    """From when to when an extra day is worked, where no weekday has the hours."""

    _name = "repair.calendar.extra.hours"
    _description = "Hours of an Extra Working Day"
    _order = "hour_from, id"

    extra_day_id = fields.Many2one(
        "repair.calendar.extra.day", required=True, ondelete="cascade", index=True
    )
    hour_from = Float("From", required=True, default=0, bounds=(0, 24))
    hour_to = Float("To", required=True, default=0, bounds=(0, 24))

    @api.depends("hour_from", "hour_to")
    def _compute_display_name(self):
        for line in self:
            hours = (line.hour_from, line.hour_to)
            line.display_name = "\u2013".join(map(format_duration, hours))

    @api.constrains("extra_day_id", "hour_from", "hour_to")
    def _check_of_days(self):
        # Several lines that change at once are checked when all have.
        if not is_marked(self.env, UNFINISHED):
            self.extra_day_id._check_hours()

    def _check_hours(self):
        """Refuse hours of a day that end before they begin, and hours that overlap."""
        before = None
        for line in self.sorted(lambda each: (each.hour_from, each.hour_to)):
            if line.hour_to <= line.hour_from:
                raise ValidationError(
                    self.env._(
                        "%(day)s: the hours %(hours)s end before they begin. Enter a “To” that "
                        "is later than “From”.",
                        day=line.extra_day_id.display_name,
                        hours=line.display_name,
                    )
                )
            if before and line.hour_from < before.hour_to:
                raise ValidationError(
                    self.env._(
                        "%(day)s: the hours %(first)s and %(second)s overlap. Change “From” or "
                        "“To” of one of them.",
                        day=line.extra_day_id.display_name,
                        first=before.display_name,
                        second=line.display_name,
                    )
                )
            before = line

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.extra_day_id.calendar_id._repair_hours_changed()
        return lines

    def write(self, vals):
        self.check_access("write")
        calendars = self.extra_day_id.calendar_id
        res = super().write(vals)
        (calendars | self.extra_day_id.calendar_id)._repair_hours_changed()
        return res

    def unlink(self):
        self.check_access("unlink")
        days = self.extra_day_id
        res = super().unlink()
        if not is_marked(self.env, UNFINISHED):
            days.exists()._check_hours()
        days.exists().calendar_id._repair_hours_changed()
        return res
