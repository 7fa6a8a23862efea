from odoo import models
from odoo.tools import email_normalize, formataddr


class RepairCase(models.Model):
    """In whose name the desk writes to a customer by itself."""

    _inherit = "repair.case"

    def _desk_sender(self, template):
        """Return the author of a mail that no person writes: the company, by its team's address.

        Neither the system nor whoever happened to set the mail off, who may be the customer. A
        template that names a sender keeps it.

        :return: dict of ``author_id`` and ``email_from`` for ``message_post``
        """
        self.ensure_one()
        if template.email_from:
            return {}
        # sudo: addresses of ours, for customers to read, whoever sets the mail off.
        case = self.sudo()
        company = case.company_id
        people = case.user_id | case.team_id.leader_id | self.env.ref("base.user_root")
        address = (
            case.team_id.alias_email
            or email_normalize(company.email)
            or company.catchall_email
            or company.default_from_email
            # No address of the company anywhere: one that at least reaches somebody.
            or next(filter(None, people.sudo().mapped("email_normalized")), "")
        )
        return {
            "author_id": company.partner_id.id,
            "email_from": formataddr((company.name, address)),
        }
