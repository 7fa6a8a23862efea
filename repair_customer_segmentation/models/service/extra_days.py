from odoo import api, fields, models


class ResourceCalendar(models.Model):
    """The extra days of working hours, and what public holidays brought into them."""

    _inherit = "resource.calendar"

    repair_extra_day_ids = fields.One2many(
        "repair.calendar.extra.day",
        "calendar_id",
        string="Extra Working Days",
        groups="repair_customer_segmentation.group_user",
    )
    repair_extra_day_count = fields.Integer(
        "Extra Days",
        compute="_compute_repair_extra_day_count",
        groups="repair_customer_segmentation.group_user",
    )
    # Company id -> days that public holidays brought: what somebody has taken away since is not
    # brought again.
    repair_brought_days = fields.Json(copy=False, groups="base.group_no_one")

    @api.depends("repair_extra_day_ids")
    @api.depends_context("allowed_company_ids")
    def _compute_repair_extra_day_count(self):
        counts = self.env["repair.calendar.extra.day"]._read_group(
            [("calendar_id", "in", self.ids)], ["calendar_id"], ["__count"]
        )
        counts = {calendar.id: count for calendar, count in counts}
        for calendar in self:
            calendar.repair_extra_day_count = counts.get(calendar.id, 0)

    def copy(self, default=None):
        """Return the copies, with the extra days of the original as they have its holidays."""
        copies = super().copy(default)
        for calendar, new in zip(self, copies, strict=True):
            # sudo: deadlines in a copy are those of the original, whoever copies it.
            for day in calendar.sudo().repair_extra_day_ids:
                if new.company_id in (day.company_id, new.company_id.browse()):
                    day.copy({"calendar_id": new.id})
        return copies
