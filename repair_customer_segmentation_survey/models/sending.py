"""Sends the invitations of mailings: a batch a transaction, and each customer once."""

from markupsafe import Markup

from odoo.tools import SQL, formataddr

from odoo.addons.repair_customer_segmentation.models.care.deliver import MAIL_FIELDS
from odoo.addons.repair_customer_segmentation.models.care.opt_out import (
    opt_out_headers,
    opt_out_url,
)

from .audience import recently_asked

SENT_AT_ONCE = 100


class MailingRun:
    """``MailingRun(mailing).send_batch()`` asks the next customers of a mailing.

    A row is marked as asked, and its invitation and mail are written, in one transaction: whoever
    is killed in between has asked nobody, and two workers never take the same row. Customers whom
    another mailing has asked since the preview are skipped.
    """

    def __init__(self, mailing):
        company = mailing.company_id
        # sudo: the manager who sent it is asked for the right; invitations are the system's.
        self.mailing = mailing.with_context(allowed_company_ids=company.ids).sudo()
        self.env = self.mailing.env
        self.today = company._repair_day()

    def send_batch(self):
        """Ask the next customers.

        :return: how many rows were decided on; 0 when all are
        """
        self.env.flush_all()
        skipped = self._skip_recent()
        recipients = self._claim()
        if recipients:
            self._invite(recipients)
        return skipped + len(recipients)

    def _skip_recent(self):
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE repair_survey_recipient AS recipient
                   SET state = 'skipped', reason = 'recent'
                 WHERE mailing_id = %s AND state = 'planned' AND %s
                RETURNING id
                """,
                self.mailing.id,
                recently_asked(self.mailing, self.today, SQL("recipient.partner_id")),
            )
        )
        return len(rows)

    def _claim(self):
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE repair_survey_recipient AS recipient
                   SET state = 'asked', asked_on = %s
                  FROM (SELECT id FROM repair_survey_recipient
                         WHERE mailing_id = %s AND state = 'planned'
                         ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) AS following
                 WHERE recipient.id = following.id
                RETURNING recipient.id
                """,
                self.today,
                self.mailing.id,
                SENT_AT_ONCE,
            )
        )
        recipients = self.env["repair.survey.recipient"].browse(sorted(row[0] for row in rows))
        recipients.invalidate_recordset()
        return recipients

    def _invite(self, recipients):
        """Make the invitations of recipients, and the mails with their links."""
        for recipient in recipients:
            recipient.input_id = self.mailing.survey_id._create_answer(
                partner=recipient.contact_id,
                check_attempts=False,
                deadline=self.mailing.deadline,
            )
        inputs = recipients.input_id
        texts = self.mailing.template_id._generate_template(inputs.ids, MAIL_FIELDS)
        company = self.mailing.company_id
        address = company.email or company.catchall_email or company.default_from_email
        sender = formataddr((company.name, address)) if address else False
        self.env["mail.mail"].create(
            [self._mail(each, texts[each.input_id.id], sender) for each in recipients]
        )

    def _mail(self, recipient, text, sender):
        """Return the mail to one customer, with the link by which they opt out."""
        person = recipient.contact_id
        env = self.env(context={**self.env.context, "lang": person.lang})
        url = opt_out_url(person)
        body = Markup("%s<p style='font-size: 12px; color: #6c757d;'>%s</p>") % (
            Markup(text.get("body_html") or ""),
            Markup(
                env._(
                    "You receive this message as a customer of %(company)s. "
                    "%(start)sNo more messages of this kind%(end)s"
                )
            )
            % {
                "company": self.mailing.company_id.name,
                "start": Markup('<a href="%s">') % url,
                "end": Markup("</a>"),
            },
        )
        return {
            "subject": text.get("subject"),
            "body_html": body,
            "email_from": text.get("email_from") or sender,
            "reply_to": text.get("reply_to") or text.get("email_from") or sender,
            "author_id": self.mailing.company_id.partner_id.id,
            "mail_server_id": text.get("mail_server_id") or False,
            "headers": repr(opt_out_headers(url)),
            "recipient_ids": [(4, person.id)],
            "auto_delete": True,
        }
