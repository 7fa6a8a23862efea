from functools import partial

from odoo import api, models
from odoo.fields import Domain

from ...vocabulary import CASE
from ..access.base_search import asked_by_the_user


def hidden_cases(env):
    """Return the domain of the ids of cases that the user may not read, for a column ``res_id``."""
    cases = env[CASE].with_context(active_test=False)
    if not cases.has_access("read"):
        return Domain.TRUE
    return Domain("res_id", "not in", cases._search(Domain.TRUE))


class MailNotification(models.Model):
    """Employees read who was notified of what; of a case, those who may read the message.

    A notification is called by the subject of its message, which often is that of the case.
    """

    _inherit = "mail.notification"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access) and self.env.user._is_internal():
            domain = Domain(domain) & Domain("mail_message_id", "not in", self._hidden_messages())
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _hidden_messages(self):
        """Return the query of the messages of cases that the user may not read.

        As in Odoo, the author and whoever was notified read a message.
        """
        me = self.env.user.partner_id.ids
        mine = (
            Domain("author_id", "in", me)
            | Domain("partner_ids", "in", me)
            | Domain("notification_ids.res_partner_id", "in", me)
        )
        # sudo: these are the messages to leave out.
        messages = self.env["mail.message"].sudo()
        return messages._search(Domain("model", "=", CASE) & hidden_cases(self.env) & ~mine)

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if self.env.su or not any(self._ids) or not self.env.user._is_internal():
            return refused
        # sudo: which of the messages are those of cases; the user's rights decide below.
        of_cases = self.sudo().filtered(lambda each: each.mail_message_id.model == CASE)
        messages = of_cases.mail_message_id.with_env(self.env)
        hidden = messages - messages._filtered_access("read")
        return _refuse(
            self, operation, refused, of_cases.filtered(lambda n: n.mail_message_id <= hidden)
        )


class MailFollowers(models.Model):
    """Employees read who follows what; of a case, those who may read the case."""

    _inherit = "mail.followers"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            hidden = Domain("res_model", "=", CASE) & hidden_cases(self.env)
            domain = Domain(domain) & ~hidden
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return refused
        # sudo: which cases are followed; the user's rights decide below.
        of_cases = self.sudo().filtered(lambda each: each.res_model == CASE)
        cases = self.env[CASE].browse(of_cases.mapped("res_id")).exists()
        readable = set(cases._filtered_access("read").ids)
        return _refuse(
            self, operation, refused, of_cases.filtered(lambda f: f.res_id not in readable)
        )


class MailActivity(models.Model):
    """Refuses to move an activity to a case that its user may not read.

    When it is done its words are posted there: on a case, by who may read the case.
    """

    _inherit = "mail.activity"

    def write(self, vals):
        res = super().write(vals)
        if not self.env.su and {"res_id", "res_model", "res_model_id"} & set(vals):
            # sudo: which cases they are activities of; the user's rights decide.
            of_cases = self.sudo().filtered(lambda each: each.res_model == CASE)
            self.env[CASE].browse(of_cases.mapped("res_id")).exists().check_access("read")
        return res


def _refuse(records, operation, refused, hidden):
    """Return what ``_check_access`` returns when some more records are hidden."""
    if not hidden:
        return refused
    hidden = hidden.with_env(records.env)
    if refused:
        return refused[0] | hidden, refused[1]
    rules = records.env["ir.rule"]
    return hidden, partial(rules._make_access_error, operation, hidden)


class IrAttachment(models.Model):
    """Searches attachments by what the user may read; Odoo filters them only after the search."""

    _inherit = "ir.attachment"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = asked_by_the_user(self, Domain(domain), with_sudo=True)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
