from odoo import api, models
from odoo.tools import email_normalize

# As many of the last mails to somebody are looked at.
LAST_WRITTEN = 20


class RepairCase(models.Model):
    """Keeps apart the answers to several companies that share a customer."""

    _inherit = "repair.case"

    @api.model
    def _addressed_companies(self, recipients):
        """Return the companies whose addresses a mail is to; all where it is to those of all.

        :param recipients: normalized addresses
        """
        # sudo: addresses of ours, whoever runs the gateway.
        env = self.sudo().env
        companies = env["res.company"].browse()
        teams = env["repair.case.team"].with_context(active_test=False)
        teams = teams.search([("alias_id.alias_full_name", "in", recipients)])
        domains = env["mail.alias.domain"].search([("name", "!=", False)])
        domains = domains.filtered(lambda domain: domain.catchall_email in recipients)
        if all(team.company_id for team in teams):
            companies = teams.company_id | domains.company_ids
        return companies or companies.search([("active", "=", True)])

    @api.model
    def _last_written_to(self, msg_dict, companies):
        """Return the case of the last mail that we sent to a customer, if it was about one.

        :param companies: whose cases alone it may be
        """
        sender = email_normalize(msg_dict.get("email_from"))
        if not sender or self._gateway_user(sender):
            return self.browse()
        # sudo: who was written to, whoever runs the gateway.
        written = (
            self.env["mail.notification"]
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
            case = self.browse(message.res_id if message.model == "repair.case" else ()).exists()
            # What another company wrote is not answered to this one's address.
            if not case or case.sudo().company_id in companies:
                return case
        return self.browse()
