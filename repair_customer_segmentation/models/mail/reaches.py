import re
import unicodedata

from odoo import models
from odoo.tools import email_normalize, email_split

from .thread import ANSWER

# How mail programs begin the subject of what is passed on.
FORWARD = re.compile(
    r"^\s*(?:fwd?|fw|wg|tr|rv|i|enc|doorst|vb|转发|轉發|轉寄|转寄)\s*:", re.IGNORECASE
)


class RepairCase(models.Model):
    """Whom a mail about a case reaches, besides who follows the case.

    Odoo sends an answer to the author of what is answered as well. That is right where the author
    is meant: not where a machine wrote in the name of the company, nor where somebody left.
    """

    _inherit = "repair.case"

    def _answered_message(self, msg_dict):
        # sudo: whose message is answered, nothing of it is shown.
        return self.env["mail.message"].sudo().browse(msg_dict.get("parent_id") or ())

    def _authors_there(self, message):
        """Return the users of ours who wrote a message, and may read the case still."""
        users = message.author_id.user_ids.filtered(lambda user: not user.share)
        return users.filtered(lambda user: self.with_user(user).has_access("read"))

    def _answer_whom_it_is_for(self, msg_dict, customer):
        """Have a mail of the customer, or of ours, reach no author whom it is not meant for.

        :param bool customer: whether the customer wrote it
        :return: whether it answers a note, and stays between the two
        """
        parent = self._answered_message(msg_dict)
        author = parent.author_id
        subject = unicodedata.normalize("NFKC", msg_dict.get("subject") or "")
        if customer:
            private = bool(msg_dict.get("is_internal") and self._authors_there(parent))
            msg_dict["is_internal"] = private
        elif FORWARD.match(subject):
            msg_dict["is_internal"] = True
            msg_dict.pop("parent_id", None)
        elif not parent:
            self._answer_by_subject(msg_dict, subject)
        if author.partner_share and not self._is_meant(author, customer):
            msg_dict.pop("parent_id", None)
        return bool(msg_dict.get("is_internal"))

    def _is_meant(self, author, customer):
        """Return whether a contact, whose message is answered, is to get the answer."""
        # sudo: whether it is one of ours, nothing of the people is shown.
        author = author.sudo().with_context(active_test=False)
        if any(not user.share for user in author.user_ids):
            # Who left: the others share the case.
            return False
        if self.env["res.company"].sudo().search_count([("partner_id", "=", author.id)], limit=1):
            return False
        entity = self.sudo().commercial_partner_id
        return not customer or author.commercial_partner_id == entity

    def _answer_by_subject(self, msg_dict, subject):
        """Lead a mail of ours that does not say what it answers to whom it is for.

        Programs that send no reference leave the subject. Whom it is not clear from, gets
        nothing: what is meant for a supplier is not for the customer.
        """
        if self._is_sent_to_customer(msg_dict):
            return
        key = self._subject_key(subject)
        answered = self.message_ids.filtered(
            lambda message: (
                message.message_type in ("email", "comment")
                and self._subject_key(message.subject or self.display_name) == key
                and all(user.share for user in message.author_id.user_ids)
            )
        )
        kinds = {message.is_internal for message in answered}
        if len(kinds) != 1:
            msg_dict["is_internal"] = True
            self._tell_users(self._gateway_user(msg_dict.get("email_from")), "kept")
            return
        msg_dict["parent_id"] = answered[:1].id
        msg_dict["is_internal"] = kinds.pop()

    def _is_sent_to_customer(self, msg_dict):
        """Return whether a mail went to the customer as well, past us."""
        sent = email_split(",".join(filter(None, (msg_dict.get("to"), msg_dict.get("cc")))))
        # sudo: addresses are compared, nothing of the people is shown.
        case = self.sudo()
        partners = case.env["res.partner"].search_count(
            [
                ("email_normalized", "in", [email_normalize(email) for email in sent]),
                ("commercial_partner_id", "=", case.commercial_partner_id.id),
            ],
            limit=1,
        )
        return bool(partners)

    def _subject_key(self, subject):
        """Return a subject as it was before it was answered, and numbered."""
        subject = unicodedata.normalize("NFKC", subject).replace(self.reference or "/", " ")
        subject = re.sub(r"\[\s*\]|\s+", " ", ANSWER.sub("", subject.strip())).strip()
        return ANSWER.sub("", subject).casefold()
