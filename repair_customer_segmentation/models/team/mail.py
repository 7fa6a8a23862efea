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
        string="Type of Cases by Mail",
        check_company=True,
        help="What cases that come in by mail are about, until somebody looks.",
    )
    mail_unknown = fields.Selection(
        [("create", "Create a contact"), ("desk", "Leave it to the desk")],
        string="Unknown Senders",
        required=True,
        default="create",
        help="Create a contact: a mail of somebody unknown opens a case like any other.\n"
        "Leave it to the desk: it opens none; it is filed here, and the team leader is asked.",
    )
    mail_closed = fields.Selection(
        [("reopen", "Reopen it"), ("activity", "Leave it closed, ask the assignee")],
        string="Answers to a Closed Case",
        required=True,
        default="reopen",
        help="What an answer of the customer by mail does to a case that is closed.",
    )
    mail_reopen_days = Integer(
        "Reopen within (Days)",
        default=14,
        help="An answer that comes later leaves the case closed, and asks the assignee.",
        bounds=(0, MOST_DAYS),
    )

    _mail_reopen_days_positive = models.Constraint(
        "CHECK (mail_reopen_days >= 0)", "“Reopen within” is 0 days or more."
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
            summary = team.env._("Mail of somebody unknown: %s", msg_dict.get("email_from"))
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
