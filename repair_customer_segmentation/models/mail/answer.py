from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize

from ...vocabulary import OPEN_STATES
from ..team.absence import away_until
from .mail_thread import AUTOMATIC
from .reaches import answer_whom_it_is_for, answered_message, authors_there


class RepairCase(models.Model):
    """What a mail to an existing case does, by its sender: the customer, one of ours, or another.

    Of whom the customer is not, what arrives is noted and somebody is told, but nothing
    happens by it, and the customer does not get it: a supplier writes of his prices.
    """

    _inherit = "repair.case"

    @api.private
    def message_update(self, msg_dict, update_vals=None):
        """Put a case that its customer answers back to work, and tell somebody."""
        automatic = msg_dict.pop(AUTOMATIC, False)
        customer = not automatic and all(case._is_mail_of_customer(msg_dict) for case in self)
        ours = not customer and self._gateway_user(msg_dict.get("email_from"))
        if automatic or not (customer or ours):
            self._file_as_note(msg_dict, automatic)
            # Whom others copy is nobody whom the desk is to answer.
            return super().message_update({**msg_dict, "cc": ""}, update_vals)
        private = answer_whom_it_is_for(self, msg_dict, customer)
        res = super().message_update(msg_dict, update_vals)
        if customer:
            self._answered(private)
        return res

    def _file_as_note(self, msg_dict, automatic):
        """Post a mail as a note, and ask somebody to look at it unless a machine wrote it."""
        users = authors_there(self, answered_message(self, msg_dict))
        asked = not automatic and bool(users)
        away = away_until(self.env, users.ids) if users else ()
        msg_dict["is_internal"] = True
        if automatic:
            msg_dict["message_type"] = "auto_comment"
        if not asked:
            # The author of what is answered gets the note, and may be the customer.
            msg_dict.pop("parent_id", None)
        for case in self:
            if not automatic and (len(away) == len(users) or case.state not in OPEN_STATES):
                case._tell_users(case._escalation_users("assignee"), "other")

    def _message_get_suggested_recipients_batch(
        self, reply_discussion=False, reply_message=None, no_create=True, primary_email=False,
        additional_partners=None,
    ):  # fmt: skip
        """Leave out whom the user may not see, instead of refusing to open the thread."""
        options = {
            "reply_discussion": reply_discussion, "reply_message": reply_message,
            "primary_email": primary_email, "additional_partners": additional_partners,
        }  # fmt: skip
        # sudo: which people there are; only those whom the user may read are shown.
        messages = self.sudo().message_ids | (reply_message or self.message_ids.browse()).sudo()
        people = messages.author_id | messages.partner_ids | self.sudo().message_partner_ids
        hidden = people.sudo(False) - people.sudo(False)._filtered_access("read")
        if not hidden:
            return super()._message_get_suggested_recipients_batch(no_create=no_create, **options)
        # sudo: see above. Nobody new is made of an address here, which takes rights of its own.
        found = super(RepairCase, self.sudo())._message_get_suggested_recipients_batch(
            no_create=True, **options
        )
        addresses = set(hidden.sudo().mapped("email_normalized"))
        return {
            case_id: [
                recipient
                for recipient in recipients
                if recipient.get("partner_id") not in hidden.ids
                and (recipient.get("partner_id") or recipient.get("email") not in addresses)
            ]
            for case_id, recipients in found.items()
        }

    def _is_mail_of_customer(self, msg_dict):
        """Return whether the sender of a mail belongs to the customer of this case."""
        self.ensure_one()
        # sudo: whose address it is, nothing of the people is shown.
        entity = self.sudo().commercial_partner_id
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        author = partners.browse(msg_dict.get("author_id") or ())
        email = email_normalize(msg_dict.get("email_from"))
        users = self._gateway_user(email)
        if users:
            # Who works for us may be a contact of the very company that has its own repaired.
            return self.sudo().partner_id in users.partner_id
        if author.commercial_partner_id == entity:
            return True
        return bool(email) and bool(
            partners.search_count(
                [("email_normalized", "=", email), ("commercial_partner_id", "=", entity.id)],
                limit=1,
            )
        )

    @api.model
    def _gateway_user(self, email_from):
        """Return the users of ours who have an address."""
        email = email_normalize(email_from)
        # sudo: whose address it is, nothing of the people is shown.
        users = self.env["res.users"].sudo()
        if not email:
            return users
        return users.search([("partner_id.email_normalized", "=", email), ("share", "=", False)])

    def _answered_when_closed(self, private=False):
        """Reopen this closed case, or tell its assignee, as the team has chosen."""
        self.ensure_one()
        if self._reopen_until():
            self.action_reopen()
            self._let_hear("goes_on", private)
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
