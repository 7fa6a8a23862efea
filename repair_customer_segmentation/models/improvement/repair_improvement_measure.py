from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...fields import Date, Float, Integer
from .goal_words import unit_of
from .measure_effect import EFFECTS, effect_text, look_back

TODO_MEASURE = "mail.mail_activity_data_todo"
MEASURE_STATES = [
    ("planned", "Planned"),
    ("progress", "In Progress"),
    ("done", "Done"),
    ("dropped", "Dropped"),
]


class RepairImprovementMeasure(models.Model):
    """What is done about a finding, by whom, until when, and whether it helped.

    So many weeks after it is done, the figure of the same scope is measured again and compared
    with that of the finding; the interval of the difference says whether it helped.
    """

    _name = "repair.improvement.measure"
    _description = "Measure"
    _inherit = [
        "mail.thread", "mail.activity.mixin", "repair.engine.owned", "repair.readable.links",
    ]  # fmt: skip
    _order = "date_due, id"
    _check_company_auto = True

    name = fields.Char("Measure", required=True, tracking=True)
    note = fields.Text("Details")
    finding_id = fields.Many2one(
        "repair.improvement.finding", required=True, index=True, ondelete="cascade"
    )
    goal_id = fields.Many2one(related="finding_id.goal_id", store=True, index=True)
    company_id = fields.Many2one(related="finding_id.company_id", store=True, index=True)
    figure = fields.Selection(related="finding_id.figure")
    user_id = fields.Many2one(
        "res.users",
        string="Carried out by",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_due = Date("Finish by", required=True, tracking=True)
    expected = Float(
        "Expected Figure",
        bounds=(0, 1000),
        aggregator=False,
        tracking=True,
        help="What the figure should come to: in percent, or a score from 1 to 5.",
    )
    weeks = Integer(
        "Weeks until Measured",
        default=12,
        required=True,
        bounds=(1, 104),
        aggregator=False,
        help="So many weeks after the measure is done, the figure of these weeks is compared "
        "with the one before.",
    )
    state = fields.Selection(
        MEASURE_STATES,
        "Status",
        required=True,
        readonly=True,
        default="planned",
        tracking=True,
        group_expand=True,
    )
    done_on = fields.Date(readonly=True, copy=False)
    measured_on = fields.Date("Measured Again", readonly=True, copy=False)
    effect = fields.Selection(EFFECTS, readonly=True, copy=False, tracking=True)
    after_n = fields.Integer("Of (after)", readonly=True, copy=False, aggregator=None)
    after_value = fields.Float("Figure after", readonly=True, copy=False, aggregator=None,
                               digits=(16, 6))  # fmt: skip
    difference = fields.Float(readonly=True, copy=False, aggregator=None, digits=(16, 6))
    difference_low = fields.Float(readonly=True, copy=False, aggregator=None, digits=(16, 6))
    difference_high = fields.Float(readonly=True, copy=False, aggregator=None, digits=(16, 6))
    effect_text = fields.Text("What Came of It", compute="_compute_effect_text")

    _look_back_idx = models.Index("(company_id, done_on) WHERE measured_on IS NULL")

    @api.depends("state", "done_on", "weeks", "effect", "expected", "finding_id")
    @api.depends_context("lang")
    def _compute_effect_text(self):
        for measure in self:
            measure.effect_text = effect_text(measure)

    @api.constrains("expected", "finding_id")
    def _check_expected(self):
        for measure in self:
            most = 5 if unit_of(measure.finding_id.figure) == 1 else 100
            if measure.expected > most and measure.finding_id.figure != "complaint_rate":
                raise ValidationError(
                    self.env._(
                        "“Expected Figure” is %(expected)s. Enter a number up to %(most)s.",
                        expected=f"{measure.expected:g}",
                        most=most,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._check_given_links(vals_list)
        measures = super().create(vals_list)
        closed = measures.finding_id.filtered(lambda f: f.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "“%s” is closed. Plan measures on findings that are open.", closed[0].name
                )
            )
        measures.finding_id.action_start()
        measures._remind()
        return measures

    def write(self, vals):
        self.check_access("write")
        self._check_given_links([vals])
        res = super().write(vals)
        if {"user_id", "date_due"} & set(vals):
            self._remind()
        return res

    def _remind(self):
        """Give the owner of each measure one activity for the day it is due."""
        self.activity_unlink([TODO_MEASURE])
        for measure in self.filtered(lambda m: m.state in ("planned", "progress")):
            measure.activity_schedule(
                TODO_MEASURE,
                date_deadline=measure.date_due,
                summary=measure.name,
                user_id=measure.user_id.id,
            )

    def action_start(self):
        """Say that somebody works on these measures."""
        self._move("planned", "progress")

    def action_done(self):
        """Say that these measures are done: their effect is measured some weeks later."""
        self._move(("planned", "progress"), "done")

    def action_drop(self):
        """Give these measures up."""
        self._move(("planned", "progress"), "dropped")

    def _move(self, states, state):
        self.check_access("write")
        # sudo: the status is recorded; who may write was asked.
        for measure in self.sudo().filtered(lambda m: m.state in states):
            done_on = measure.company_id._repair_day() if state == "done" else False
            measure.write({"state": state, "done_on": done_on})
            if state != "progress":
                measure.activity_feedback([TODO_MEASURE])

    def _after(self):
        """Return the first and the last day of the weeks whose figure is measured again."""
        self.ensure_one()
        first = self.done_on + timedelta(days=1)
        return first, self.done_on + timedelta(weeks=self.weeks)

    @api.model
    def _look_back(self):
        """Measure the effect of measures whose weeks are over, each once."""
        done = self.search([("state", "=", "done"), ("measured_on", "=", False)])
        due = done.filtered(lambda m: m._after()[1] < m.company_id._repair_day())
        look_back(due)
