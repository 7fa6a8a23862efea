from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.team.assignment_facts import AssignmentFacts
from ..models.team.assignment_words import AssignmentWords


class RepairAssignWizard(models.TransientModel):
    """The members of the team in the order in which they suit a case, to choose one."""

    _name = "repair.assign.wizard"
    _inherit = ["repair.readable.dialog"]
    _description = "Assign a Case"

    case_id = fields.Many2one("repair.case", required=True, readonly=True, ondelete="cascade")
    former_user_id = fields.Many2one("res.users", string="Current Assignee", readonly=True)
    line_ids = fields.One2many("repair.assign.wizard.line", "wizard_id", readonly=True)

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Suggested Technicians")

    @api.model
    def _open(self, case):
        """Return the action that shows the ranking for a case.

        :raise UserError: when nobody comes into question
        """
        # sudo: ranking goes by cases, leaves and ratings that the user may not see; the names
        # of colleagues and a few figures of each come out.
        case = case.sudo()
        places = AssignmentFacts(case).rank(case)
        if not places:
            raise UserError(
                self.env._(
                    "The team %(team)s has no members to choose from. Add them in "
                    "Configuration / Cases / Teams, or choose someone in “Assigned to”.",
                    team=case.team_id.name,
                )
                if case.team_id
                else self.env._(
                    "No team has any members to choose from. Add them in Configuration / Cases "
                    "/ Teams, or choose someone in “Assigned to”."
                )
            )
        words = AssignmentWords(self.env)
        wizard = self.create(
            {
                "case_id": case.id,
                "former_user_id": case.user_id.id,
                "line_ids": [
                    fields.Command.create(
                        {
                            "rank": rank,
                            "user_id": place.user_id,
                            "is_possible": place.possible,
                            "reasons": words.reasons_text(place.reasons),
                        }
                    )
                    for rank, place in enumerate(places, start=1)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Suggested Technicians"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }


class RepairAssignWizardLine(models.TransientModel):
    _name = "repair.assign.wizard.line"
    _inherit = ["repair.readable.dialog"]
    _description = "Suggested Member for a Case"
    _order = "rank"

    wizard_id = fields.Many2one("repair.assign.wizard", required=True, ondelete="cascade")
    rank = fields.Integer("#", readonly=True)
    user_id = fields.Many2one("res.users", string="Member", required=True, readonly=True)
    is_current = fields.Boolean(compute="_compute_is_current")
    is_possible = fields.Boolean(readonly=True)
    reasons = fields.Char("Why", readonly=True)

    @api.depends("user_id", "wizard_id.former_user_id")
    def _compute_is_current(self):
        for line in self:
            line.is_current = line.user_id == line.wizard_id.former_user_id

    def action_choose(self):
        """Give the case to this member.

        :raise UserError: when somebody else got it since the ranking was opened
        """
        self.ensure_one()
        case = self.wizard_id.case_id
        case.check_access("write")
        if case.user_id and case.user_id not in (self.wizard_id.former_user_id, self.user_id):
            raise UserError(case._already_assigned_text(case))
        case.write({"user_id": self.user_id.id})
        return {"type": "ir.actions.act_window_close"}
