from odoo import models

from ...fields import Integer

# Ten years: a customer whom nobody talks to for longer has no rhythm.
MOST_REVIEW_MONTHS = 120


class RepairServiceLevel(models.Model):
    """How often the relationship with customers of this level is reviewed."""

    _inherit = "repair.service.level"

    review_months = Integer(
        "Review Every (Months)",
        default=0,
        tracking=True,
        aggregator=False,
        bounds=(0, MOST_REVIEW_MONTHS),
        help="A relationship review is planned for each customer of this level so many months "
        "after the last one (0 = never). Planned reviews follow a change overnight.",
    )
