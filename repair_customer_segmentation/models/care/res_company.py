from odoo import models

from ...fields import Integer
from ...vocabulary import STAFF

MOST_MESSAGES = 31


class ResCompany(models.Model):
    _inherit = "res.company"

    repair_care_limit = Integer(
        "Care Messages per Month",
        default=2,
        groups=STAFF,
        bounds=(0, MOST_MESSAGES),
        help="Most emails and text messages of all care rules that a customer gets in a month "
        "(0 = no limit). The first rules in the list go first.",
    )
