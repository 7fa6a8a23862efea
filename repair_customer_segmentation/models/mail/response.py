from odoo import fields, models

from ...vocabulary import OPEN_STATES


class RepairCase(models.Model):
    """Notices the first answer: the first message to the customer by one of ours."""

    _inherit = "repair.case"

    def _message_post_after_hook(self, message, msg_vals):
        res = super()._message_post_after_hook(message, msg_vals)
        waits = self.state in OPEN_STATES and not self["first_response_date"]
        if waits and self._is_answer(message):
            # sudo: whoever may post on the case answers it, a follower without the right
            # to write, too.
            self.sudo().write({"first_response_date": fields.Datetime.now()})
        return res

    def _is_answer(self, message):
        """Return whether a message is one of ours that the customer can read.

        Notes stay inside, automatic messages answer nobody, and what is filed from a mail box
        is ours only when its sender is a user of ours. Who is the customer answers nobody either,
        even as an employee.
        """
        self.ensure_one()
        comment = self.env.ref("mail.mt_comment")
        # sudo: whether the author is one of ours, nothing of the user is shown.
        ours = any(not user.share for user in message.author_id.sudo().user_ids)
        return (
            ours
            and not self._is_customer(message.author_id)
            and message.message_type in ("comment", "email", "email_outgoing")
            and message.subtype_id == comment
            and not message.is_internal
        )

    def _is_customer(self, author):
        """Return whether a contact is the customer of the case, or one of the customer's people.

        Repairs of our own company are asked for by one of ours; the others answer.
        """
        # sudo: whose message it is, nothing of the people is shown.
        case, author = self.sudo(), author.sudo()
        customer = case.commercial_partner_id
        if author == case.partner_id:
            return True
        own = case.company_id.partner_id.commercial_partner_id
        return customer != own and author.commercial_partner_id == customer
