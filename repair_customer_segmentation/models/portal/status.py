import re
import secrets

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

CODE_BYTES = 18
CODE = re.compile(r"[A-Za-z0-9_-]{24}")


class RepairCase(models.Model):
    """The page that the code on a receipt leads to: how the repair stands, and nothing else.

    Whoever holds the paper sees what is printed on it and the status; it is no key to the case.
    The code has nothing to do with the token of the customer's links, and goes when these go.
    """

    _inherit = "repair.case"

    status_code = fields.Char(groups=NO_ACCESS, copy=False)

    _status_code_unique = models.UniqueIndex("(status_code) WHERE status_code IS NOT NULL")

    def _status_link(self):
        """Return the address of the status page; an empty text for a confidential case.

        :raise AccessError: when the user may not read the case
        """
        self.ensure_one()
        self.check_access("read")
        if self.is_confidential:
            return ""
        # sudo: nobody reads the code but from the receipt, which whoever reads the case prints.
        case = self.sudo()
        if not case.status_code:
            case.status_code = secrets.token_urlsafe(CODE_BYTES)
        return f"{self.get_base_url()}/repair/status/{case.status_code}"

    @api.model
    def _status_find(self, code):
        """Return the case whose status a code shows, as superuser; empty when it shows none.

        A case that was merged into another one shows that one.
        """
        # sudo: the code is the key, and only what the receipt says is shown.
        cases = self.sudo().with_context(active_test=False)
        if not CODE.fullmatch(code or ""):
            return cases.browse()
        case = cases.search([("status_code", "=", code)], limit=1)
        shown = case.merged_into_id or case
        return shown.filtered(lambda c: c.active and not c.is_confidential)

    def _status_words(self):
        """Return what the status page says, in the language of the environment."""
        self.ensure_one()
        status, color = self._portal_statuses()[self._portal_status()]
        return {
            "reference": self.reference,
            "device": self.device_id.name or "",
            "received": self._portal_date(self.date_open),
            "status": status,
            "color": color,
            "next": self._status_next(),
        }

    def _status_next(self):
        """Return what happens next and by when, for somebody who can only look."""
        if self.state == "waiting":
            return self.env._("Before we can continue, we need a part or a reply from you.")
        if self.state == "cancelled":
            return self.env._("This request was cancelled.")
        if self.state == "closed":
            return self.env._("This repair is complete.")
        return self._portal_next()
