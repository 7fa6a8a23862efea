from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...vocabulary import OPEN_STATES
from ..access.enumerated import enumerated

OTHERS_SHOWN = 5


class RepairCase(models.Model):
    """Points out other open cases of the customer that may be about the same."""

    _inherit = "repair.case"

    duplicate_hint = fields.Html(
        "Other Open Cases",
        compute="_compute_duplicate_hint",
        help="Other open cases of this customer that may be about the same problem.",
    )

    @api.depends("commercial_partner_id", "company_id", "device_id", "state")
    def _compute_duplicate_hint(self):
        """Name other open cases of the customer, for all in one query."""
        self.duplicate_hint = False
        for case, others in self._other_open_cases().items():
            case.duplicate_hint = others._links_text(case.commercial_partner_id)

    def _other_open_cases(self):
        """Return each of these cases that is open -> other open ones that may be about the same.

        They are of the same customer; where both cases name a device, it is the same one.
        """
        open_cases = self.filtered(lambda c: c.state in OPEN_STATES and c.partner_id)
        others = self._open_cases_of(open_cases.commercial_partner_id, open_cases.company_id)
        return {
            case: others.filtered(
                lambda other, case=case: (
                    other.id != case._origin.id
                    and other.commercial_partner_id == case.commercial_partner_id
                    and other.company_id == case.company_id
                    and (
                        not case.device_id
                        or not other.device_id
                        or other.device_id == case.device_id._origin
                    )
                )
            )
            for case in open_cases
        }

    @api.model
    def _open_cases_of(self, customers, companies):
        """Return the open cases of customers that the user may see, the newest first."""
        if not customers:
            return self.browse()
        return self.search_fetch(
            Domain("commercial_partner_id", "in", customers.ids)
            & Domain("company_id", "in", companies.ids)
            & Domain("state", "in", OPEN_STATES),
            ["name", "reference", "commercial_partner_id", "company_id", "device_id"],
            order="date_open desc, id desc",
        )

    def _links_text(self, customer):
        """Return a sentence with a link to each case, empty for no case."""
        if not self:
            return False
        links = enumerated(
            self.env,
            (
                Markup('<a href="/odoo/repair-cases/%s">%s</a>') % (case.id, case.display_name)
                for case in self[:OTHERS_SHOWN]
            ),
        )
        values = {
            "customer": customer.display_name,
            "count": len(self),
            "more": len(self) - OTHERS_SHOWN,
            "cases": links,
        }
        if len(self) == 1:
            return self.env._("%(customer)s has another open case: %(cases)s.", **values)
        if len(self) <= OTHERS_SHOWN:
            return self.env._("%(customer)s has %(count)s other open cases: %(cases)s.", **values)
        return self.env._(
            "%(customer)s has %(count)s other open cases: %(cases)s and %(more)s more.", **values
        )
