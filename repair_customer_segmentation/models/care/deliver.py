"""What a contact is made of: an email, a text message or an activity, each in a language.

All of it is written in the transaction that marks the contact as sent, and leaves by Odoo's own
queues. What fails for one customer is told at its contact, and keeps nobody else waiting.
"""

import logging

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import email_normalize, formataddr

from .opt_out import opt_out_headers, opt_out_url

_logger = logging.getLogger(__name__)
MAIL_FIELDS = ("subject", "body_html", "email_from", "reply_to", "attachment_ids", "mail_server_id")
NOTE = "mail.mt_note"
# Of what went wrong, so many letters are kept.
TOLD = 200


def deliver(rule, contacts):
    """Make contacts of a rule, and write down what became of each.

    :param contacts: records of ``repair.care.contact``, claimed by this transaction
    """
    # sudo: the scheduled action writes as the system; nothing of it is returned.
    rule, contacts = rule.sudo(), contacts.sudo()
    make = {"email": _emails, "sms": _texts, "activity": _activities}[rule.action]
    for lang, of_lang in contacts.grouped(lambda c: _language(rule, c)).items():
        rule_of_lang = rule.with_context(lang=lang)
        try:
            with rule.env.cr.savepoint():
                make(rule_of_lang, of_lang)
        except Exception:  # noqa: BLE001 pylint: disable=broad-exception-caught
            # A template can fail in any way: then each customer is tried alone.
            for contact in of_lang:
                _deliver_one(make, rule_of_lang, contact)


def _deliver_one(make, rule, contact):
    try:
        with rule.env.cr.savepoint():
            make(rule, contact)
    except Exception as error:  # pylint: disable=broad-exception-caught
        _logger.info("Care rule %s failed for contact %s", rule.id, contact.id, exc_info=True)
        # A template tells where it failed in many lines; what happened is in one of them.
        said = [line.strip() for line in str(error).splitlines() if line.strip()]
        named = [line for line in said if "Error: " in line]
        note = (named or said or [type(error).__name__])[-1][:TOLD]
        contact.write({"state": "skipped", "reason": "error", "note": note})


def _language(rule, contact):
    """Return the language of whoever reads what is sent."""
    reader = contact.user_id.partner_id if rule.action == "activity" else contact.contact_id
    return reader.lang or rule.company_id.partner_id.lang or rule.env.lang


def _done(contacts, messages=None):
    now = fields.Datetime.now()
    contacts.write({"state": "sent", "reason": False, "note": False, "sent_at": now})
    for contact, message in zip(contacts, messages or (), strict=False):
        contact.message_id = message


def _emails(rule, contacts):
    """Send the rule's template; it stays in the chatter of whom it was sent to, as a note."""
    env, template, company = rule.env, rule.template_id, rule.company_id
    if not template:
        raise UserError(env._("The rule has no email template."))
    people = contacts.contact_id
    texts = template._generate_template(people.ids, MAIL_FIELDS)
    sender = _sender(company)
    values_list = []
    for contact in contacts:
        person = contact.contact_id
        values = texts[person.id]
        url = opt_out_url(person)
        body = Markup("%s<p style='font-size: 12px; color: #6c757d;'>%s</p>") % (
            Markup(values.get("body_html") or ""),
            Markup(
                env._(
                    "You receive this message as a customer of %(company)s. "
                    "%(start)sNo more messages of this kind%(end)s"
                )
            )
            % {
                "company": company.name,
                "start": Markup('<a href="%s">') % url,
                "end": Markup("</a>"),
            },
        )
        values_list.append(
            {
                "subject": values.get("subject"),
                "body": body,
                "body_html": body,
                "email_from": values.get("email_from") or sender,
                "reply_to": values.get("reply_to") or values.get("email_from") or sender,
                "author_id": company.partner_id.id,
                "mail_server_id": values.get("mail_server_id") or False,
                "attachment_ids": [(4, each) for each in values.get("attachment_ids") or ()],
                "headers": repr(opt_out_headers(url)),
                "recipient_ids": [(4, person.id)],
                "model": "res.partner",
                "res_id": person.id,
                "message_type": "auto_comment",
                "subtype_id": env["ir.model.data"]._xmlid_to_res_id(NOTE),
                # The mail goes when it has left, the message stays.
                "auto_delete": True,
                "is_notification": True,
            }
        )
    mails = env["mail.mail"].create(values_list)
    _done(contacts, mails.mail_message_id)


def _sender(company):
    """Return the company as the sender, by an address that it has."""
    address = email_normalize(company.email) or company.catchall_email or company.default_from_email
    return formataddr((company.name, address)) if address else False


def _texts(rule, contacts):
    """Send text messages by Odoo's queue, and note them in the chatter."""
    env = rule.env
    people = contacts.contact_id
    if not rule.sms_text:
        raise UserError(env._("The rule has no text message."))
    texts = env["mail.render.mixin"]._render_template(
        rule.sms_text, "res.partner", people.ids, engine="inline_template"
    )
    messages = people._message_log_batch(bodies=texts, message_type="sms")
    by_person = dict(zip(people.ids, messages, strict=True))
    env["sms.sms"].create(
        [
            {
                "number": person.phone_sanitized or person.phone,
                "body": texts[person.id],
                "partner_id": person.id,
                "mail_message_id": by_person[person.id].id,
            }
            for person in people
        ]
    )
    _done(contacts, [by_person[contact.contact_id.id] for contact in contacts])


def _activities(rule, contacts):
    """Plan an activity with the customer for whom the contact names."""
    env = rule.env
    model_id = env["ir.model"]._get_id("res.partner")
    kind = rule.activity_type_id
    # The responsible sees it in the list of activities: a mail for each would be too much.
    activities = env["mail.activity"].with_context(mail_activity_quick_update=True)
    activities.create(
        [
            {
                "res_model_id": model_id,
                "res_id": contact.contact_id.id,
                "activity_type_id": kind.id,
                "summary": rule.activity_summary or rule.name,
                "note": rule.activity_note or False,
                "user_id": contact.user_id.id,
                "date_deadline": contact.day,
            }
            for contact in contacts
        ]
    )
    _done(contacts)
