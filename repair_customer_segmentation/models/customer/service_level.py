from odoo import api, fields, models
from odoo.tools import SQL

from .derived_mixin import search_derived


class RepairCustomerProfile(models.Model):
    """The service level of a customer: by contract, else the highest ranking one of its tiers."""

    _inherit = "repair.customer.profile"

    service_level_id = fields.Many2one(
        "repair.service.level",
        compute="_compute_service_level_id",
        search=search_derived("service_level_id"),
        help="That of a running contract for all devices, else the highest service level of the "
        "customer's tiers, or else the default.",
    )
    service_level_color = fields.Integer("Level Color", related="service_level_id.color")

    @api.depends_context("company")
    def _compute_service_level_id(self):
        for company, profiles in self.grouped("company_id").items():
            levels = self.env["repair.service.level"]._customer_levels(
                company.id, profiles.partner_id.ids
            )
            default = self.env["repair.service.level"]._terms(company.id)["default"]
            for profile in profiles:
                profile.service_level_id = levels.get(profile.partner_id.id, default)

    def _sql_service_level_id(self, alias, _query):
        company = SQL.identifier(alias, "company_id")
        return self.env["repair.service.level"]._level_by_company_sql(company, alias)
