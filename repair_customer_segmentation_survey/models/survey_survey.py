from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .rate import rate_text


class SurveySurvey(models.Model):
    """Which questions tell how satisfied a repair customer is, and how many of them answered."""

    _inherit = "survey.survey"

    repair_score_question_id = fields.Many2one(
        "survey.question",
        string="Satisfaction Question",
        domain="[('survey_id', '=', id), ('question_type', 'in', ('scale', 'simple_choice'))]",
        ondelete="set null",
        copy=False,
        help="Its answer becomes the score of the customer's feedback: a scale from 0 to 10 or "
        "from 1 to 5, or a choice whose answers have scores from 1 to 5.",
    )
    repair_text_question_id = fields.Many2one(
        "survey.question",
        string="Comment Question",
        domain="[('survey_id', '=', id), ('question_type', 'in', ('text_box', 'char_box'))]",
        ondelete="set null",
        copy=False,
        help="Its answer becomes the comment of the customer's feedback.",
    )
    repair_mailing_ids = fields.One2many(
        "repair.survey.mailing", "survey_id", string="Mailings to Repair Customers"
    )
    repair_asked_count = fields.Integer("Asked", compute="_compute_repair_answers")
    repair_answered_count = fields.Integer("Answered", compute="_compute_repair_answers")
    repair_rate_text = fields.Char("Response Rate", compute="_compute_repair_answers")

    @api.constrains("repair_score_question_id", "repair_text_question_id")
    def _check_repair_questions(self):
        for survey in self:
            chosen = survey.repair_score_question_id | survey.repair_text_question_id
            if chosen.survey_id - survey:
                raise ValidationError(
                    self.env._("“%s” has no such question. Choose one of its own.", survey.title)
                )
            survey.repair_score_question_id._check_repair_score()

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_repair_answers(self):
        """Count those who were asked by mailings, and those of them who answered."""
        counts = self._repair_counts("survey_id")
        for survey in self:
            asked, answered = counts.get(survey.id, (0, 0))
            survey.repair_asked_count, survey.repair_answered_count = asked, answered
            survey.repair_rate_text = rate_text(self.env, asked, answered)

    def _repair_counts(self, column):
        """Return id -> (asked, answered), by a column of the recipients."""
        self.env.flush_all()
        return {
            record_id: (asked, answered)
            for record_id, asked, answered in self.env.execute_query(
                SQL(
                    """
                    SELECT recipient.%(column)s, count(*),
                           count(*) FILTER (WHERE input.state = 'done')
                      FROM repair_survey_recipient AS recipient
                      LEFT JOIN survey_user_input AS input ON input.id = recipient.input_id
                     WHERE recipient.%(column)s = ANY(%(ids)s)
                       AND recipient.state = 'asked'
                       AND recipient.company_id = ANY(%(companies)s)
                     GROUP BY 1
                    """,
                    column=SQL.identifier(column),
                    ids=self.ids,
                    companies=self.env.companies.ids,
                )
            )
        }

    def action_view_repair_feedback(self):
        """List the feedback that the answers of this survey became."""
        self.env["repair.feedback"].check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.title,
            "res_model": "repair.feedback",
            "view_mode": "list,form",
            "domain": [("survey_input_id.survey_id", "=", self.id)],
        }
