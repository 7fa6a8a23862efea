from odoo import models
from odoo.fields import Domain

from ...fields import MOST_MONEY, Monetary
from ...vocabulary import CASE, GROUP_AMOUNT
from .closing import COSTS_ASKED


class ResCompany(models.Model):
    """What hours cost, by which the net value of cases is worked out."""

    _inherit = "res.company"

    repair_hour_cost = Monetary(
        "Cost of an Hour of Work",
        bounds=(0, MOST_MONEY),
        groups=GROUP_AMOUNT,
        help="What an hour of a technician costs you, wages and overhead included. It applies to "
        "hours that are filled in from now on (0 = hours are not counted).",
    )
    repair_desk_hour_cost = Monetary(
        "Cost of an Hour at the Desk",
        bounds=(0, MOST_MONEY),
        groups=GROUP_AMOUNT,
        help="What an hour of calls, emails and paperwork costs you. It applies to cases whose "
        "costs are filled in from now on (0 = desk time is not counted).",
    )

    def _counts_repair_costs(self):
        """Return whether the company asks what repairs cost: an hour costs something, or somebody
        entered a cost of a case once.
        """
        self.ensure_one()
        # sudo: whether costs are counted at all says nothing of how much they are.
        company = self.sudo()
        if company.repair_hour_cost or company.repair_desk_hour_cost:
            return True
        cases = company.env[CASE]
        entered = Domain.OR(cases._entered_domain(name) for name in COSTS_ASKED)
        return bool(cases.search_count(Domain("company_id", "=", company.id) & entered, limit=1))
