from odoo import models

from ...fields import MOST_MONEY, Monetary
from ...vocabulary import GROUP_AMOUNT


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
