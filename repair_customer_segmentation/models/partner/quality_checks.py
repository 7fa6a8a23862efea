from odoo import api, models
from odoo.tools import SQL

from ...quality.completeness import Check
from ...segmentation.metrics import MONEY


class ResPartner(models.Model):
    """What should be known of a customer: each check is a condition in SQL."""

    _inherit = "res.partner"

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
                self.env._("Email or phone"),
                self.env._("Enter an email address or a phone number, here or on a contact."),
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
                    "A company without a tax ID, or a person with one. Enter the tax ID (“/” "
                    "if there is none), or switch between Person and Company."
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
                self.env._(
                    "Open the customer's repair cases and choose the type where it is empty."
                ),
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
                    "A repair was paid in a currency without an exchange rate on or before its "
                    "date, so its amount is not counted. Enter the rate under Currencies."
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
                    self.env._("Enter the number of employees."),
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
