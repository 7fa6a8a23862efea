from odoo import api, fields, models

from ..access.day_text import month_text
from .goal_words import number
from .judging_turn import JudgingTurn
from .repair_improvement_goal import VERDICTS


class RepairImprovementJudgement(models.Model):
    """How a goal stood on the first of a month; never changed afterwards."""

    _name = "repair.improvement.judgement"
    _description = "Judgement of a Goal"
    _log_access = False
    _order = "month desc, id desc"
    _rec_name = "goal_id"

    goal_id = fields.Many2one(
        "repair.improvement.goal", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    month = fields.Date("Judged on", required=True, readonly=True)
    first = fields.Date("From", required=True, readonly=True)
    last = fields.Date("To", required=True, readonly=True)
    n = fields.Integer("Of", readonly=True, aggregator=None)
    target = fields.Float("Exact Target", readonly=True, aggregator=None, digits=(16, 6))
    value = fields.Float("Exact Figure", readonly=True, aggregator=None, digits=(16, 6))
    low = fields.Float("At Least", readonly=True, aggregator=None, digits=(16, 6))
    high = fields.Float("At Most", readonly=True, aggregator=None, digits=(16, 6))
    verdict = fields.Selection(VERDICTS, "Judgement", required=True, readonly=True)
    has_value = fields.Boolean(compute="_compute_words")
    month_text = fields.Char(compute="_compute_words")
    value_text = fields.Char("Figure", compute="_compute_words")
    interval_text = fields.Char("99% Interval", compute="_compute_words")
    target_text = fields.Char("Target Figure", compute="_compute_words")

    _once = models.UniqueIndex("(goal_id, month)")

    @api.depends("n", "month")
    @api.depends_context("lang")
    def _compute_words(self):
        for judgement in self:
            env, figure = self.env, judgement.goal_id.figure
            judgement.has_value = bool(judgement.n)
            judgement.month_text = month_text(env, judgement.month)
            words = number(env, figure, judgement.value)
            judgement.value_text = words if judgement.n else False
            judgement.target_text = number(env, figure, judgement.target)
            words = env._(
                "%(low)s to %(high)s",
                low=number(env, figure, judgement.low),
                high=number(env, figure, judgement.high),
            )
            judgement.interval_text = words if judgement.low or judgement.high else False

    @api.model
    def _catch_up(self, company):
        """Judge the goals of a company by all months that have begun, within this transaction.

        For goals that somebody brings along with the history they are judged by.
        """
        JudgingTurn(company).catch_up()
