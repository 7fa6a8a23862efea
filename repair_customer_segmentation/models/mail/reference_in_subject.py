from odoo import models


class MailMail(models.Model):
    """Puts the number of a case into the subjects of its mails, by which answers find it."""

    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        mails = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        if self.model == "repair.case" and self.res_id:
            # sudo: the number stands on what is sent, whoever sends it.
            case = self.env["repair.case"].sudo().browse(self.res_id).exists()
            for mail in mails:
                mail["subject"] = case._numbered(mail["subject"])
        return mails


class RepairCase(models.Model):
    """Sends mails so that their answers come back to the case."""

    _inherit = "repair.case"

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Set the reply address to that of the team, rather than the general one for answers."""
        res = super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        # sudo: the address of a team is for everybody, whoever writes.
        for case in self.sudo():
            alias = case.team_id.alias_id
            if case.team_id.alias_email and alias.alias_contact in ("everyone", "partners"):
                res[case.id] = self._notify_get_reply_to_formatted_email(
                    case.team_id.alias_email, author_id=(author_ids or {}).get(case.id)
                )
        return res

    def _numbered(self, subject):
        """Return a subject with the number of this case, which it may have already."""
        number = self.reference or "/"
        if number == "/" or number.lower() in (subject or "").lower():
            return subject
        return f"{subject or ''} [{number}]".strip()
