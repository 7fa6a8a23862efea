"""Whom a mail about a case reaches, besides who follows the case.

Odoo sends an answer to the author of what is answered as well. That is right where the author
is meant: not where a machine wrote in the name of the company, nor where somebody left.
"""

import re
import unicodedata

from odoo.tools import email_normalize, email_split

from .answered_case import ANSWER

# How mail programs begin the subject of what is passed on.
FORWARD = re.compile(
    r"^\s*(?:fwd?|fw|wg|tr|rv|i|enc|doorst|vb|转发|轉發|轉寄|转寄)\s*:", re.IGNORECASE
)


def answered_message(case, msg_dict):
    """Return the message that a mail answers, empty where it names none."""
    # sudo: whose message is answered, nothing of it is shown.
    return case.env["mail.message"].sudo().browse(msg_dict.get("parent_id") or ())


def authors_there(case, message):
    """Return the users of ours who wrote a message, and may read the case still."""
    users = message.author_id.user_ids.filtered(lambda user: not user.share)
    return users.filtered(lambda user: case.with_user(user).has_access("read"))


def answer_whom_it_is_for(case, msg_dict, customer):
    """Keep a mail of the customer, or of ours, from authors that it is not meant for.

    :param dict msg_dict: the parsed mail, changed in place
    :param bool customer: whether the customer wrote it
    :return: whether it answers a note, and stays between the two
    """
    parent = answered_message(case, msg_dict)
    author = parent.author_id
    subject = unicodedata.normalize("NFKC", msg_dict.get("subject") or "")
    if customer:
        private = bool(msg_dict.get("is_internal") and authors_there(case, parent))
        msg_dict["is_internal"] = private
    elif FORWARD.match(subject):
        msg_dict["is_internal"] = True
        msg_dict.pop("parent_id", None)
    elif not parent:
        _answer_by_subject(case, msg_dict, subject)
    if author.partner_share and not _is_meant(case, author, customer):
        msg_dict.pop("parent_id", None)
    return bool(msg_dict.get("is_internal"))


def _is_meant(case, author, customer):
    """Return whether a contact, whose message is answered, is to get the answer."""
    # sudo: whether it is one of ours, nothing of the people is shown.
    author = author.sudo().with_context(active_test=False)
    if any(not user.share for user in author.user_ids):
        # Who left: the others share the case.
        return False
    if case.env["res.company"].sudo().search_count([("partner_id", "=", author.id)], limit=1):
        return False
    entity = case.sudo().commercial_partner_id
    return not customer or author.commercial_partner_id == entity


def _answer_by_subject(case, msg_dict, subject):
    """Find by its subject the message that a mail of ours without references answers.

    Programs that send no reference leave the subject. Whom it is not clear from, gets
    nothing: what is meant for a supplier is not for the customer.
    """
    if _is_sent_to_customer(case, msg_dict):
        return
    key = _subject_key(case, subject)
    answered = case.message_ids.filtered(
        lambda message: (
            message.message_type in ("email", "comment")
            and _subject_key(case, message.subject or case.display_name) == key
            and all(user.share for user in message.author_id.user_ids)
        )
    )
    kinds = {message.is_internal for message in answered}
    if len(kinds) != 1:
        msg_dict["is_internal"] = True
        case._tell_users(case._gateway_user(msg_dict.get("email_from")), "kept")
        return
    msg_dict["parent_id"] = answered[:1].id
    msg_dict["is_internal"] = kinds.pop()


def _is_sent_to_customer(case, msg_dict):
    """Return whether the customer is among the recipients of a mail."""
    sent = email_split(",".join(filter(None, (msg_dict.get("to"), msg_dict.get("cc")))))
    # sudo: addresses are compared, nothing of the people is shown.
    case = case.sudo()
    partners = case.env["res.partner"].search_count(
        [
            ("email_normalized", "in", [email_normalize(email) for email in sent]),
            ("commercial_partner_id", "=", case.commercial_partner_id.id),
        ],
        limit=1,
    )
    return bool(partners)


def _subject_key(case, subject):
    """Return a subject as it was before it was answered, and numbered."""
    subject = unicodedata.normalize("NFKC", subject).replace(case.reference or "/", " ")
    subject = re.sub(r"\[\s*\]|\s+", " ", ANSWER.sub("", subject.strip())).strip()
    return ANSWER.sub("", subject).casefold()
