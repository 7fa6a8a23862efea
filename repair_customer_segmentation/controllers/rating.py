from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.rating.controllers.main import Rating

from ..models.portal.typed_text import typed_text
from .case_page import STARS
from .language import in_their_language


class RepairRating(Rating):
    """Odoo's page of the link in the mail that asks for a rating, where it is one of a case."""

    def _get_rating_and_record(self, token):
        if "\0" in token:
            raise NotFound
        return super()._get_rating_and_record(token)

    @http.route()
    def action_open_rating(self, token, rate, **kwargs):
        rating, _case = self._get_rating_and_record(token)
        if rating.res_model == "repair.case":
            if rate not in STARS:
                raise NotFound
            if redirect := in_their_language(rating.partner_id.lang):
                return redirect
        return super().action_open_rating(token, rate, **kwargs)

    @http.route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        """Take the rating of the customer alone, as the page before it does.

        :raise UserError: names what is not possible
        """
        rating, case = self._get_rating_and_record(token)
        if rating.res_model != "repair.case" or request.httprequest.method != "POST":
            return super().action_submit_rating(token, rate=rate, **kwargs)
        if not self._repair_may_rate(rating):
            return request.render(
                "rating.rating_external_page_invalid_partner",
                {
                    "model_name": request.env["ir.model"]._get(rating.res_model).display_name,
                    "name": case.display_name,
                    "web_base_url": rating.get_base_url(),
                },
            )
        if str(rate) not in map(str, STARS):
            raise UserError(self.env._("Choose one of the three faces."))
        feedback = typed_text(self.env, self.env._("Comment"), kwargs.pop("feedback", ""))
        return super().action_submit_rating(token, rate=rate, feedback=feedback, **kwargs)

    @staticmethod
    def _repair_may_rate(rating):
        """Return whether the visitor is the customer, as far as one can tell.

        People of ours rate for nobody, not for a company that they belong to either.
        """
        user = request.env.user
        if user._is_public():
            return True
        if not user.share:
            return user.partner_id == rating.partner_id
        return user.commercial_partner_id == rating.partner_id.commercial_partner_id
