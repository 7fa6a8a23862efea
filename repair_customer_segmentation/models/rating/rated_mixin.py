from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ...figures.measure import figures_of
from ...vocabulary import GROUP_USER
from ..access.figure_words import FigureWords
from .rating_rating import GIVEN, HAPPY

SATISFIED = "satisfied_share"


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
        help="Average rating of the cases that you can see, 1 to 5.",
    )
    case_rating_count = fields.Integer(
        "Rated Cases", compute="_compute_case_rating", aggregator=False, groups=GROUP_USER
    )
    case_satisfaction = fields.Char("Satisfied", compute="_compute_case_rating", groups=GROUP_USER)
    case_satisfaction_words = fields.Char(
        "Satisfaction in Words",
        compute="_compute_case_rating",
        groups=GROUP_USER,
        help="Of how many ratings the share is, and between what it likely lies.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_rating(self):
        given, words = Domain(self._rated_by, "in", self.ids) & GIVEN, FigureWords(self.env)
        ratings = self.env["rating.rating"]
        happy = dict(ratings._read_group(given & HAPPY, [self._rated_by], ["__count"]))
        figures = {
            record: (mean, count)
            for record, mean, count in ratings._read_group(
                given, [self._rated_by], ["rating:avg", "__count"]
            )
        }
        for record in self:
            mean, count = figures.get(record._origin, (0.0, 0))
            record.case_rating_avg, record.case_rating_count = mean, count
            counts = {"satisfied": happy.get(record._origin, 0), "scored": count}
            share = figures_of(counts, [SATISFIED])[SATISFIED]
            record.case_satisfaction = count and (
                f"{words.number(SATISFIED, share.value)} ({formatLang(self.env, count, digits=0)})"
            )
            record.case_satisfaction_words = count and words.sentence(SATISFIED, share)

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
