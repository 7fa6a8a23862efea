from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...vocabulary import COMPARISONS, GROUP_AMOUNT, GROUP_USER, PROFILE
from ..access.plain_values import number_of
from ..customer.aggregates import weighted_mean
from ..customer.repair_customer_profile import MEANS

ALIAS = "repair_profile"
# partner field -> profile column
PROFILE_FIELDS = {
    "repair_profile_id": "id",
    "repair_value_tier_id": "value_tier_id",
    "repair_frequency_tier_id": "frequency_tier_id",
    "repair_rfm_tier_id": "rfm_tier_id",
    "repair_abc_tier_id": "abc_tier_id",
    "repair_kind_tier_id": "kind_tier_id",
    "repair_industry_id": "industry_id",
    "repair_size_tier_id": "size_tier_id",
    "repair_location_tier_id": "location_tier_id",
    "repair_need_tier_id": "need_tier_id",
    "repair_count": "repair_count",
    "repair_open_case_count": "open_case_count",
    "repair_last_date": "last_repair_date",
    "repair_mean_interval_days": "mean_interval_days",
    "repair_rating_avg": "rating_avg",
    "repair_amount": "amount",
}
COUNTS = {"repair_count", "repair_open_case_count", "repair_amount"}
# Odoo compares an empty number like zero.
NUMBERS = COUNTS | {"repair_mean_interval_days", "repair_rating_avg"}


def profile_field(field, name, *args, **options):
    """Return a field of partners that shows a column of their profile, and searches it.

    :param field: its class, e.g. ``fields.Integer``; ``args`` and ``options`` are that class's
    :param str name: its name, one of ``PROFILE_FIELDS``
    """

    def search(partners, operator, value):
        return partners._search_repair_profile(name, operator, value)

    return field(
        *args,
        **{
            "compute": "_compute_repair_profile",
            "search": search,
            "compute_sudo": False,
            "groups": GROUP_USER,
            **options,
        },
    )


def tier_field(dimension, string):
    """Return the field of partners that shows their tier of a dimension."""
    return profile_field(
        fields.Many2one,
        f"repair_{dimension}_tier_id",
        "repair.segmentation.tier",
        string=string,
        domain=f"[('dimension', '=', '{dimension}')]",
    )


