from odoo import api, fields, models
from odoo.fields import Domain

from ...vocabulary import GROUP_USER

# Ratings that a customer gave, not those that were only asked for.
GIVEN = Domain("consumed", "=", True) & Domain("rating", ">=", 1)


class RatingRating(models.Model):
    """What ratings of cases are grouped by: the case, and its customer's tiers of today."""

    _inherit = "rating.rating"

    repair_team_id = fields.Many2one(
        related="repair_case_id.team_id", string="Team", groups=GROUP_USER
    )
    repair_type_id = fields.Many2one(
        related="repair_case_id.type_id", string="Type", groups=GROUP_USER
    )
    repair_device_id = fields.Many2one(
        related="repair_case_id.device_id", string="Device", groups=GROUP_USER
    )
    repair_service_level_id = fields.Many2one(
        related="repair_case_id.service_level_id", string="Service Level", groups=GROUP_USER
    )
    repair_customer_id = fields.Many2one(
        related="repair_case_id.commercial_partner_id", string="Customer Entity", groups=GROUP_USER
    )
    repair_value_tier_id = fields.Many2one(
        related="repair_case_id.value_tier_id", string="Customer Value", groups=GROUP_USER
    )
    repair_frequency_tier_id = fields.Many2one(
        related="repair_case_id.frequency_tier_id", string="Frequency", groups=GROUP_USER
    )
    repair_rfm_tier_id = fields.Many2one(
        related="repair_case_id.rfm_tier_id", string="RFM Segment", groups=GROUP_USER
    )
    repair_kind_tier_id = fields.Many2one(
        related="repair_case_id.kind_tier_id", string="Customer Kind", groups=GROUP_USER
    )

    @api.model
    def _repair_action(self, domain, name):
        """Return the action that opens the given ratings of cases.

        :param domain: of ratings, without those that were only asked for
        :param str name: what they are ratings of
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.rating_rating_action"
        )
        return {
            **action,
            "display_name": self.env._("Satisfaction: %s", name),
            "domain": list(Domain(domain) & Domain("repair_case_id", "!=", False) & GIVEN),
            "context": {},
        }


class RepairRatedMixin(models.AbstractModel):
    """What customers think of the cases of a team, or of a type."""

    _name = "repair.rated.mixin"
    _description = "Satisfaction with Cases"
    # Field of the ratings that leads here.
    _rated_by = None

    case_rating_avg = fields.Float(
        "Satisfaction",
        compute="_compute_case_rating",
        digits=(3, 1),
        aggregator=False,
        groups=GROUP_USER,
        help="Mean of the ratings of its cases that you may see, 1 to 5.",
    )
    case_rating_count = fields.Integer(
        "Rated Cases", compute="_compute_case_rating", aggregator=False, groups=GROUP_USER
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_rating(self):
        figures = {
            record: (mean, count)
            for record, mean, count in self.env["rating.rating"]._read_group(
                Domain(self._rated_by, "in", self.ids) & GIVEN,
                [self._rated_by],
                ["rating:avg", "__count"],
            )
        }
        for record in self:
            record.case_rating_avg, record.case_rating_count = figures.get(record._origin, (0.0, 0))

    def action_view_ratings(self):
        """List the ratings of the cases."""
        self.ensure_one()
        return self.env["rating.rating"]._repair_action(
            [(self._rated_by, "=", self.id)], self.display_name
        )


class RepairCaseTeam(models.Model):
    _name = "repair.case.team"
    _inherit = ["repair.case.team", "repair.rated.mixin"]
    _rated_by = "repair_team_id"


class RepairCaseType(models.Model):
    _name = "repair.case.type"
    _inherit = ["repair.case.type", "repair.rated.mixin"]
    _rated_by = "repair_type_id"
