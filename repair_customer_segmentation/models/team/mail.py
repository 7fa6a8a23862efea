import ast

from markupsafe import escape

from odoo import fields, models

from ...fields import MOST_DAYS, Integer


class RepairCaseTeam(models.Model):
    """The mail address of a team, and what becomes of a mail to it."""

    _name = "repair.case.team"
    _inherit = ["repair.case.team", "mail.alias.mixin.optional", "mail.activity.mixin"]

    mail_type_id = fields.Many2one(
        "repair.case.type",
        string="Type of Email Cases",
        check_company=True,
        help="Type of cases created by email, until someone reviews them.",
    )
    mail_unknown = fields.Selection(
        [("create", "Create a contact"), ("desk", "Hold for review")],
        string="Unknown Senders",
        required=True,
        default="create",
        help="Create a contact: an email from an unknown sender opens a case like any "
        "other.\nHold for review: no case is opened; the email is filed here, and the "
        "team leader is notified.",
    )
    mail_closed = fields.Selection(
        [("reopen", "Reopen it"), ("activity", "Keep closed, notify the assignee")],
        string="Replies to Closed Cases",
        required=True,
        default="reopen",
        help="What happens when a customer replies by email to a closed case.",
    )
    mail_reopen_days = Integer(
        "Reopen within (Days)",
        default=14,
        help="A later reply leaves the case closed and notifies the assignee.",
        bounds=(0, MOST_DAYS),
    )

    _mail_reopen_days_positive = models.Constraint(
        "CHECK (mail_reopen_days >= 0)", "“Reopen within” must be 0 days or more."
    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("repair.case")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = {**defaults, "team_id": self.id}
        return values

    def _ask_about_mail(self, msg_dict):
        """Have the team leader, or the managers, look at a mail of somebody whom nobody knows."""
        self.ensure_one()
        cases = self.env["repair.case"]
        managers = cases._managers(self.company_id or self.env.company)
        for user in cases._until_somebody_is_there([self.leader_id, managers]):
            team = self.with_context(lang=user.lang)
            summary = team.env._("Email from an unknown sender: %s", msg_dict.get("email_from"))
            # Who writes again is asked about already: a machine could go on for ever.
            if team.activity_ids.filtered(
                lambda a, user=user, summary=summary: a.user_id == user and a.summary == summary
            ):
                continue
            team.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=escape(msg_dict.get("subject") or ""),
                user_id=user.id,
            )
