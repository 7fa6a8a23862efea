from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...quality import completeness as quality
from ...vocabulary import GROUP_USER
from ..access.enumerated import enumerated
from ..customer.derived_mixin import search_derived

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
    company. Everything is derived in SQL, so that lists of a million filter and sort by it.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "repair.derived.mixin"]

    repair_quality = fields.Integer(
        "Data Quality (%)",
        compute="_compute_repair_quality",
        search=search_derived("repair_quality"),
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
        return SQL(
            "CASE WHEN %s THEN %s END",
            self._repair_is_customer(alias, query),
            quality.score(self._repair_quality_checks(alias)),
        )

    @api.model
    def _repair_is_customer(self, alias, query):
        """Return the condition that a partner is itself a customer of the current company."""
        return SQL(
            "(%s IS NOT NULL AND %s = %s)",
            self._field_to_sql(alias, "repair_profile_id", query),
            self._field_to_sql(alias, "commercial_partner_id"),
            SQL.identifier(alias, "id"),
        )

    @api.depends(*FACTS)
    @api.depends_context("company", "uid", "lang")
    def _compute_repair_quality(self):
        partners = self.browse(self._origin.ids).with_context(active_test=False)
        query = partners._search([("id", "in", partners.ids)], bypass_access=True)
        checks = self._repair_quality_checks(query.table)
        rows = self.env.execute_query(
            query.select(
                SQL.identifier(query.table, "id"),
                self._field_to_sql(query.table, "repair_quality", query),
                *(check.gap for check in checks),
            )
        )
        found = {row[0]: row[1:] for row in rows}
        for partner in self:
            score, *gaps = found.get(partner._origin.id, (None,))
            missing = [check for check, gap in zip(checks, gaps, strict=False) if gap]
            missing = missing if score is not None else []
            partner.repair_quality = score
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
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s AND %s)",
                model._repair_is_customer(alias, query),
                quality.any_gap([c for c in model._repair_quality_checks(alias) if chosen(c)]),
            )
        )
