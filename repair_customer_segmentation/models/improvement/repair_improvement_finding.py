from odoo import api, fields, models
from odoo.exceptions import UserError

from ...improvement.judging import Sample
from ...vocabulary import FIGURE_LABELS
from .finding_evidence import breakdown_html, breakdowns, counted, link_rows
from .goal_words import chance_text, number, opened_text, promise_text

TODO_FINDING = "mail.mail_activity_data_todo"
# Who closes a finding says why: the text is kept, and read a year later.
FINDING_STATES = [("open", "Not Started"), ("working", "In Progress"), ("closed", "Completed")]


class RepairImprovementFinding(models.Model):
    """A goal was missed, and chance does not explain it. A person closes it, with a reason.

    Its evidence is that of the day on which it opened: what changes later changes nothing of it.
    """

    _name = "repair.improvement.finding"
    _description = "Finding"
    _inherit = ["mail.thread", "mail.activity.mixin", "repair.engine.owned"]
    _order = "opened_on desc, id desc"
    # Its name is that of its goal, in words that no column holds.
    _rec_names_search = ["goal_id"]

    name = fields.Char(compute="_compute_words")
    goal_id = fields.Many2one(
        "repair.improvement.goal", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    team_id = fields.Many2one(related="goal_id.team_id", store=True)
    user_id = fields.Many2one(
        "res.users", string="Responsible", readonly=True, tracking=True, ondelete="set null"
    )
    state = fields.Selection(
        FINDING_STATES,
        "Status",
        required=True,
        readonly=True,
        default="open",
        tracking=True,
        group_expand=True,
        index=True,
    )
    opened_on = fields.Date(required=True, readonly=True)
    closed_on = fields.Date(readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    reason = fields.Text("Reason for Closing", readonly=True, tracking=True)

    judgement_id = fields.Many2one(
        "repair.improvement.judgement", readonly=True, index=True, ondelete="set null"
    )
    figure = fields.Selection(FIGURE_LABELS, "What", required=True, readonly=True)
    first = fields.Date("From", required=True, readonly=True)
    last = fields.Date("To", required=True, readonly=True)
    n = fields.Integer("Of", readonly=True, aggregator=None)
    count = fields.Integer("Number", readonly=True, aggregator=None)
    deviation = fields.Float(readonly=True, aggregator=None, digits=(16, 6))
    value = fields.Float("Exact Figure", readonly=True, aggregator=None, digits=(16, 6))
    low = fields.Float("Low End", readonly=True, aggregator=None, digits=(16, 6))
    high = fields.Float("High End", readonly=True, aggregator=None, digits=(16, 6))
    target = fields.Float("Exact Target", readonly=True, aggregator=None, digits=(16, 6))
    kind = fields.Char(readonly=True)
    breakdown = fields.Json(readonly=True)
    case_ids = fields.Many2many(
        "repair.case",
        "repair_improvement_finding_case_rel",
        "finding_id",
        "case_id",
        readonly=True,
    )
    feedback_ids = fields.Many2many(
        "repair.feedback",
        "repair_improvement_finding_feedback_rel",
        "finding_id",
        "feedback_id",
        readonly=True,
    )
    measure_ids = fields.One2many("repair.improvement.measure", "finding_id", string="Measures")
    value_text = fields.Char("Figure", compute="_compute_words")
    interval_text = fields.Char("99% Interval", compute="_compute_words")
    target_text = fields.Char("Target Figure", compute="_compute_words")
    summary = fields.Text(compute="_compute_words")
    chance = fields.Text("What Chance Says", compute="_compute_words")
    breakdown_html = fields.Html("Explanation", compute="_compute_words", sanitize=False)
    case_count = fields.Integer("Cases Counted", compute="_compute_counts")
    feedback_count = fields.Integer("Feedback Counted", compute="_compute_counts")
    measure_count = fields.Integer(compute="_compute_measure_count")

    _one_open = models.UniqueIndex("(goal_id) WHERE state <> 'closed'")

    @api.depends("goal_id.name", "breakdown", "value", "opened_on")
    @api.depends_context("lang")
    def _compute_words(self):
        for finding in self:
            env, figure = finding.env, finding.figure
            finding.name = finding.goal_id.name
            finding.value_text = number(env, figure, finding.value)
            finding.target_text = number(env, figure, finding.target)
            finding.interval_text = env._(
                "%(low)s to %(high)s",
                low=number(env, figure, finding.low),
                high=number(env, figure, finding.high),
            )
            finding.summary = opened_text(finding)
            finding.chance = f"{chance_text(finding)} {promise_text(env)}"
            finding.breakdown_html = breakdown_html(finding)

    @api.depends("name")
    def _compute_display_name(self):
        for finding in self:
            finding.display_name = finding.name

    @api.depends_context("uid")
    def _compute_counts(self):
        cases, said = counted(self, "case_ids"), counted(self, "feedback_ids")
        for finding in self:
            finding.case_count = cases.get(finding.id, 0)
            finding.feedback_count = said.get(finding.id, 0)

    @api.depends("measure_ids")
    def _compute_measure_count(self):
        counts = dict(
            self.env["repair.improvement.measure"]._read_group(
                [("finding_id", "in", self.ids)], ["finding_id"], ["__count"]
            )
        )
        for finding in self:
            finding.measure_count = counts.get(finding, 0)

    def _sample(self):
        """Return what was counted, as :class:`...improvement.judging.Sample`."""
        self.ensure_one()
        mean = self.value if self.kind == "mean" else 0.0
        return Sample(self.kind, self.n, self.count, mean, self.deviation)

    @api.model
    def _open(self, goal, judgement_id, sample, judged):
        """Open a finding of a goal, unless one is open; return it.

        :param Sample sample: what was counted
        :param Judgement judged: how it stands to the target
        """
        # sudo: findings are the system's record of what it counted.
        findings = self.sudo()
        if findings.search_count([("goal_id", "=", goal.id), ("state", "!=", "closed")], limit=1):
            return findings.browse()
        judgement = findings.env["repair.improvement.judgement"].browse(judgement_id)
        finding = findings.create(
            {
                "goal_id": goal.id,
                "company_id": goal.company_id.id,
                "user_id": findings._responsible(goal).id,
                "opened_on": judgement.month,
                "judgement_id": judgement.id,
                "figure": goal.figure,
                "first": judgement.first,
                "last": judgement.last,
                "n": judged.n,
                "count": sample.count,
                "deviation": sample.deviation,
                "kind": sample.kind,
                "value": judged.value,
                "low": judged.low,
                "high": judged.high,
                "target": goal._target(),
            }
        )
        findings.env.flush_all()
        link_rows(finding)
        finding.breakdown = breakdowns(finding)
        finding.invalidate_recordset(["case_ids", "feedback_ids"])
        finding._tell()
        return finding

    @api.model
    def _responsible(self, goal):
        """Return who gets a finding: of the goal, the team's leader, a manager of the company."""
        managers = self.env["repair.case"]._managers(goal.company_id).sorted("id")
        for user in (goal.user_id, goal.team_id.leader_id, *managers):
            if user and user.active and goal.company_id in user.company_ids:
                return user
        return self.env["res.users"]

    def _tell(self):
        """Say in the chatter what was found, and give the responsible person an activity."""
        lang = self.company_id.partner_id.lang
        self.message_post(body=opened_text(self.with_context(lang=lang)))
        if self.user_id:
            told = self.with_context(lang=self.user_id.lang)
            told.activity_schedule(
                TODO_FINDING,
                date_deadline=max(self.opened_on, self.company_id._repair_day()),
                summary=told.env._("Decide what to do: %(goal)s", goal=told.goal_id.name),
                user_id=self.user_id.id,
            )

    def action_start(self):
        """Say that somebody works on these findings."""
        self.check_access("write")
        # sudo: the status is recorded; who may write was asked.
        self.sudo().filtered(lambda f: f.state == "open").state = "working"

    def action_close(self):
        """Ask for the reason, and close the finding.

        :return: the action of the dialog that asks
        """
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close Finding"),
            "res_model": "repair.improvement.close",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_finding_id": self.id},
        }

    def close(self, reason):
        """Close these findings with a reason; it is kept.

        :param str reason: why, in words
        :raise UserError: without a reason
        """
        self.check_access("write")
        reason = (reason or "").strip() if isinstance(reason, str | None) else ""
        if not reason:
            raise UserError(
                self.env._("Say why the finding is closed: fill in “Reason for Closing”.")
            )
        # sudo: who closed and when is recorded; who may write was asked.
        for finding in self.sudo().filtered(lambda f: f.state != "closed"):
            finding.write(
                {
                    "state": "closed",
                    "reason": reason,
                    "closed_on": finding.company_id._repair_day(),
                    "closed_by_id": self.env.uid,
                }
            )
            finding.activity_unlink([TODO_FINDING])

    def action_view_cases(self):
        """List the cases that were counted, those that the user may see."""
        return self._list("repair.case", "case_ids")

    def action_view_feedback(self):
        """List the feedback that was counted, what the user may see of it."""
        return self._list("repair.feedback", "feedback_ids")

    def _list(self, model, name):
        self.check_access("read")
        self.ensure_one()
        # sudo: ids are no secret; the list shows what the user may read.
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.sudo()[name].ids)],
            "context": {"active_test": False},
        }
