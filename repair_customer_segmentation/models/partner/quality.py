from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...quality import completeness as quality
from ...quality.completeness import Check
from ...segmentation.metrics import MONEY
from ...vocabulary import COMPARISONS, GROUP_USER
from ..access.plain_values import number_of

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

    Only customers of the current company have a score: contacts are judged with their
    company. Everything is derived in SQL, so that lists of a million filter and sort by it.
    """

    _inherit = "res.partner"

    repair_quality = fields.Integer(
        "Data Quality (%)",
        compute="_compute_repair_quality",
        search="_search_repair_quality",
        compute_sudo=False,
        aggregator="avg",
        groups=GROUP_USER,
        help="How much of what should be known of this customer is known, by weight.",
    )
    repair_gaps = fields.Char(
        "Missing",
        compute="_compute_repair_quality",
        search="_search_repair_gaps",
        compute_sudo=False,
        groups=GROUP_USER,
        help="What should be known of this customer and is not.",
    )
    repair_gap_affects = fields.Boolean(
        "Affects Classification",
        compute="_compute_repair_quality",
        search="_search_repair_gap_affects",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Something is missing that this customer is classified by.",
    )
    repair_gap_advice = fields.Html(
        compute="_compute_repair_quality", compute_sudo=False, sanitize=False, groups=GROUP_USER
    )

    @api.model
    def _repair_quality_checks(self, alias):
        """Return what should be known of a customer of the current company.

        Other addons append theirs; a check is one entry.

        :param str alias: of ``res_partner`` in the query, the row of the customer
        :return: list of :class:`Check`, what matters most first
        """
        used = self._repair_metrics_in_use()

        def known(name):
            return SQL("(NULLIF(%s, '') IS NOT NULL)", self._field_to_sql(alias, name))

        enterprise = SQL("COALESCE(%s, FALSE)", self._field_to_sql(alias, "is_company"))
        checks = [
            Check(
                "contact",
                self.env._("E-mail or phone"),
                self.env._("Type an e-mail address or a phone number, here or on a contact."),
                30,
                SQL(
                    "(%s OR %s OR %s)",
                    known("email"),
                    known("phone"),
                    self._repair_reached_by_contact(alias),
                ),
            ),
            Check(
                "kind",
                self.env._("Tax ID"),
                self.env._(
                    "A company without a tax ID, or a person with one. Type the tax ID (“/” if "
                    "there is none), or change between Person and Company."
                ),
                15,
                SQL(
                    "(%s = %s OR %s = '/')",
                    enterprise,
                    known("vat"),
                    self._field_to_sql(alias, "vat"),
                ),
                dimension="kind" if "is_enterprise" in used else None,
            ),
            Check(
                "industry",
                self.env._("Industry"),
                self.env._("Choose the industry, on the page “Sales & Purchase”."),
                15,
                SQL(
                    "(%s IS NOT NULL OR %s)",
                    self._field_to_sql(alias, "industry_id"),
                    self._repair_industry_is_named(alias),
                ),
                # Odoo asks companies alone for their industry.
                applies=enterprise,
                dimension="industry",
            ),
            Check(
                "country",
                self.env._("Country"),
                self.env._("Choose the country of the address."),
                15,
                SQL("%s IS NOT NULL", self._field_to_sql(alias, "country_id")),
                dimension="location" if "is_international" in used else None,
            ),
            Check(
                "case_type",
                self.env._("Type of a case"),
                self.env._("Open its repair cases and choose the type where it is empty."),
                15,
                SQL("NOT %s", self._repair_has_untyped_case(alias)),
                dimension="need" if "service_share" in used else None,
            ),
        ]
        checks.append(
            Check(
                "exchange_rate",
                self.env._("Exchange rate"),
                self.env._(
                    "A repair is paid in a currency that has no exchange rate on its day or "
                    "before, and counts as no amount. Enter the rate under Currencies."
                ),
                15,
                SQL("FALSE"),
                # Nobody else's score is made by it.
                applies=self._repair_lacks_rate(alias),
                dimension="value" if used.intersection(MONEY) else "rfm",
            )
        )
        if "employee_count" in used:
            checks.append(
                Check(
                    "employees",
                    self.env._("Employees"),
                    self.env._("Type how many people work there."),
                    10,
                    SQL("%s > 0", self._field_to_sql(alias, "repair_employee_count")),
                    applies=enterprise,
                    dimension="size",
                )
            )
        return checks

    @api.model
    def _repair_metrics_in_use(self):
        """Return the metrics that the rules of the current company compare."""
        # sudo: every user's lists depend on the company's own policy, whoever may open it.
        policy = self.env.company.sudo().repair_policy_id
        return set(policy.tier_ids.criterion_ids.mapped("metric"))

    @api.model
    def _repair_reached_by_contact(self, alias):
        """Return the condition that one of the customer's contacts has an address or number."""
        return SQL(
            """EXISTS (
                SELECT FROM res_partner AS contact
                 WHERE contact.commercial_partner_id = %s
                   AND contact.active
                   AND (%s <> '' OR %s <> ''))""",
            SQL.identifier(alias, "id"),
            self._field_to_sql("contact", "email"),
            self._field_to_sql("contact", "phone"),
        )

    @api.model
    def _repair_industry_is_named(self, alias):
        """Return the condition that an override names the customer's industry."""
        override = self.env["repair.segmentation.override"]
        return SQL(
            """EXISTS (
                SELECT FROM repair_segmentation_override AS named
                 WHERE named.partner_id = %s
                   AND named.company_id = %s
                   AND named.active
                   AND %s IS NOT NULL)""",
            SQL.identifier(alias, "id"),
            self.env.company.id,
            override._field_to_sql("named", "industry_id"),
        )

    @api.model
    def _repair_has_untyped_case(self, alias):
        """Return the condition that one of the customer's cases has no type."""
        case = self.env["repair.case"]
        return SQL(
            """EXISTS (
                SELECT FROM repair_case AS untyped
                 WHERE %s = %s
                   AND untyped.company_id = %s
                   AND %s IS NULL
                   AND %s <> 'cancelled')""",
            case._field_to_sql("untyped", "commercial_partner_id"),
            SQL.identifier(alias, "id"),
            self.env.company.id,
            case._field_to_sql("untyped", "type_id"),
            case._field_to_sql("untyped", "state"),
        )

    @api.model
    def _repair_lacks_rate(self, alias):
        """Return the condition that what the customer paid is not known for want of a rate.

        Other addons add what they know of.
        """
        case = self.env["repair.case"]
        return SQL(
            """EXISTS (
                SELECT FROM repair_case AS unrated
                 WHERE %s = %s
                   AND unrated.company_id = %s
                   AND %s
                   AND %s <> 'cancelled')""",
            case._field_to_sql("unrated", "commercial_partner_id"),
            SQL.identifier(alias, "id"),
            self.env.company.id,
            # sudo: that a rate is missing is said to whoever may enter it; no amount is.
            case.sudo()._field_to_sql("unrated", "is_rate_missing"),
            case._field_to_sql("unrated", "state"),
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Derive the score, so that it sorts and groups like a column."""
        if field_expr != "repair_quality" or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
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
            partner.repair_gaps = ", ".join(check.label for check in missing)
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
    def _search_repair_quality(self, operator, value):
        """Compare the score; a partner that is no customer has none and matches only False."""
        label = self._fields["repair_quality"]._description_string(self.env)
        if operator == "in":
            numbers = [number_of(self.env, label, v) for v in value if v is not False]
            domain = Domain.FALSE
            if numbers:
                domain |= self._repair_condition(lambda sql: SQL("%s = ANY(%s)", sql, numbers))
            if len(numbers) < len(value):
                domain |= Domain.custom(
                    to_sql=lambda model, alias, query: SQL(
                        "NOT %s", model._repair_is_customer(alias, query)
                    )
                )
            return domain
        if operator not in COMPARISONS:
            return NotImplemented
        number = number_of(self.env, label, value)
        return self._repair_condition(lambda sql: SQL("%s %s %s", sql, SQL(operator), number))

    @api.model
    def _repair_condition(self, condition):
        """Return the domain of partners whose score meets ``condition(SQL)``."""
        return Domain.custom(
            to_sql=lambda model, alias, query: condition(
                model._field_to_sql(alias, "repair_quality", query)
            )
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