class ResPartner(models.Model):
    """Shows the repair profile of the current company on partners.

    The fields read the profile of the commercial partner, so contacts show that of their
    company. They search by a sub-query and sort and group by one LEFT JOIN: no column of
    the widely shared partner table is written when customers are classified.
    """

    _inherit = "res.partner"

    repair_profile_id = profile_field(
        fields.Many2one,
        "repair_profile_id",
        PROFILE,
    )
    repair_value_tier_id = tier_field("value", "Repair Value")
    repair_frequency_tier_id = tier_field("frequency", "Repair Frequency")
    repair_rfm_tier_id = tier_field("rfm", "Repair RFM Segment")
    repair_abc_tier_id = tier_field("abc", "Repair ABC Class")
    repair_count = profile_field(
        fields.Integer,
        "repair_count",
        "Repairs",
        help="Repairs in the policy's period, excluding rework.",
    )
    repair_open_case_count = profile_field(
        fields.Integer,
        "repair_open_case_count",
        "Open Repair Cases",
    )
    repair_last_date = profile_field(
        fields.Datetime,
        "repair_last_date",
        "Last Repair",
    )
    repair_mean_interval_days = profile_field(
        fields.Float,
        "repair_mean_interval_days",
        "Days between Repairs",
        digits=(16, 1),
        aggregator="avg",
    )
    repair_rating_avg = profile_field(
        fields.Float,
        "repair_rating_avg",
        "Repair Satisfaction",
        digits=(16, 1),
        aggregator="avg",
        help="Average of the customer's ratings in the period, 1 to 5.",
    )
    repair_amount = profile_field(
        fields.Monetary,
        "repair_amount",
        currency_field="repair_currency_id",
        groups=GROUP_AMOUNT,
        help="Amount paid for repairs in the policy's period, in company currency.",
    )
    # Not by sudo: the search of a related field would look behind its groups.
    repair_value_color = fields.Integer(
        "Value Color",
        related="repair_value_tier_id.color",
        related_sudo=False,
        groups=GROUP_USER,
    )
    repair_frequency_color = fields.Integer(
        "Frequency Color",
        related="repair_frequency_tier_id.color",
        related_sudo=False,
        groups=GROUP_USER,
    )
    repair_rfm_color = fields.Integer(
        "RFM Color",
        related="repair_rfm_tier_id.color",
        related_sudo=False,
        groups=GROUP_USER,
    )
    repair_abc_color = fields.Integer(
        "ABC Color",
        related="repair_abc_tier_id.color",
        related_sudo=False,
        groups=GROUP_USER,
    )
    # What a customer is, rather than how good.
    repair_kind_tier_id = tier_field("kind", "Repair Kind")
    repair_size_tier_id = tier_field("size", "Repair Size")
    repair_location_tier_id = tier_field("location", "Repair Location")
    repair_need_tier_id = tier_field("need", "Repair Need")
    repair_industry_id = profile_field(
        fields.Many2one,
        "repair_industry_id",
        "res.partner.industry",
        help="The contact's industry, unless overridden.",
    )
    repair_currency_id = fields.Many2one("res.currency", compute="_compute_repair_currency_id")

    @api.depends_context("company")
    def _compute_repair_currency_id(self):
        self.repair_currency_id = self.env.company.currency_id

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_repair_profile(self):
        profiles = self.env[PROFILE].with_context(active_test=False)
        profiles = profiles.search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "in", self.commercial_partner_id.ids),
            ]
        )
        by_partner = {profile.partner_id.id: profile for profile in profiles}
        readable = [
            name for name in PROFILE_FIELDS if self._has_field_access(self._fields[name], "read")
        ]
        for partner in self:
            profile = by_partner.get(partner.commercial_partner_id.id, profiles.browse())
            for name in readable:
                partner[name] = profile[PROFILE_FIELDS[name]]

    @api.model
    def _search_repair_profile(self, name, operator, value):
        """Search partners by a column of their profile in the current company.

        A partner without a profile counts as one with an empty or zero column.
        """
        if operator in ("in", "not in") and list(value) == [False] and name not in NUMBERS:
            return self._repair_profile_set(name, operator == "not in")
        if operator.startswith("not") or operator == "!=":
            return NotImplemented
        if name in NUMBERS and operator in (*COMPARISONS, "in", "="):
            label = self._fields[name]._description_string(self.env)
            if operator == "in":
                value = [v if v is False else number_of(self.env, label, v) for v in value]
            else:
                value = number_of(self.env, label, value)
        # Whether archived partners are searched is for the search of partners to say.
        profiles = self.env[PROFILE].with_context(active_test=False)
        of_company = Domain("company_id", "=", self.env.company.id)
        condition = Domain(PROFILE_FIELDS[name], operator, value)
        empty = 0 if name in NUMBERS else False
        if operator == "in":
            matches_empty = empty in value or False in value
        elif name in NUMBERS and operator in COMPARISONS:
            matches_empty = COMPARISONS[operator](0, value)
        else:
            matches_empty = False
        if matches_empty:
            others = profiles._search(of_company & ~condition)
            return Domain("commercial_partner_id", "not in", self._repair_customers(others))
        matches = profiles._search(of_company & condition)
        return Domain("commercial_partner_id", "in", self._repair_customers(matches))

    @api.model
    def _repair_profile_set(self, name, is_set):
        """Return the domain of partners whose column is set, or empty.

        By the join that groups by it: a sub-query would read all profiles once more.
        """
        condition = SQL("IS NOT NULL" if is_set else "IS NULL")
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s", model._field_to_sql(alias, name, query), condition
            ),
            predicate=lambda partner: bool(partner[name]) is is_set,
        )

    @api.model
    def _repair_customers(self, profiles):
        """Return the sub-query of the customers of a query of profiles."""
        return profiles.subselect(SQL.identifier(profiles.table, "partner_id"))

    def _read_group_select(self, aggregate_spec, query):
        """Let each customer count in means as it does in those of groups of profiles."""
        plain = super()._read_group_select(aggregate_spec, query)
        name, _colon, aggregator = aggregate_spec.partition(":")
        column = PROFILE_FIELDS.get(name)
        if aggregator != "avg" or column not in MEANS:
            return plain
        weight, less = MEANS[column]
        profile = query.make_alias(query.table, ALIAS)
        return weighted_mean(
            self._field_to_sql(query.table, name, query),
            SQL("(%s - %s)", SQL.identifier(profile, weight), less),
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the profile of the current company, so that its columns sort and group."""
        if field_expr == "repair_currency_id":
            return SQL("%s::int", self.env.company.currency_id.id)
        column = PROFILE_FIELDS.get(field_expr)
        if not column or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        profile = query.make_alias(alias, ALIAS)
        query.add_join(
            "LEFT JOIN",
            profile,
            self.env[PROFILE]._table,
            SQL(
                "%s = %s AND %s = %s",
                SQL.identifier(profile, "partner_id"),
                SQL.identifier(alias, "commercial_partner_id"),
                SQL.identifier(profile, "company_id"),
                self.env.company.id,
            ),
        )
        sql = SQL.identifier(profile, column)
        return SQL("COALESCE(%s, 0)", sql) if field_expr in COUNTS else sql
