import uuid

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import consteq, format_time

from ...fields import MOST
from ...vocabulary import OPEN_STATES
from ..access.day_text import day_text
from ..access.marks import is_marked, marked
from .report import PortalReport
from .typed_text import typed_text

# Set while the customer says what is done with the case at once.
NO_ANSWER = "repair_case_no_answer"


class RepairCase(models.Model):
    """A case as its customer sees it.

    Portal users have no access rights to cases at all: over RPC there is nothing for them to
    read, search, group or export, whatever fields a case gets, and files of internal notes stay
    closed. The pages of the portal read cases with ``sudo()``, through ``_portal_find`` alone,
    and show what is asked of the methods below, never a field of the desk.
    """

    _name = "repair.case"
    _inherit = ["repair.case", "portal.mixin"]

    def _compute_access_url(self):
        res = super()._compute_access_url()
        for case in self:
            case.access_url = f"/my/cases/{case.id}"
        return res

    @api.model
    def _portal_domain(self):
        """Return the domain of the cases that the current user sees as a customer.

        Customers see the cases of all people of their company; people of ours, who may be
        customers too, their own. A confidential case is seen by who follows it.
        """
        user = self.env.user
        if user._is_public():
            return Domain.FALSE
        if user.share:
            mine = Domain("commercial_partner_id", "=", user.commercial_partner_id.id)
        else:
            mine = Domain("partner_id", "=", user.partner_id.id)
        return (
            mine
            & Domain("company_id", "in", user.company_ids.ids)
            & (
                Domain("is_confidential", "!=", True)
                | Domain("message_partner_ids", "in", user.partner_id.ids)
            )
        )

    @api.model
    def _portal_find(self, domain=(), **options):
        """Return the cases of a domain that the current user sees as a customer, as superuser.

        :param options: ``order``, ``limit`` and ``offset`` of ``search``
        """
        # sudo: portal users have no right to cases; _portal_domain says which are theirs.
        cases = self.sudo().with_context(active_test=True)
        return cases.search(self._portal_domain() & Domain(domain), **options)

    @api.model
    def _portal_count(self, domain=()):
        """Return how many cases of a domain the current user sees as a customer."""
        # sudo: see _portal_find.
        return self.sudo().search_count(self._portal_domain() & Domain(domain))

    @api.model
    def _portal_open(self, case_id, access_token=None):
        """Return a case to show to the current user, and whether he is its customer.

        It is shown to its customers, to whoever has its link, and to those of ours who may
        read it: they see what the customer sees, and act for nobody.

        :return: pair of the case as superuser, empty when there is none for him, and a boolean
        """
        if not 0 < case_id <= MOST:
            return self.sudo().browse(), False
        access_token = self._merged_token(case_id, access_token)
        case_id = self._merged_id(case_id)
        case = self._portal_find([("id", "=", case_id)], limit=1)
        if case:
            return case, True
        # sudo: the token is compared before anything of the case is used.
        case = self.browse(case_id).sudo().exists().filtered("active")
        if case and case.sudo(False).has_access("read"):
            return case, False
        token = case.access_token
        if token and access_token and consteq(token.encode(), access_token.encode()):
            return case, self.env.user.share
        return self.sudo().browse(), False

    def message_unsubscribe(self, partner_ids=None):
        self.check_access("read")
        res = super().message_unsubscribe(partner_ids)
        if partner_ids:
            self.filtered("is_confidential")._revoke_links()
        return res

    def _revoke_links(self):
        """Make the links that were given out lead nowhere."""
        # sudo: who may hide a case, or put a follower off it, need not see its token. The links
        # of cases that were merged into it lead to it, too.
        for case in self.sudo() | self.sudo().merged_ids:
            if case.access_token:
                case.access_token = str(uuid.uuid4())
            if case.status_code:
                case.status_code = False

    def action_portal_preview(self):
        """Show the case as its customer sees it."""
        self.check_access("read")
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.access_url, "target": "self"}

    # What the pages show.

    def _portal_status(self):
        """Return the key of the status in the customer's words; see ``_portal_statuses``."""
        self.ensure_one()
        if self.state == "open" and not self.first_response_date:
            return "received"
        return self.state

    @api.model
    def _portal_statuses(self):
        """Return key -> (word, colour of the badge) of what customers are told of a case."""
        return {
            "received": (self.env._("Received"), "info"),
            "open": (self.env._("In progress"), "primary"),
            "waiting": (self.env._("Waiting"), "warning"),
            "closed": (self.env._("Done"), "success"),
            "cancelled": (self.env._("Cancelled"), "secondary"),
        }

    def _portal_type_name(self):
        """Return the name of the type where it is one for customers, else an empty text."""
        return self.type_id.name if self.type_id.is_portal else ""

    def _portal_next(self):
        """Return what happens next and by when. A moment that has passed is no promise."""
        self.ensure_one()
        now = fields.Datetime.now()
        if self.state == "waiting":
            return self.env._(
                "Before we can continue, we need a part or a reply from you. Please see the "
                "messages below."
            )
        if self.state == "cancelled":
            return self.env._("This request was cancelled. Write to us below if that is not right.")
        if self.state == "closed":
            if until := self._reopen_until():
                return self.env._(
                    "Not fixed? You can reopen it until %s.", self._portal_date(until)
                )
            return self.env._("New problem? Please report it separately and mention this request.")
        if not self.first_response_date:
            if self.response_deadline and self.response_deadline > now:
                deadline = self._portal_time(self.response_deadline)
                return self.env._("We will reply by %s.", deadline)
            return self.env._("We will reply as soon as we can.")
        if self.resolution_deadline and self.resolution_deadline > now:
            return self.env._(
                "We are working on it and expect to finish by %s.",
                self._portal_date(self.resolution_deadline),
            )
        return self.env._("We are working on it.")

    def _portal_tz(self):
        return self.env.user.tz or self.company_id.resource_calendar_id.tz or "UTC"

    def _portal_date(self, moment):
        """Return the day of a moment in the reader's words."""
        zoned = fields.Datetime.context_timestamp(self.with_context(tz=self._portal_tz()), moment)
        return day_text(self.env, zoned.date())

    def _portal_time(self, moment):
        """Return the day, written as everywhere on the page, and the time of a moment."""
        time = format_time(self.env, moment, tz=self._portal_tz(), time_format="short")
        return f"{self._portal_date(moment)} {time}"

    # What customers do.

    @api.model
    def _portal_report(self, values, files=()):
        """Open a case for the current user, who is a customer; see :meth:`PortalReport.open`."""
        return PortalReport(self.env).open(values, files)

    def _portal_close(self):
        """Close the case for its customer, and tell those who work on it.

        Where they have something left to do first, the case stays open and they hear of it.
        """
        self.ensure_one()
        if self.state in OPEN_STATES:
            words = self.env._("My problem is solved. Please close this request.")
            if self._closing_hindrances():
                self._portal_say(words)
                return
            marked(self, NO_ANSWER)._portal_say(words)
            self.action_close()

    def _portal_reopen(self, reason):
        """Reopen the case for its customer, who says what is wrong; nothing when it is too late.

        :param str reason: plain text
        """
        self.ensure_one()
        reason = typed_text(self.env, self.env._("What is wrong?"), reason)
        if self._reopen_until():
            self.action_reopen()
            self._portal_say(reason)

    def _portal_say(self, text, attachments=()):
        """Post what the customer says, plain text, with files as pairs of name and bytes."""
        self.ensure_one()
        return self.message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self._portal_author().id,
            attachments=list(attachments),
        )

    def _portal_author(self):
        """Return who speaks: the current user, or the customer where only a link brought him."""
        return self.partner_id if self.env.user._is_public() else self.env.user.partner_id

    def _portal_message_posted(self, message, msg_vals):
        """Have a comment of the customer do what an answer by mail does."""
        if (
            message.message_type == "comment"
            and not is_marked(self.env, NO_ANSWER)
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and not msg_vals.get("rating_id")
            and self._is_of_customer(message)
        ):
            self._answered()

    def _is_of_customer(self, message):
        """Return whether somebody of the customer, and none of ours, wrote a message."""
        # sudo: whose message it is, nothing of the people is shown.
        author = message.author_id.sudo()
        ours = any(not user.share for user in author.user_ids)
        return not ours and author.commercial_partner_id == self.sudo().commercial_partner_id

    def _get_allowed_message_params(self):
        """Keep ratings from coming along with any message: a case is rated once, when closed."""
        return super()._get_allowed_message_params() - {"rating_value"}
