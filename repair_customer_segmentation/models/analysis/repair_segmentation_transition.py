from odoo import api, fields, models
from odoo.tools import SQL

from ...vocabulary import RANKED
from ..customer.derived_mixin import search_derived

MOVEMENTS = [
    ("down", "Downgrade"),
    ("up", "Upgrade"),
    ("new", "First Tier"),
    ("other", "Other Change"),
]


class RepairSegmentationTransition(models.Model):
    """Whether a customer rose or fell, for reports; told by the order of the tiers today."""

    _name = "repair.segmentation.transition"
    _inherit = ["repair.segmentation.transition", "repair.derived.mixin"]

    movement = fields.Selection(
        MOVEMENTS,
        compute="_compute_movement",
        search=search_derived("movement"),
        help="RFM segments, kinds, sizes, locations and needs have no order: a change of these is "
        "neither an upgrade nor a downgrade.",
    )

    @api.depends("dimension", "from_tier_id.sequence", "to_tier_id.sequence")
    def _compute_movement(self):
        for change in self:
            # sudo: the order of tiers is no secret to whoever may read the change.
            former, later = change.sudo().from_tier_id, change.sudo().to_tier_id
            if not former:
                change.movement = "new"
            elif change.dimension not in RANKED or not later or not _order(former, later):
                change.movement = "other"
            else:
                change.movement = "down" if _order(former, later) > 0 else "up"

    def _sql_movement(self, alias, query):
        """Return the SQL of the movement, by which changes are searched, sorted and grouped."""
        former, later = (
            SQL(
                "(SELECT tier.sequence FROM repair_segmentation_tier AS tier WHERE tier.id = %s)",
                SQL.identifier(alias, name),
            )
            for name in ("from_tier_id", "to_tier_id")
        )
        return SQL(
            """
            CASE WHEN %(from_tier)s IS NULL THEN 'new'
                 WHEN %(dimension)s NOT IN %(ranked)s THEN 'other'
                 WHEN %(later)s > %(former)s THEN 'down'
                 WHEN %(later)s < %(former)s THEN 'up'
                 ELSE 'other' END
            """,
            from_tier=SQL.identifier(alias, "from_tier_id"),
            dimension=SQL.identifier(alias, "dimension"),
            ranked=RANKED,
            former=former,
            later=later,
        )


def _order(former, later):
    """Return by how much the later tier is below the former one."""
    return later.sequence - former.sequence
