from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError

from ...vocabulary import OPEN_STATES
from ..portal.typed_text import typed_text

REQUEST_TEMPLATE = "repair_customer_segmentation.mail_template_repair_case_rating"


class RepairCase(models.Model):
    """Asks the customer how satisfied he is: once, when the case is closed.

    A case that is reopened and closed again is not asked about again. Cancelled cases, cases that
    are history (created closed, or imported) and those without an address are not asked about;
    of a confidential case nothing is mailed to a customer who does not follow it. Nobody of ours
    is asked: who works here would rate his own work. A rating may be changed for a day.
    """

    _inherit = "repair.case"

    rating_request_date = fields.Datetime(
        "Rating Requested on",
        readonly=True,
        copy=False,
        help="When the customer was asked for a rating. They are asked only once.",
    )

    def _ask_when_closed(self, old):
        """Ask about those of these cases, which were in the state ``old``, that are closed now."""
        if old in OPEN_STATES and not self.env.context.get("import_file"):
            closed = self.filtered(lambda case: case.state == "closed" and not case._is_silent())
            closed._request_rating()

    def _request_rating(self):
        """Ask the customers of these cases who are to be asked, in the company's name.

        The mails go by the queue, so that closing waits for no mail server.
        """
        template = self.env.ref(REQUEST_TEMPLATE, raise_if_not_found=False)
        # Whoever closes the case: the agent need not see the company's settings, and a customer
        # who closes it in the portal is not who asks.
        cases = self.with_user(SUPERUSER_ID).filtered("company_id.repair_rating_request")
        for case in cases if template else ():
            if not case._is_rating_wanted():
                continue
            case.rating_request_date = fields.Datetime.now()
            case._send_rating_request(template.sudo().with_context(lang=case.partner_id.lang))

    def _send_rating_request(self, template):
        """Mail the customer the question, as ``rating_send_request`` does, in our name."""
        self.with_context(mail_notify_force_send=False).message_post_with_source(
            template,
            email_layout_xmlid="mail.mail_notification_light",
            force_send=False,
            subtype_xmlid="mail.mt_note",
            **self._desk_sender(template),
        )

    def _is_rating_wanted(self):
        """Return whether the customer is to be asked about this case now."""
        self.ensure_one()
        return (
            not self.rating_request_date
            and not self.rating_ids.filtered("consumed")
            and not self._is_of_ours()
            and bool(self.partner_id.email_normalized)
            and (not self.is_confidential or self.partner_id in self.message_partner_ids)
        )

    def _is_of_ours(self):
        """Return whether the customer works here, or is a company of ours."""
        self.ensure_one()
        # sudo: who the customer is, nothing of it is returned.
        customer = self.sudo().partner_id
        users = customer.with_context(active_test=False).user_ids
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return any(not user.share for user in users) or bool(
            companies.search_count([("partner_id", "=", customer.commercial_partner_id.id)])
        )

    @api.private
    def rating_send_request(self, *args, **kwargs):
        return super().rating_send_request(*args, **kwargs)

    def rating_apply(self, rate, token=None, rating=None, feedback=None, **kwargs):
        """Take the word of a customer, or change it within a day.

        It comes by a link or in the portal, which act as the system.

        :raise AccessError: for anybody else
        :raise UserError: when it is later than that, or the customer is one of ours
        """
        if not self.env.su:
            raise AccessError(self._own_rating_words())
        if token and not rating:
            # sudo: who has the token may rate.
            rating = (
                self.env["rating.rating"].sudo().search([("access_token", "=", token)], limit=1)
            )
        if self._is_of_ours():
            raise UserError(self.env._("This is a colleague's case: employees cannot rate."))
        if rating and rating.consumed and not rating._is_changeable():
            raise UserError(
                self.env._(
                    "You rated this repair more than a day ago, so the rating can no longer be "
                    "changed. Send us a message to tell us more."
                )
            )
        return super().rating_apply(rate, rating=rating, feedback=feedback, **kwargs)

    def _portal_rating(self):
        """Return the rating that the customer gave, empty when none."""
        self.ensure_one()
        return self.rating_ids.filtered("consumed")[:1]

    def _portal_may_rate(self):
        """Return whether the customer may rate the case now, or change what was given."""
        self.ensure_one()
        rating = self._portal_rating()
        return (
            self.state == "closed"
            and self.company_id.repair_rating_request
            and not self._is_of_ours()
            and (not rating or rating._is_changeable())
        )

    def _portal_rate(self, rate, feedback):
        """Rate the case for its customer, or change the rating within a day.

        Nothing when it cannot be rated.

        :param int rate: 1, 3 or 5
        :param str feedback: plain text, may be empty
        :raise UserError: when it was rated more than a day ago
        """
        self.ensure_one()
        feedback = typed_text(self.env, self.env._("Comment"), feedback)
        # Whoever taps twice rates once: the second tap waits, and finds the rating of the first.
        self.lock_for_update()
        self.invalidate_recordset(["rating_ids"])
        rating = self._portal_rating()
        if not rating and not self._portal_may_rate():
            return
        if not rating:
            token = self._rating_get_access_token()
            rating = self.rating_ids.filtered(lambda r: r.access_token == token)
        elif (rating.rating, rating.feedback or "") == (rate, feedback):
            return
        self.rating_apply(rate, rating=rating, feedback=feedback)

    def action_view_ratings(self):
        """List the ratings of this case."""
        self.ensure_one()
        return self.env["rating.rating"]._repair_action(
            [("repair_case_id", "=", self.id)], self.display_name
        )
