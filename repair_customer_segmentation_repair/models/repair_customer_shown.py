from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

PROFILE = "repair.customer.profile"
GROUP_USER = "repair_customer_segmentation.group_user"


class RepairCustomerShown(models.AbstractModel):
    """Shows the tiers and the service level of the customer of a document.

    For models with ``partner_id`` and ``company_id``. The fields read the profile of the
    commercial partner in the document's company, and are there for users of Repair Customers
    alone. They search by a sub-query and sort and group by LEFT JOINs: nothing is stored.
    """

    _name = "repair.customer.shown"
    _description = "Document of a Repair Customer"

    repair_profile_id = fields.Many2one(
        PROFILE,
        string="Repair Customer",
        compute="_compute_repair_profile_id",
        search="_search_repair_profile_id",
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
        search="_search_repair_service_level_id",
        groups=GROUP_USER,
        help="The highest ranking service level of the customer's tiers, or else the default.",
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
    def _compute_repair_profile_id(self):
        profiles = self.env[PROFILE].with_context(active_test=False)
        profiles = profiles.search(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        by_key = {(profile.partner_id, profile.company_id): profile for profile in profiles}
        for document in self:
            key = (document.partner_id.commercial_partner_id, document.company_id)
            document.repair_profile_id = by_key.get(key, False)

    @api.depends("partner_id.commercial_partner_id", "company_id")
    def _compute_repair_service_level_id(self):
        for company, documents in self.grouped("company_id").items():
            customers = documents.partner_id.commercial_partner_id
            levels = self.env["repair.case"]._customer_levels(company.id, customers.ids)
            default = self.env["repair.service.level"]._terms(company.id)["default"]
            for document in documents:
                customer = document.partner_id.commercial_partner_id
                level = levels.get(customer.id, default) if customer else False
                document.repair_service_level_id = level

    @api.model
    def _search_repair_profile_id(self, operator, value):
        if operator.startswith("not") or operator == "!=":
            return NotImplemented
        profiles = self.env[PROFILE].with_context(active_test=False)
        if operator == "in" and False in value:
            without = Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IS NULL", model._field_to_sql(alias, "repair_profile_id", query)
                )
            )
            rest = set(value) - {False}
            return without | Domain("repair_profile_id", "in", rest) if rest else without
        if operator == "any":
            matches = profiles._search(value)
        else:
            matches = profiles._search(Domain("id", operator, value))
        pairs = matches.subselect(
            *(SQL.identifier(matches.table, name) for name in ("partner_id", "company_id"))
        )
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s, %s) IN %s", *model._customer_columns(alias, query), pairs
            )
        )

    @api.model
    def _search_repair_service_level_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [level for level in value if level]
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(COALESCE(%s, 0) = ANY(%s))",
                model._field_to_sql(alias, "repair_service_level_id", query),
                [*wanted, 0] if False in value else wanted,
            )
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the profile of the customer, so that its tiers and level sort and group."""
        if query is None or field_expr not in ("repair_profile_id", "repair_service_level_id"):
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        customer, company = self._customer_columns(alias, query)
        profile = query.make_alias(alias, "repair_profile")
        query.add_join(
            "LEFT JOIN",
            profile,
            self.env[PROFILE]._table,
            SQL(
                "%s = %s AND %s = %s",
                SQL.identifier(profile, "partner_id"),
                customer,
                SQL.identifier(profile, "company_id"),
                company,
            ),
        )
        if field_expr == "repair_profile_id":
            return SQL.identifier(profile, "id")
        levels = self.env["repair.service.level"]
        return SQL(
            "(CASE %s END)",
            SQL(" ").join(
                SQL(
                    "WHEN %s = %s AND %s IS NOT NULL THEN %s",
                    company,
                    each.id,
                    customer,
                    levels._level_sql(each.id, profile),
                )
                # Record rules leave no document of another company.
                for each in self.env.companies
            ),
        )

    @api.model
    def _customer_columns(self, alias, query):
        """Return the SQL of the commercial partner and of the company of a document."""
        _model, partner = self._fields["partner_id"].join(self, alias, query)
        return (
            SQL.identifier(partner, "commercial_partner_id"),
            SQL.identifier(alias, "company_id"),
        )
