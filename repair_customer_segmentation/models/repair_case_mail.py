from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize, parse_contact_from_email

# Left in the parsed mail by its routing, taken out before it is posted.
AUTOMATIC = "repair_is_automatic"


class MailThread(models.AbstractModel):
    """Keeps mails that no person wrote from opening cases."""

    _inherit = "mail.thread"

    @api.private
    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Drop what would open a case by an automatic mail; remember that an answer is one."""
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if not any(route[0] == "repair.case" for route in routes or ()):
            return routes
        if not self._repair_is_automatic(message):
            return routes
        if all(route[0] == "repair.case" and route[1] for route in routes):
            message_dict[AUTOMATIC] = True
        return [route for route in routes if route[0] != "repair.case" or route[1]]

    @api.model
    def _repair_is_automatic(self, message):
        """Return whether a mail says of itself that a machine sent it (RFC 3834, and custom)."""
        submitted = (message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
        precedence = (message.get("Precedence") or "").strip().lower()
        return (
            submitted != "no"
            or precedence in ("auto_reply", "bulk", "junk")
            or "X-Autoreply" in message
            or "X-Autorespond" in message
        )


class RepairCase(models.Model):
    """Cases by mail: who wrote, and what an answer to a closed case does."""

    _inherit = "repair.case"
    _primary_email = "partner_email"

    @api.private
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a case for a mail to a team, of the customer who has its address.

        A mail of somebody unknown is filed with the team where the team wants it so.

        :return: the case, or the team
        """
        values = dict(custom_values or {})
        team = self.env["repair.case.team"].browse(values.get("team_id")).exists()
        company = team.company_id or self.env.company
        cases = self.with_company(company)
        partner = cases._sender(msg_dict, company)
        if not partner and team.mail_unknown == "desk":
            team._ask_about_mail(msg_dict)
            return team
        partner = partner or cases._new_sender(msg_dict)
        values = {
            "name": msg_dict.get("subject") or self.env._("Mail without a subject"),
            "partner_id": partner.id,
            "company_id": company.id,
            "type_id": team.mail_type_id.id,
            "channel_id": self.env["repair.case.channel"]._shipped("email").id,
            "description": msg_dict.get("body"),
            **values,
        }
        return super(RepairCase, cases).message_new(
            {**msg_dict, "author_id": msg_dict.get("author_id") or partner.id}, values
        )

    @api.model
    def _sender(self, msg_dict, company):
        """Return the contact that wrote a mail, by its address; a company before its contacts."""
        email = email_normalize(msg_dict.get("email_from"))
        partners = self.env["res.partner"]
        if not email:
            return partners.browse(msg_dict.get("author_id"))
        return partners.search(
            [("email_normalized", "=", email), ("company_id", "in", (False, company.id))],
            order="is_company desc, id",
            limit=1,
        )

    @api.model
    def _new_sender(self, msg_dict):
        name, email = parse_contact_from_email(msg_dict.get("email_from") or "")
        return self.env["res.partner"].create(
            {"name": name or email or self.env._("Unknown sender"), "email": email}
        )

    @api.private
    def message_update(self, msg_dict, update_vals=None):
        """Have a case that its customer answers go on, and somebody hear of it."""
        automatic = msg_dict.pop(AUTOMATIC, False)
        res = super().message_update(msg_dict, update_vals)
        author = self.env["res.partner"].browse(msg_dict.get("author_id"))
        ours = any(not user.share for user in author.user_ids)
        if not automatic and not ours:
            self._answered()
        return res

    def _answered_when_closed(self):
        """Do what the team wants with an answer to this closed case."""
        self.ensure_one()
        if self._reopen_until():
            self.action_reopen()
            self._let_hear("goes_on")
        else:
            self._tell_users(self._escalation_users("assignee"), "closed")

    def _reopen_until(self):
        """Return the moment until which its customer may reopen this case, False if not at all."""
        self.ensure_one()
        team = self.team_id or self.team_id.new({})
        if self.state != "closed" or team.mail_closed != "reopen" or not self.date_closed:
            return False
        until = self.date_closed + timedelta(days=team.mail_reopen_days)
        return until >= fields.Datetime.now() and until
