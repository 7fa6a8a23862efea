from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class RepairCase(models.Model):
    """What is known of the customer of a case: its profile, and the tiers of that.

    The fields read the profile of the commercial partner in the case's company. They search
    by a sub-query and sort and group by one LEFT JOIN, like those on partners.
    """

    _inherit = "repair.case"

    profile_id = fields.Many2one(
        "repair.customer.profile",
        compute="_compute_profile_id",
        search="_search_profile_id",
        string="Customer Profile",
    )
    value_tier_id = fields.Many2one(related="profile_id.value_tier_id")
    frequency_tier_id = fields.Many2one(related="profile_id.frequency_tier_id")
    rfm_tier_id = fields.Many2one(related="profile_id.rfm_tier_id")
    kind_tier_id = fields.Many2one(related="profile_id.kind_tier_id", string="Customer Kind")
    size_tier_id = fields.Many2one(related="profile_id.size_tier_id", string="Customer Size")
    location_tier_id = fields.Many2one(
        related="profile_id.location_tier_id", string="Customer Location"
    )
    need_tier_id = fields.Many2one(related="profile_id.need_tier_id", string="Customer Need")
    customer_industry_id = fields.Many2one(
        related="profile_id.industry_id", string="Customer Industry"
    )
    value_tier_color = fields.Integer("Value Color", related="value_tier_id.color")
    frequency_tier_color = fields.Integer("Frequency Color", related="frequency_tier_id.color")
    rfm_tier_color = fields.Integer("RFM Color", related="rfm_tier_id.color")

    @api.depends("commercial_partner_id", "company_id")
    def _compute_profile_id(self):
        profiles = self.env["repair.customer.profile"].with_context(active_test=False)
        profiles = profiles.search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        by_key = {(p.partner_id, p.company_id): p for p in profiles}
        for case in self:
            case.profile_id = by_key.get((case.commercial_partner_id, case.company_id), False)

    @api.model
    def _search_profile_id(self, operator, value):
        if operator.startswith("not") or operator == "!=":
            return NotImplemented
        profiles = self.env["repair.customer.profile"].with_context(active_test=False)
        if operator == "in" and False in value:
            without = Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IS NULL", model._field_to_sql(alias, "profile_id", query)
                )
            )
            rest = set(value) - {False}
            return without | Domain("profile_id", "in", rest) if rest else without
        if operator == "any":
            matches = profiles._search(value)
        else:
            matches = profiles._search(Domain("id", operator, value))
        pairs = matches.subselect(
            *(SQL.identifier(matches.table, name) for name in ("partner_id", "company_id"))
        )
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s, %s) IN %s",
                SQL.identifier(alias, "commercial_partner_id"),
                SQL.identifier(alias, "company_id"),
                pairs,
            )
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the profile of the case's customer, so that its tiers sort and group."""
        if field_expr != "profile_id" or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        profile = query.make_alias(alias, "customer_profile")
        query.add_join(
            "LEFT JOIN",
            profile,
            self.env["repair.customer.profile"]._table,
            SQL(
                "%s = %s AND %s = %s",
                SQL.identifier(profile, "partner_id"),
                SQL.identifier(alias, "commercial_partner_id"),
                SQL.identifier(profile, "company_id"),
                SQL.identifier(alias, "company_id"),
            ),
        )
        return SQL.identifier(profile, "id")
