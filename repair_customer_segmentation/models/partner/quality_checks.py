from odoo import api, models

from ...quality.completeness import Check
from ...segmentation.metrics import MONEY


class ResPartner(models.Model):
    """What should be known of a customer, and what it is needed for."""

    _inherit = "res.partner"

    @api.model
    def _repair_quality_checks(self):
        """Return what should be known of a customer by the rules of the current company.

        :return: list of :class:`Check`, in the order that people read them
        """
        used = self._repair_metrics_in_use()
        checks = [
            Check(
                "contact",
                self.env._("Email or phone"),
                self.env._("Enter an email address or a phone number, here or on a contact."),
                30,
            ),
            Check(
                "kind",
                self.env._("Tax ID"),
                self.env._(
                    "A company without a tax ID, or a person with one. Enter the tax ID (“/” "
                    "if there is none), or switch between Person and Company."
                ),
                15,
                "kind" if "is_enterprise" in used else None,
            ),
            Check(
                "industry",
                self.env._("Industry"),
                self.env._("Choose the industry, on the page “Sales & Purchase”."),
                15,
                "industry",
            ),
            Check(
                "country",
                self.env._("Country"),
                self.env._("Choose the country of the address."),
                15,
                "location" if "is_international" in used else None,
            ),
            Check(
                "case_type",
                self.env._("Type of a case"),
                self.env._(
                    "Open the customer's repair cases and choose the type where it is empty."
                ),
                15,
                "need" if "service_share" in used else None,
            ),
            Check(
                "exchange_rate",
                self.env._("Exchange rate"),
                self.env._(
                    "A repair was paid in a currency without an exchange rate on or before its "
                    "date, so its amount is not counted. Enter the rate under Currencies."
                ),
                15,
                "value" if used.intersection(MONEY) else "rfm",
            ),
        ]
        if "employee_count" in used:
            checks.append(
                Check(
                    "employees",
                    self.env._("Employees"),
                    self.env._("Enter the number of employees."),
                    10,
                    "size",
                )
            )
        return checks

    @api.model
    def _repair_metrics_in_use(self):
        """Return the metrics that the rules of the current company compare."""
        # sudo: every user's lists depend on the company's own policy, whoever may open it.
        policy = self.env.company.sudo().repair_policy_id
        return set(policy.tier_ids.criterion_ids.mapped("metric"))
