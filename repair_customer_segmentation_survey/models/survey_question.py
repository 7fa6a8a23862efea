from odoo import api, models
from odoo.exceptions import ValidationError

from .answers import HIGHEST, LOWEST, SCALES


class SurveyQuestion(models.Model):
    """A question whose answers tell how satisfied a repair customer is."""

    _inherit = "survey.question"

    @api.constrains("question_type", "scale_min", "scale_max", "suggested_answer_ids")
    def _check_repair_score(self):
        """Refuse questions whose answers cannot be read as satisfaction, where that is wanted."""
        # sudo: the check is made for whoever changes the question.
        surveys = self.env["survey.survey"].sudo().with_context(active_test=False)
        used = surveys.search([("repair_score_question_id", "in", self.ids)])
        for question in used.repair_score_question_id:
            if question.question_type == "simple_choice":
                scores = question.suggested_answer_ids.mapped("answer_score")
                fits = scores and all(LOWEST <= score <= HIGHEST for score in scores)
            else:
                fits = question.question_type == "scale" and (
                    (question.scale_min, question.scale_max) in SCALES
                )
            if not fits:
                raise ValidationError(
                    self.env._(
                        "“%s” is the satisfaction question, so it must be a scale from 0 to 10 or "
                        "from 1 to 5, or a choice in which every answer has a score from 1 to 5.",
                        question.title,
                    )
                )
