from odoo import fields, models


class RepairFeedback(models.Model):
    """The participation in a survey that a feedback was read from; each is read once."""

    _inherit = "repair.feedback"

    survey_input_id = fields.Many2one(
        "survey.user_input", string="Survey Answers", readonly=True, ondelete="set null"
    )

    _survey_input_uniq = models.UniqueIndex(
        "(survey_input_id) WHERE survey_input_id IS NOT NULL",
        "These answers are feedback already.",
    )
