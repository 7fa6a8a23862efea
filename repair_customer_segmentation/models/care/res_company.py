from odoo import fields, models

from ...fields import Integer
from ...vocabulary import GROUP_MANAGER, STAFF

MOST_MESSAGES = 31


class ResCompany(models.Model):
    _inherit = "res.company"

    repair_care_limit = Integer(
        "Care Messages per Month",
        default=2,
        groups=STAFF,
        bounds=(0, MOST_MESSAGES),
        help="A customer gets at most this many emails and text messages a month from all care "
        "rules together (0 = no limit). The first rules in the list go first.",
    )
    repair_levels_seen_on = fields.Datetime(
        "Service Levels Seen on", readonly=True, copy=False, groups=GROUP_MANAGER
    )
    repair_levels_seen_by_id = fields.Many2one(
        "res.users",
        "Service Levels Seen by",
        readonly=True,
        copy=False,
        groups=GROUP_MANAGER,
        ondelete="set null",
    )
