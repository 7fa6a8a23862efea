from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...quality.completeness import numbers_with_gap, score
from ...quality.gaps import GAP_NUMBERS
from ...vocabulary import COMPARISONS, GROUP_USER, PROFILE
from ..access.enumerated import enumerated
from ..access.plain_values import number_of
from ..customer.few_groups import read_few_groups
from .profile import ALIAS

QUALITY_FIELDS = {"repair_quality", "repair_gaps", "repair_gap_affects"}
# A change of one of these may close or open a gap.
FACTS = (
    "email",
    "phone",
    "vat",
    "is_company",
    "industry_id",
    "country_id",
    "repair_employee_count",
    "child_ids.email",
    "child_ids.phone",
    "repair_case_ids.type_id",
    "repair_case_ids.is_rate_missing",
    "repair_profile_id",
)


class ResPartner(models.Model):
    """How complete a customer's data is, what is missing, and what to do about it.

    What should be known is in ``quality_checks.py``.

    Only customers of the current company have a score: contacts are judged with their
    company. All of it is read off one number on the profile (see :mod:`.quality.gaps`), so that
    lists of a million filter and sort by it.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "repair.derived.mixin"]

    repair_quality = fields.Integer(
        "Data Quality (%)",
        compute="_compute_repair_quality",
        search="_search_repair_quality",
        compute_sudo=False,
        aggregator="avg",
        groups=GROUP_USER,
        help="Share of the expected customer data that is filled in, weighted.",
    )
    repair_gaps = fields.Char(
        "Missing",
        compute="_compute_repair_quality",
        search="_search_repair_gaps",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Expected data about this customer that is missing.",
    )
    repair_gap_affects = fields.Boolean(
        "Affects Classification",
        compute="_compute_repair_quality",
        search="_search_repair_gap_affects",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Data needed to classify this customer is missing.",
    )
    repair_gap_advice = fields.Html(
        compute="_compute_repair_quality", compute_sudo=False, sanitize=False, groups=GROUP_USER
    )

    def _sql_repair_quality(self, alias, query):
        checks = self._repair_quality_checks()
        return SQL(
            "(%s::int[])[1 + %s]",
            [score(checks, bits) for bits in GAP_NUMBERS],
            self._repair_gap_bits(alias, query),
        )

    @api.model
    def _repair_gap_bits(self, alias, query, among=None):
        """Return the number of a customer's gaps; null for who is none of the current company.

        :param list among: the only partner ids that are read; ``None``: any
        """
        return SQL(
            "CASE WHEN %s THEN %s END",
            self._repair_is_customer(alias, query),
            self.env[PROFILE]._gap_bits_sql(query.make_alias(alias, ALIAS), among),
        )

    @api.model
    def _repair_is_customer(self, alias, query):
        """Return the condition, never null, that a partner is itself a customer of the company.

        PostgreSQL takes two equal columns for a rare thing, and would look up each customer
        instead of reading them all; what is not null it takes for common, as it is here.
        """
        return SQL(
            "(%s IS NOT NULL AND NULLIF(%s = %s, FALSE) IS NOT NULL)",
            self._field_to_sql(alias, "repair_profile_id", query),
            self._field_to_sql(alias, "commercial_partner_id"),
            SQL.identifier(alias, "id"),
        )

    @api.depends(*FACTS)
    @api.depends_context("company", "uid", "lang")
    def _compute_repair_quality(self):
        partners = self.browse(self._origin.ids).with_context(active_test=False)
        query = partners._search([("id", "in", partners.ids)], bypass_access=True)
        checks = self._repair_quality_checks()
        found = dict(
            self.env.execute_query(
                query.select(
                    SQL.identifier(query.table, "id"),
                    self._repair_gap_bits(query.table, query, partners.ids),
                )
            )
        )
        for partner in self:
            bits = found.get(partner._origin.id)
            missing = [check for check in checks if bits is not None and check.gap(bits)]
            partner.repair_quality = None if bits is None else score(checks, bits)
            partner.repair_gaps = enumerated(self.env, (check.label for check in missing))
            partner.repair_gap_affects = any(check.dimension for check in missing)
            partner.repair_gap_advice = partner._repair_advice(missing)

    def _repair_advice(self, missing):
        """Return what is missing and how to mend it, as a list; False where nothing is."""
        if not missing:
            return False
        labels = self.env["repair.customer.gap"]._dimension_labels()
        return self.env["ir.qweb"]._render(
            "repair_customer_segmentation.res_partner_repair_advice",
            {"gaps": [(c.label, c.fix, labels.get(c.dimension)) for c in missing]},
        )

    @api.model
    def _read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None
    ):
        read = super()._read_group
        asked = {each.field_expr for each in Domain(domain).iter_conditions()}
        if asked & QUALITY_FIELDS:
            return read_few_groups(read, domain, groupby, aggregates, having, offset, limit, order)
        return read(domain, groupby, aggregates, having, offset, limit, order)

    @api.model
    def _search_repair_quality(self, operator, value):
        """Find customers by their score, which nobody else has."""
        label = self._fields["repair_quality"]._description_string(self.env)
        if operator in COMPARISONS:
            number = number_of(self.env, label, value)
            return self._repair_score_domain(lambda own: COMPARISONS[operator](own, number))
        if operator not in ("in", "not in"):
            return NotImplemented
        # Zero is a score, and equal to False.
        known = {number_of(self.env, label, each) for each in value if each is not False}
        with_nobody = any(each is False for each in value)
        if operator == "in":
            found = self._repair_score_domain(lambda own: own in known)
            return found | ~self._repair_score_domain() if with_nobody else found
        if not with_nobody:
            return NotImplemented
        return self._repair_score_domain((lambda own: own not in known) if known else None)

    @api.model
    def _repair_score_domain(self, holds=None):
        """Return the domain of customers whose score ``holds``, ``None``: who have one."""

        def numbers(checks):
            return [bits for bits in GAP_NUMBERS if holds(score(checks, bits))]

        return self._repair_bits_domain(numbers if holds else None)

    @api.model
    def _search_repair_gaps(self, operator, value):
        """Find customers by what is missing: the name of a check, or words of its label."""
        if operator == "in":
            chosen = set(value)
            domain = self._repair_gap_domain(lambda check: check.name in chosen)
            return domain | ~self._repair_gap_domain() if False in chosen else domain
        if operator in ("ilike", "like", "=ilike", "=like"):
            words = (value or "").strip("%").lower()
            return self._repair_gap_domain(lambda check: words in check.label.lower())
        return NotImplemented

    @api.model
    def _search_repair_gap_affects(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._repair_gap_domain(lambda check: check.dimension)
        return domain if True in value else ~domain

    @api.model
    def _repair_gap_domain(self, chosen=lambda check: True):
        """Return the domain of customers who lack one of the checks that are ``chosen``."""

        def numbers(checks):
            return numbers_with_gap([check for check in checks if chosen(check)])

        return self._repair_bits_domain(numbers)

    @api.model
    def _repair_bits_domain(self, numbers):
        """Return the domain of customers by the number of their gaps.

        :param numbers: function of the checks that returns those that are meant; ``None``: any
        """

        def to_sql(model, alias, query):
            meant = numbers and numbers(model._repair_quality_checks())
            return SQL(
                "(%s AND %s)",
                model._repair_is_customer(alias, query),
                model.env[PROFILE]._gap_bits_among_sql(query.make_alias(alias, ALIAS), meant),
            )

        return Domain.custom(to_sql=to_sql)
