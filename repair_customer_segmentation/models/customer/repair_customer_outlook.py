from odoo import api, fields, models

from ...fields import Answer, EngineMany2one
from ...vocabulary import DIMENSION_LABELS, GROUP_AMOUNT

KINDS = [
    ("fall", "In Grace Period"),
    ("leave", "Downgrade Expected"),
    ("rise", "Close to Upgrade"),
]


class RepairCustomerOutlook(models.Model):
    """A customer who is about to fall or to rise in one dimension, to act on before it happens.

    Rows are written by the engine alone, with the classes (see ``segmentation/outlook.py``).
    A row whose line is an amount is seen by those alone who may see amounts: to be told that
    a customer is near the line would tell what it pays. Falling customers are no secret, since
    their tiers show it.
    """

    _name = "repair.customer.outlook"
    _description = "Customer with an Upcoming Tier Change"
    _inherit = ["repair.customer.called"]
    _log_access = False
    # Who rises has no day and comes last.
    _order = "day, kind, id"
    _rec_name = "partner_id"

    profile_id = fields.Many2one(
        "repair.customer.profile", required=True, readonly=True, ondelete="cascade"
    )
    company_id = EngineMany2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="profile_id.partner_id")
    dimension = fields.Selection(DIMENSION_LABELS, required=True, readonly=True)
    kind = fields.Selection(
        KINDS,
        "Expected Change",
        required=True,
        readonly=True,
        help="In Grace Period: the calculated tier is lower, but the customer keeps the "
        "current one for some more days.\nDowngrade Expected: repairs leave the period "
        "within 30 days, and the remaining ones are not enough.\nClose to Upgrade: one "
        "repair, or 20% of the amount, is missing to the next tier.",
    )
    day = fields.Date(
        "Date",
        readonly=True,
        help="First day in the lower tier. If repairs leave the period, this is when the "
        "calculated tier changes and the grace period begins.",
    )
    tier_id = EngineMany2one("repair.segmentation.tier", string="Current Tier", readonly=True)
    to_tier_id = EngineMany2one("repair.segmentation.tier", string="New Tier", readonly=True)
    tier_color = fields.Integer("Color Now", related="tier_id.color")
    to_tier_color = fields.Integer("Color Then", related="to_tier_id.color")
    repair_count = fields.Integer(
        "Expected Repairs",
        readonly=True,
        aggregator=False,
        help="Repairs in the period on that day, assuming no new repairs.",
    )
    amount = fields.Monetary(
        "Expected Amount",
        readonly=True,
        aggregator=False,
        help="Amount paid for repairs in the period on that day, assuming no new repairs.",
        groups=GROUP_AMOUNT,
    )
    net_value = Answer(
        "Expected Net Value",
        digits=(16, 2),
        readonly=True,
        aggregator=False,
        help="What remains of the expected amount after the known costs of its cases on that day. "
        "Empty: no cost is known then.",
        groups=GROUP_AMOUNT,
    )
    is_money = fields.Boolean(
        "Contains an Amount", readonly=True, help="Hidden from users without access to amounts."
    )

    _one_a_kind = models.Constraint(
        "UNIQUE (profile_id, dimension, kind)",
        "A customer can have only one upcoming change of each kind per dimension.",
    )
    _day_idx = models.Index("(company_id, day, kind, id)")

    @api.model
    def _follow_archiving(self, partner_ids, active):
        """Take customers who are archived off the list; those restored may come back to it."""
        if active:
            self.env["res.partner"].browse(partner_ids)._mark_repair_customers_stale()
            return
        # sudo: rows are written by the engine alone; whoever may archive the contact may
        # take it off the list.
        self.sudo().search([("profile_id.partner_id", "in", list(partner_ids))]).unlink()
