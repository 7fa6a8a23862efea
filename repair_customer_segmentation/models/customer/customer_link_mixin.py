from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...vocabulary import PROFILE


class RepairCustomerProfiled(models.AbstractModel):
    """Leads from a document to the profile of its customer in the document's company.

    The field that ``_profile_field`` names is a Many2one of the model, computed and searched by
    the methods below. It searches by a sub-query and sorts and groups by one LEFT JOIN: nothing
    is stored.
    """

    _name = "repair.customer.profiled"
    _description = "Document with a Customer Profile"

    _profile_field = "profile_id"
    # The way from the document to the customer.
    _customer_path = "commercial_partner_id"

    @api.depends(lambda self: (self._customer_path, "company_id"))
    def _compute_customer_profile(self):
        profiles = self.env[PROFILE].with_context(active_test=False)
        profiles = profiles.search(
            [
                ("partner_id", "in", self.mapped(self._customer_path).ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        by_key = {(profile.partner_id, profile.company_id): profile for profile in profiles}
        for document in self:
            key = (document.mapped(self._customer_path), document.company_id)
            document[self._profile_field] = by_key.get(key, False)

    @api.model
    def _search_customer_profile(self, operator, value):
        if operator.startswith("not") or operator == "!=":
            return NotImplemented
        profiles = self.env[PROFILE].with_context(active_test=False)
        if operator == "in" and False in value:
            without = Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IS NULL", model._field_to_sql(alias, self._profile_field, query)
                )
            )
            rest = set(value) - {False}
            return without | Domain(self._profile_field, "in", rest) if rest else without
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

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the profile of the customer, so that its tiers sort and group."""
        if field_expr != self._profile_field or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return SQL.identifier(self._join_customer_profile(alias, query), "id")

    @api.model
    def _join_customer_profile(self, alias, query):
        """Join the profile of the customer, once a query; return its alias."""
        profile = query.make_alias(alias, "customer_profile")
        customer, company = self._customer_columns(alias, query)
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
        return profile

    @api.model
    def _customer_columns(self, alias, _query):
        """Return the SQL of the customer and of the company of a document."""
        return (
            SQL.identifier(alias, self._customer_path),
            SQL.identifier(alias, "company_id"),
        )
