from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import MOST, Float, Integer
from ...improvement.judging import MEAN_SCORE, judge, sample_of
from ...vocabulary import FIGURE_LABELS
from .goal_words import (
    asked_text,
    is_higher_better,
    number,
    promise_text,
    today_text,
    unit_of,
)
from .judging_turn import JudgingTurn, measure_goals
from .shipped_goals import report_targets

# Field of a goal, and the column of what is counted: see figures/tally.py.
SCOPE_FIELDS = {
    "tier": "tier_id",
    "type": "type_id",
    "team": "team_id",
    "level": "service_level_id",
}
VERDICTS = [
    ("few", "Too few"),
    ("missed", "Missed"),
    ("open", "May be chance"),
    ("met", "Met"),
]
SHOWN_MONTHS = 12
# What makes it another goal: findings and judgements of before are about the old one.
ASKED = ("figure", "scope", *SCOPE_FIELDS.values())


class RepairImprovementGoal(models.Model):
    """What service should come to, for whom; judged on the first of each month.

    A goal whose whole 99 % interval is on the wrong side of the target opens a finding: see
    ``improvement/judging.py`` for how often it does so by chance.
    """

    _name = "repair.improvement.goal"
    _description = "Improvement Goal"
    _inherit = ["mail.thread", "repair.engine.owned", "repair.readable.links"]
    _order = "figure, scope, id"
    _rec_names_search = list(SCOPE_FIELDS.values())
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    figure = fields.Selection(
        FIGURE_LABELS, "What", required=True, default="satisfied_share", tracking=True
    )
    scope = fields.Selection(
        [
            ("all", "All customers"),
            ("tier", "Tier"),
            ("type", "Case type"),
            ("team", "Team"),
            ("level", "Service level"),
        ],
        "For",
        required=True,
        default="all",
        tracking=True,
    )
    tier_id = fields.Many2one(
        "repair.segmentation.tier",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        domain="[('company_id', '=', company_id), ('policy_state', '=', 'active')]",
        help="What customers were in when the case was closed or the answer given.",
    )
    type_id = fields.Many2one(
        "repair.case.type", string="Case Type", ondelete="set null", check_company=True,
        tracking=True,
    )  # fmt: skip
    team_id = fields.Many2one(
        "repair.case.team", ondelete="set null", check_company=True, tracking=True
    )
    service_level_id = fields.Many2one(
        "repair.service.level", ondelete="set null", check_company=True, tracking=True
    )
    scope_name = fields.Char("Whom", compute="_compute_name")
    target = Float(
        "Target Figure",
        required=True,
        default=85.0,
        tracking=True,
        bounds=(0, 1000),
        aggregator=False,
        help="In percent; of the average score, a score from 1 to 5. Complaints and reopened "
        "cases should stay below it, everything else above.",
    )
    window_days = Integer(
        "Period (Days)", default=90, required=True, bounds=(1, 1096), aggregator=False,
        tracking=True,
    )  # fmt: skip
    least_n = Integer(
        "Fewest", default=20, required=True, bounds=(1, MOST), aggregator=False, tracking=True,
        help="With fewer cases or answers, nothing is said.",
    )  # fmt: skip
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Gets the findings. Empty: the leader of the team, or a manager.",
    )
    start_date = fields.Date(
        "Judged since", readonly=True, required=True, copy=False,
        default=lambda self: self.env.company._repair_day(),
    )  # fmt: skip
    judgement_ids = fields.One2many("repair.improvement.judgement", "goal_id", "Judgements")
    finding_ids = fields.One2many("repair.improvement.finding", "goal_id", "Findings")
    open_finding_count = fields.Integer("Open Findings", compute="_compute_open_finding_count")
    judged_month = fields.Date("Last Judged", readonly=True, copy=False)
    judged_value = fields.Float(
        "Last Figure", readonly=True, copy=False, aggregator=None, digits=(16, 4)
    )
    judged_n = fields.Integer("Of", readonly=True, copy=False, aggregator=None)
    judged_text = fields.Char("Figure", compute="_compute_asked")
    verdict = fields.Selection(VERDICTS, "Judgement", readonly=True, copy=False)
    asked = fields.Char("In Words", compute="_compute_asked")
    today = fields.Text(compute="_compute_today")
    promise = fields.Char("How Sure", compute="_compute_asked")
    chart = fields.Json(compute="_compute_chart")

    @api.depends(*ASKED, *(f"{name}.display_name" for name in SCOPE_FIELDS.values()))
    @api.depends_context("lang")
    def _compute_name(self):
        for goal in self:
            goal.scope_name = goal._scope_label()
            goal.name = self.env._(
                "%(figure)s: %(scope)s", figure=goal._figure_label(), scope=goal.scope_name
            )

    @api.depends("name")
    def _compute_display_name(self):
        for goal in self:
            goal.display_name = goal.name

    def _figure_label(self):
        return dict(self._fields["figure"]._description_selection(self.env)).get(self.figure, "")

    def _scope_label(self):
        if self.scope == "all":
            return self.env._("all customers")
        chosen = self[SCOPE_FIELDS[self.scope]] if self.scope else None
        if not chosen:
            return self.env._("(gone)")
        if self.scope == "tier":
            labels = dict(chosen._fields["dimension"]._description_selection(self.env))
            return self.env._(
                "%(dimension)s “%(tier)s”", dimension=labels[chosen.dimension], tier=chosen.name
            )
        return chosen.display_name

    def _is_whole(self):
        """Return whether the goal still says whom it is for."""
        return self.scope == "all" or bool(self[SCOPE_FIELDS[self.scope]])

    def _column(self):
        """Return the column of what is counted that this goal looks at, and the id in it."""
        self.ensure_one()
        if self.scope == "all":
            return None, None
        chosen = self[SCOPE_FIELDS[self.scope]]
        column = f"{chosen.dimension}_tier_id" if self.scope == "tier" else SCOPE_FIELDS[self.scope]
        return column, chosen.id

    def _target(self):
        """Return the target in the unit of the figure: a share where 1 is all, or a mean."""
        self.ensure_one()
        return self.target / unit_of(self.figure)

    def _judge(self, measured):
        """Return the sample and the judgement of what was measured for this goal."""
        self.ensure_one()
        sample = sample_of(self.figure, measured)
        better = is_higher_better(self.figure)
        return sample, judge(sample, self._target(), better, self.least_n)

    @api.depends(*ASKED, "target", "window_days", "judged_value", "judged_n")
    @api.depends_context("lang")
    def _compute_asked(self):
        self.promise = promise_text(self.env)
        for goal in self:
            goal.asked = asked_text(goal)
            words = number(self.env, goal.figure, goal.judged_value)
            goal.judged_text = words if goal.judged_n else False

    @api.depends(*ASKED, "target", "window_days", "least_n")
    @api.depends_context("lang")
    def _compute_today(self):
        stored = self.filtered(lambda goal: goal._origin and goal._is_whole())
        (self - stored).today = False
        found = measure_goals(stored, lambda company: company._repair_day())
        for goal in stored:
            goal.today = today_text(goal, *goal._judge(found[goal.id]))

    @api.depends("judgement_ids")
    @api.depends_context("lang")
    def _compute_chart(self):
        for goal in self:
            rows = goal.judgement_ids.sorted("month")[-SHOWN_MONTHS:]
            unit = unit_of(goal.figure)
            goal.chart = bool(rows) and {
                "labels": [row.month_text for row in rows],
                "unit": "" if goal.figure == MEAN_SCORE else "%",
                "target": goal.target,
                **{
                    name: [round(row[name] * unit, 2) if row.has_value else None for row in rows]
                    for name in ("value", "low", "high")
                },
                "n": rows.mapped("n"),
                "verdicts": rows.mapped("verdict"),
            }

    def _compute_open_finding_count(self):
        counts = dict(
            self.env["repair.improvement.finding"]._read_group(
                [("goal_id", "in", self.ids), ("state", "!=", "closed")], ["goal_id"], ["__count"]
            )
        )
        for goal in self:
            goal.open_finding_count = counts.get(goal, 0)

    @api.constrains(*ASKED)
    def _check_scope(self):
        for goal in self:
            if goal.scope != "all" and not goal[SCOPE_FIELDS[goal.scope]]:
                field = self._fields[SCOPE_FIELDS[goal.scope]]
                raise ValidationError(
                    self.env._(
                        "Choose whom the goal is for: fill in “%(field)s”, or make it a goal for "
                        "all customers.",
                        field=field._description_string(self.env),
                    )
                )

    @api.constrains("figure", "target")
    def _check_target(self):
        for goal in self:
            low, high = (1, 5) if goal.figure == MEAN_SCORE else (0, 100)
            if not low < goal.target <= high and goal.figure != "complaint_rate":
                raise ValidationError(
                    self.env._(
                        "“Target Figure” is %(target)s. For “%(figure)s”, enter a number above "
                        "%(low)s and up to %(high)s.",
                        target=f"{goal.target:g}",
                        figure=goal._figure_label(),
                        low=low,
                        high=high,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._check_given_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_given_links([vals])
        return super().write(vals)

    def action_view_findings(self):
        """List the findings of this goal."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_improvement_finding_action"
        )
        return {**action, "domain": [("goal_id", "=", self.id)], "context": {}}

    @api.model
    def _report_targets(self, company, column, tier):
        """Return figure -> target, of those whose goals all rows of a report have in common."""
        return report_targets(self.env, company, column, tier)

    @api.model
    def _cron_judge(self):
        """Judge the goals of all companies by the months that have begun there."""
        for company in self.env["res.company"].search([("repair_policy_id", "!=", False)]):
            if not JudgingTurn(company).take():
                return
        self.env["repair.improvement.measure"]._look_back()
