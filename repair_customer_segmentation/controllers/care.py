from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.care.opt_out import opt_out_url, partner_of_link

PAGE = "repair_customer_segmentation.care_opt_out"


class RepairCare(http.Controller):
    """The page of the link in care messages: no more of them, or some again after all."""

    @http.route(
        "/repair/care/<int:partner_id>/<string:token>", type="http", auth="public", website=True
    )
    def care_page(self, partner_id, token, **_values):
        """Ask; programs that follow links in mails change nothing."""
        return self._page(self._partner(partner_id, token))

    @http.route(
        "/repair/care/<int:partner_id>/<string:token>/<string:choice>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def care_choice(self, partner_id, token, choice, **_values):
        """Take the customer's choice: ``stop`` or ``resume``."""
        partner = self._partner(partner_id, token)
        if choice not in ("stop", "resume"):
            raise NotFound
        self._choose(partner, choice == "stop")
        return self._page(partner, is_done=True)

    # Without a token of a session: a mail program sends it, which has none (RFC 8058). The link
    # is signed, and all that it can do is to opt out.
    @http.route(
        "/repair/care/<int:partner_id>/<string:token>/now",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,
    )
    def care_one_click(self, partner_id, token, **_values):
        """Opt out at once, as a mail program asks for its user."""
        partner = self._partner(partner_id, token)
        self._choose(partner, True)
        return request.make_response("", headers=[("Content-Type", "text/plain")])

    @staticmethod
    def _partner(partner_id, token):
        partner = partner_of_link(request.env, partner_id, token)
        if not partner:
            raise NotFound
        return partner

    @staticmethod
    def _choose(partner, is_out):
        if partner.repair_care_opt_out != is_out:
            partner.repair_care_opt_out = is_out
            text = (
                partner.env._("Opted out of care messages by the link in a message.")
                if is_out
                else partner.env._("Wants care messages again, by the link in a message.")
            )
            partner._message_log(body=text)

    @staticmethod
    def _page(partner, is_done=False):
        if partner.lang and not request.session.uid:
            partner = partner.with_context(lang=partner.lang)
            request.update_context(lang=partner.lang)
        return request.render(
            PAGE,
            {
                "company": partner.company_id or request.env.company.sudo(),
                "is_out": partner.repair_care_opt_out,
                "is_done": is_done,
                "url": opt_out_url(partner),
            },
        )
