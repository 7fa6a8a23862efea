"""A customer who is not content with a closed repair complains about it, on its page."""

from odoo.fields import Domain
from odoo.tools import plaintext2html

from ...vocabulary import CASE, OPEN_STATES
from ..access.marks import marked
from ..case.told import COMES_IN
from .typed_text import MOST_TEXT, typed_text


def may_complain(case):
    """Return whether the customer of a case, as superuser, may complain about it on its page.

    One complaint at a time: what there is to add to an open one is written there.
    """
    return bool(
        case.state == "closed"
        and case.company_id.repair_portal_complaints
        and not case.is_complaint
        and not case._is_of_ours()
        and case._complaint_type(case.company_id)
        and not open_complaint(case)
    )


def open_complaint(case):
    """Return the open complaint about a case that its customer sees, as superuser, if any."""
    complaints = case.env[CASE]
    return complaints._portal_find(
        Domain("about_case_id", "=", case.id) & Domain("state", "in", OPEN_STATES), limit=1
    )


def complain(case, text):
    """Open a complaint of its customer about a closed case, as superuser.

    :param str text: plain text
    :return: the complaint; the open one where there is one already; empty when it is not offered
    :raise ValidationError: when the text is too long
    """
    env = case.env
    text = typed_text(env, env._("What are you not satisfied with?"), text, MOST_TEXT)
    # Whoever clicks twice complains once: the second click waits, and finds the first.
    case.lock_for_update()
    case.invalidate_recordset(["complaint_ids"])
    if earlier := open_complaint(case):
        return earlier
    if not text or not may_complain(case):
        return case.browse()
    author = case._portal_author()
    # sudo: portal users have no right to cases; what of it is theirs to say is said here.
    complaint = marked(env[CASE].sudo(), COMES_IN).create(
        {
            **case._complaint_values(),
            "partner_id": author.id,
            "description": plaintext2html(text),
            "channel_id": env["repair.case.channel"].sudo()._shipped("portal").id,
        }
    )
    complaint.message_subscribe(author.ids)
    complaint._portal_say(text)
    return complaint.with_context(**{COMES_IN: False})
