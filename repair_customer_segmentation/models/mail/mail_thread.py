import logging
from email.message import EmailMessage

from odoo import api, models
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_and_format

from ...gateway.automatic import is_automatic
from ...gateway.mime import mend
from ...vocabulary import CASE, WRITTEN_BY_PEOPLE
from .answered_case import AnsweredCase

_logger = logging.getLogger(__name__)

# Left in the parsed mail by its routing, taken out before it is posted.
AUTOMATIC = "repair_is_automatic"
# What the system writes asks machines for no answer (RFC 3834, MS-OXCMAIL).
NO_ANSWERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


def _untagged(email):
    local, at, domain = email.partition("@")
    return local.split("+")[0] + at + domain


class MailThread(models.AbstractModel):
    """Repairs and routes incoming mails, and keeps machines from opening cases."""

    _inherit = "mail.thread"

    @api.private
    @api.model
    def message_parse(self, message, save_original=False):
        """Repair a malformed mail before Odoo parses it, so that no part of it is lost."""
        if isinstance(message, EmailMessage):
            mend(message)
        return super().message_parse(message, save_original=save_original)

    @api.private
    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Lead an answer to its case or the one it was merged into; let no machine open one."""
        answers = AnsweredCase(self.env, message_dict)
        if route := answers.route_of_catchall(message, custom_values):
            routes = [route]
        else:
            routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if not any(route[0] == CASE for route in routes or ()):
            return routes
        message_dict["cc"] = self._repair_without_own(message_dict.get("cc"))
        routes = self._repair_without_machines(message, message_dict, answers.lead(routes))
        return [
            (CASE, self.env[CASE]._merged_id(route[1]), *route[2:])
            if route[0] == CASE and route[1]
            else route
            for route in routes
        ]

    @api.model
    def _repair_without_machines(self, message, message_dict, routes):
        """Return the routes of a mail without those by which a machine would open a case."""
        own = self._repair_is_own_address(message_dict.get("email_from"))
        if not own and not self._repair_is_machine(message, message_dict):
            return routes
        kept = [route for route in routes if route[0] != CASE or route[1]]
        if all(route[0] == CASE for route in kept):
            ours = own and self.env[CASE]._gateway_user(message_dict.get("email_from"))
            message_dict[AUTOMATIC] = not ours
        else:
            # One mail is posted the same on all its routes: a note here would be one there.
            kept = [route for route in kept if route[0] != CASE]
        if len(kept) < len(routes):
            _logger.info(
                "Mail %s of %s opens no case: it comes from %s.",
                message_dict.get("message_id"),
                message_dict.get("email_from"),
                "an address of ours" if own else "a machine",
            )
        return kept

    @api.model
    def _repair_is_machine(self, message, message_dict):
        """Return whether a machine sent a mail and is not on the list of allowed senders."""
        allowed = self.env["mail.gateway.allowed"].sudo()
        sender = email_normalize(message_dict.get("email_from"))
        return is_automatic(message) and not (
            # sudo: the mail server's account need not see the settings of the gateway.
            sender and allowed.search_count([("email_normalized", "=", sender)], limit=1)
        )

    @api.model
    def _repair_is_own_address(self, email_from):
        """Return whether a mail comes from an address that this system sends by or reads.

        It is a mail of ours that came back, or a copy of one: nobody is a customer by it.
        """
        return bool(self._repair_own_addresses([email_from]))

    @api.model
    def _repair_own_addresses(self, addresses):
        """Return those of the addresses that this system sends by or reads, as they were given."""
        meant = {address: email_normalize(address) for address in addresses}
        meant = {address: {email, _untagged(email)} for address, email in meant.items() if email}
        emails = list(set().union(*meant.values()))
        if not emails:
            return []
        # sudo: addresses are compared, whoever runs the gateway; nothing of them is shown.
        env = self.sudo().env
        own = set(env["mail.alias.domain"]._find_aliases(emails))
        companies = env["res.company"].search([("partner_id.email_normalized", "in", emails)])
        own.update(companies.partner_id.mapped("email_normalized"))
        boxes = env["fetchmail.server"].search([("user", "!=", False)]).mapped("user")
        servers = env["ir.mail_server"].search(
            [("smtp_user", "!=", False), ("owner_user_id", "=", False)]
        )
        own.update(name.lower() for name in boxes + servers.mapped("smtp_user"))
        return [address for address, forms in meant.items() if own & forms]

    @api.model
    def _repair_without_own(self, addresses):
        """Return the addresses of a header without our own, which would send a copy back to us."""
        addresses = email_split_and_format(addresses or "")
        own = self._repair_own_addresses(addresses)
        return ", ".join(address for address in addresses if address not in own)

    @api.model
    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        """Answer no machine: it would answer in turn (RFC 3834, section 2)."""
        if self._repair_is_own_address(email_from) or is_automatic(message):
            return None
        return super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)

    def _partner_find_from_emails(
        self, records_emails, avoid_alias=True, ban_emails=None, filter_found=None,
        additional_values=None, no_create=False,
    ):  # fmt: skip
        """Find no contacts of other companies: whoever works on a case may not see them."""
        options = {
            "avoid_alias": avoid_alias, "ban_emails": ban_emails,
            "additional_values": additional_values, "no_create": no_create,
        }  # fmt: skip
        if not self or self._name not in ("repair.case", "repair.case.team"):
            return super()._partner_find_from_emails(
                records_emails, filter_found=filter_found, **options
            )
        found = {}
        # sudo: the company alone is looked at.
        for company, threads in self.sudo().grouped("company_id").items():
            allowed = (False, (company or self.env.company).id)
            threads = self.browse(threads.ids)
            found |= super(MailThread, threads)._partner_find_from_emails(
                {thread: records_emails.get(thread, []) for thread in threads},
                filter_found=lambda partner, allowed=allowed: (
                    partner.sudo().company_id.id in allowed
                    and (not filter_found or filter_found(partner))
                ),
                **options,
            )
        return found

    def _notify_by_email_get_base_mail_values(
        self, message, recipients_data, additional_values=None
    ):
        """Mark mails that the desk sends by itself as written by a machine."""
        if self._name.startswith("repair.") and message.message_type not in WRITTEN_BY_PEOPLE:
            additional_values = dict(additional_values or {})
            additional_values["headers"] = {
                **NO_ANSWERS,
                **(additional_values.get("headers") or {}),
            }
        return super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values=additional_values
        )
