from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.policy.in_words import PolicyInWords
from ..rule_words.grammar import is_there


class RepairPolicyWords(models.TransientModel):
    """A policy as sentences that can be edited.

    Sentences are read as they are typed; nothing is written before all of them are understood
    and the user says so. Without the Python package lark they can be read only.
    """

    _name = "repair.policy.words"
    _inherit = ["repair.readable.dialog"]
    _description = "Rules in Words"

    policy_id = fields.Many2one(
        "repair.segmentation.policy",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    language = fields.Selection(
        [("en", "English"), ("zh", "中文")],
        required=True,
        default=lambda self: "zh" if (self.env.lang or "").startswith("zh") else "en",
    )
    text = fields.Text("Rules", compute="_compute_text", store=True, readonly=False)
    problems = fields.Json(compute="_compute_reading")
    changes = fields.Json(compute="_compute_reading")
    is_changed = fields.Boolean(compute="_compute_reading")
    is_editable = fields.Boolean(compute="_compute_hint")
    hint = fields.Char(compute="_compute_hint")

    @api.depends("policy_id", "language")
    def _compute_text(self):
        for dialog in self:
            dialog.text = dialog._in_words().text() if dialog.policy_id else ""

    @api.depends("policy_id")
    @api.depends_context("lang")
    def _compute_hint(self):
        for dialog in self:
            if not is_there():
                hint = self.env._(
                    "To edit rules in words, install the Python package “lark” on the server."
                )
            elif dialog.policy_id.state != "draft":
                hint = self.env._("To edit the rules, click “Edit” on the active policy first.")
            else:
                hint = False
            dialog.hint = hint
            dialog.is_editable = not hint

    @api.depends("text", "language", "policy_id")
    @api.depends_context("lang")
    def _compute_reading(self):
        for dialog in self:
            words = dialog._in_words()
            dialog.is_changed = (dialog.text or "") != words.text()
            if not dialog.is_editable:
                dialog.problems = dialog.changes = []
                continue
            sentences, problems, months = words.understood(dialog.text or "")
            dialog.problems = [
                {
                    "line": problem.line,
                    "start": problem.start,
                    "end": problem.end,
                    "text": words.problem_text(problem),
                }
                for problem in problems
            ]
            dialog.changes = [] if problems else words.changes(sentences, months)

    def action_apply(self):
        """Write the rules that the sentences say into the draft.

        :return: the action that closes the dialog
        :raise UserError: when the policy is no draft, or a sentence is not understood
        :raise ValidationError: when the rules are incomplete
        """
        self.ensure_one()
        self.policy_id.check_access("write")
        if self.hint:
            raise UserError(self.hint)
        words = self._in_words()
        sentences, problems, months = words.understood(self.text or "")
        if problems:
            problem = problems[0]
            raise UserError(
                self.env._(
                    "Line %(line)s: %(problem)s Nothing was changed.",
                    line=problem.line + 1,
                    problem=words.problem_text(problem),
                )
            )
        words.carry_out(sentences, months)
        return {"type": "ir.actions.act_window_close"}

    def _in_words(self):
        return PolicyInWords(self.policy_id, self.language)
