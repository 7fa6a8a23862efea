import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import NO_ACCESS
from odoo.tools import consteq

from ..access.marks import is_marked
from ..case.merge import MERGED

# In links of mails: who writes by it is taken for the customer.
HASH = re.compile(r"\bhash=[0-9a-f]{32,}")


class RepairCase(models.Model):
    """The links of customers: whoever has one acts as the customer, so nobody of ours has one.

    Neither the token of a case nor that of a rating is read, and messages that went out or came
    back with a link in them are kept without it: the mail had it, the desk does not need it.
    What the desk hands over on paper has a code that only shows the status, see ``status.py``.
    """

    _inherit = "repair.case"

    access_token = fields.Char(groups=NO_ACCESS)

    def _portal_ensure_token(self):  # pylint: disable=useless-parent-delegation
        """Return the token of the links that customers get. Never show it to people of ours."""
        # sudo: nobody reads the token; it goes into mails to customers, and their own pages.
        return super(RepairCase, self.sudo())._portal_ensure_token()

    def _sign_token(self, pid):  # pylint: disable=useless-parent-delegation
        # sudo: as above; what is made of the token goes into the mail of the customer.
        return super(RepairCase, self.sudo())._sign_token(pid)

    def _get_share_url(self, *args, share_token=True, **kwargs):
        """Give people of ours an address without the token."""
        for_customer = self.env.su or self.env.user.share
        return super()._get_share_url(*args, share_token=share_token and for_customer, **kwargs)

    @api.private
    def get_portal_url(self, *args, **kwargs):
        return super().get_portal_url(*args, **kwargs)

    @api.model
    def _merged_token(self, case_id, access_token):
        """Return the token of the kept case for that of a merged one, else what was given."""
        # sudo: the token is compared before another one is given for it.
        case = self.sudo().browse(case_id).exists()
        kept, token = case.merged_into_id, case.access_token
        if kept and access_token and token and consteq(token.encode(), access_token.encode()):
            return kept._portal_ensure_token()
        return access_token

    def message_post(self, **kwargs):
        """Post a message, kept without links that act for the customer.

        One to a merged case comes to the case that is kept.

        :raise AccessError: when a rating is to come along with it
        :raise ValidationError: when it has a character that no text has
        """
        if self.merged_into_id and not is_marked(self.env, MERGED):
            return self.merged_into_id.message_post(**kwargs)
        if not self.env.su and (kwargs.get("rating_value") or kwargs.get("rating_id")):
            raise AccessError(self._own_rating_words())
        for name in ("body", "subject"):
            if "\0" in str(kwargs.get(name) or ""):
                raise ValidationError(
                    self.env._("The message contains an invalid character. Please type it again.")
                )
        message = super().message_post(**kwargs)
        if not kwargs.get("scheduled_date"):
            self._hide_links(message)
        return message

    def _own_rating_words(self):
        return self.env._("Only customers can rate cases; nobody can do it for them.")

    def _hide_links(self, message):
        """Take what acts for the customer out of a message whose mails are on their way."""
        # sudo: tokens are compared, none is shown.
        case, message = self.sudo(), message.sudo()
        body = message.body or ""
        if not any(sign in body for sign in ("/rate/", "access_token=", "hash=")):
            return
        tokens = {case.access_token, *case.rating_ids.mapped("access_token")} - {False}
        hidden = HASH.sub("hash=-", body)
        for token in tokens:
            hidden = hidden.replace(token, "-")
        if hidden != body:
            message.body = hidden
