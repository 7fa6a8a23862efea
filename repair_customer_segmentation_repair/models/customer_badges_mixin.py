from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.models.customer.derived_mixin import search_derived
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER, PROFILE


class RepairCustomerBadgesMixin(models.AbstractModel):
    """Shows the tiers and the service level of the customer of a document.

    For models with ``partner_id`` and ``company_id``. The fields read the profile of the
    commercial partner in the document's company, and are there for users of Repair Customers
    alone. They search by a sub-query and sort and group by LEFT JOINs: nothing is stored.
    """

    _name = "repair.customer.badges.mixin"
    _inherit = ["repair.customer.profiled", "repair.derived.mixin"]
    _description = "Document of a Repair Customer"
    _profile_field = "repair_profile_id"
    _customer_path = "partner_id.commercial_partner_id"

    repair_profile_id = fields.Many2one(
        PROFILE,
        string="Repair Customer",
        compute="_compute_customer_profile",
        search="_search_customer_profile",
        groups=GROUP_USER,
    )
    repair_value_tier_id = fields.Many2one(
        related="repair_profile_id.value_tier_id", string="Customer Value", groups=GROUP_USER
    )
    repair_frequency_tier_id = fields.Many2one(
        related="repair_profile_id.frequency_tier_id",
        string="Customer Frequency",
        groups=GROUP_USER,
    )
    repair_rfm_tier_id = fields.Many2one(
        related="repair_profile_id.rfm_tier_id", string="Customer RFM Segment", groups=GROUP_USER
    )
    repair_service_level_id = fields.Many2one(
        "repair.service.level",
        string="Service Level",
        compute="_compute_repair_service_level_id",
        search=search_derived("repair_service_level_id"),
        groups=GROUP_USER,
        help="That of a running contract for all devices, else the highest service level of the "
        "customer's tiers, or else the default.",
    )
    repair_value_color = fields.Integer(
        "Value Color", related="repair_value_tier_id.color", groups=GROUP_USER
    )
    repair_frequency_color = fields.Integer(
        "Frequency Color", related="repair_frequency_tier_id.color", groups=GROUP_USER
    )
    repair_rfm_color = fields.Integer(
        "RFM Color", related="repair_rfm_tier_id.color", groups=GROUP_USER
    )
    repair_service_level_color = fields.Integer(
        "Level Color", related="repair_service_level_id.color", groups=GROUP_USER
    )

    @api.depends("partner_id.commercial_partner_id", "company_id")
    def _compute_repair_service_level_id(self):
        for company, documents in self.grouped("company_id").items():
            customers = documents.partner_id.commercial_partner_id
            levels = self.env["repair.service.level"]._customer_levels(company.id, customers.ids)
            default = self.env["repair.service.level"]._terms(company.id)["default"]
            for document in documents:
                customer = document.partner_id.commercial_partner_id
                level = levels.get(customer.id, default) if customer else False
                document.repair_service_level_id = level

    def _sql_repair_service_level_id(self, alias, query):
        """Derive the level from the tiers of the joined profile; without a customer it has none."""
        customer, company = self._customer_columns(alias, query)
        profile = self._join_customer_profile(alias, query)
        levels = self.env["repair.service.level"]
        return SQL(
            "(CASE WHEN %s IS NOT NULL THEN %s END)",
            customer,
            levels._level_by_company_sql(company, profile, customer),
        )

    @api.model
    def _customer_columns(self, alias, query):
        """Return the SQL of the commercial partner and of the company of a document."""
        _model, partner = self._fields["partner_id"].join(self, alias, query)
        return (
            SQL.identifier(partner, "commercial_partner_id"),
            SQL.identifier(alias, "company_id"),
        )
