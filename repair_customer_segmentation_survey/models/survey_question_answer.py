from odoo import api, models


class SurveyQuestionAnswer(models.Model):
    """An answer of a choice that tells how satisfied a repair customer is."""

    _inherit = "survey.question.answer"

    @api.constrains("answer_score", "question_id")
    def _check_repair_score(self):
        self.question_id._check_repair_score()
