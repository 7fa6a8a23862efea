from odoo import api, fields, models

from ...vocabulary import GROUP_USER


class ResPartner(models.Model):
    """What is expected of a customer, on their page."""

    _inherit = "res.partner"

    repair_forecast = fields.Text(
        "Expected Repairs and Value",
        compute="_compute_repair_forecast",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid", "lang", "tz")
    def _compute_repair_forecast(self):
        forecasts = self.env["repair.customer.forecast"].with_context(active_test=False)
        found = forecasts.search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "in", self.commercial_partner_id.ids),
            ]
        ).grouped("partner_id")
        # sudo: when the company's forecast was made, nothing else of it.
        as_of = self.env["repair.forecast.check"].sudo()._of(self.env.company).as_of
        for partner in self:
            own = found.get(partner.commercial_partner_id)
            partner.repair_forecast = own._words(as_of) if own else False
