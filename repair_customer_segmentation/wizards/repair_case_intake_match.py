from odoo import api, fields, models

from ..vocabulary import OPEN_STATES


class RepairCaseIntakeMatch(models.TransientModel):
    """A customer, and perhaps a device, that the search of an intake may mean."""

    _name = "repair.case.intake.match"
    _inherit = ["repair.readable.dialog"]
    _description = "Matching Customer"

    intake_id = fields.Many2one("repair.case.intake", ondelete="cascade", index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    device_id = fields.Many2one("repair.device", ondelete="cascade")
    is_chosen = fields.Boolean("Choose")
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    partner_email = fields.Char(related="partner_id.email", string="Email")
    value_tier_id = fields.Many2one(related="partner_id.repair_value_tier_id", string="Value")
    value_color = fields.Integer(related="partner_id.repair_value_color")
    open_case_count = fields.Integer("Open Cases", compute="_compute_open_case_count")

    @api.depends("partner_id")
    def _compute_open_case_count(self):
        """Count what the user may see, of now: figures of the profile are a moment old."""
        counts = dict(
            self.env["repair.case"]._read_group(
                [
                    ("commercial_partner_id", "in", self.partner_id.commercial_partner_id.ids),
                    ("company_id", "=", self.env.company.id),
                    ("state", "in", OPEN_STATES),
                ],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for match in self:
            match.open_case_count = counts.get(match.partner_id.commercial_partner_id._origin, 0)
