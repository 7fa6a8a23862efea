"""Keeps apart the answers to several companies that share a customer."""

from odoo.tools import email_normalize

from ...vocabulary import CASE

# As many of the last mails to somebody are looked at.
LAST_WRITTEN = 20


def addressed_companies(env, recipients):
    """Return the companies whose own addresses a mail is to; all companies where there is none.

    :param recipients: normalized addresses
    """
    # sudo: addresses of ours, whoever runs the gateway.
    env = env["res.company"].sudo().env
    companies = env["res.company"].browse()
    teams = env["repair.case.team"].with_context(active_test=False)
    teams = teams.search([("alias_id.alias_full_name", "in", recipients)])
    domains = env["mail.alias.domain"].search([("name", "!=", False)])
    domains = domains.filtered(lambda domain: domain.catchall_email in recipients)
    if all(team.company_id for team in teams):
        companies = teams.company_id | domains.company_ids
    return companies or companies.search([("active", "=", True)])


def last_written_to(env, msg_dict, companies):
    """Return the case of the last mail that we sent to a customer, empty if it was about none.

    :param companies: whose cases alone it may be
    """
    cases = env[CASE]
    sender = email_normalize(msg_dict.get("email_from"))
    if not sender or cases._gateway_user(sender):
        return cases
    # sudo: who was written to, whoever runs the gateway.
    written = (
        env["mail.notification"]
        .sudo()
        .search(
            [
                ("res_partner_id.email_normalized", "=", sender),
                ("notification_type", "=", "email"),
            ],
            order="id desc",
            limit=LAST_WRITTEN,
        )
        .mail_message_id
    )
    for message in written.sorted("id", reverse=True):
        case = cases.browse(message.res_id if message.model == CASE else ()).exists()
        # What another company wrote is not answered to this one's address.
        if not case or case.sudo().company_id in companies:
            return case
    return cases
