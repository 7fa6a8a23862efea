from urllib.parse import urlencode

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.portal.complaint import complain, may_complain, open_complaint
from .case_list import HISTORY_KEY
from .language import in_their_language

STARS = (5, 3, 1)


def back_to(case, done, access_token):
    """Redirect to the page of a case, which says what was done.

    :param str done: key of the notice, see ``_notices``
    :param access_token: whose link it was, if it was one
    """
    if access_token:
        # The link may have been that of a case that is merged into this one.
        access_token = case._portal_ensure_token()
    args = {"done": done, **({"access_token": access_token} if access_token else {})}
    return request.redirect(f"{case.access_url}?{urlencode(args)}")


class RepairCasePage(CustomerPortal):
    """One case as its customer sees it, and what he does there: close, reopen, rate.

    What a visitor may see is decided by the model (``_portal_open``); what he may not see does
    not exist for him.
    """

    def _open_case(self, case_id, access_token):
        """Return what the model lets the visitor open.

        :raise NotFound: whether there is no such case, or none for him, is the same to him
        """
        case, acts = request.env["repair.case"]._portal_open(case_id, access_token)
        if not case:
            raise NotFound
        return case, acts

    @http.route("/my/cases/<int:case_id>", type="http", auth="public", website=True)
    def portal_my_case(self, case_id, access_token=None, **kwargs):
        try:
            case, acts = self._open_case(case_id, access_token)
        except NotFound:
            if not request.env.user._is_public():
                raise
            return request.redirect(
                f"/web/login?{urlencode({'redirect': request.httprequest.path})}"
            )
        if case.id != case_id:
            # Merged into another case, whose own link this one leads to.
            token = request.env["repair.case"]._merged_token(case_id, access_token)
            args = f"?{urlencode({'access_token': token})}" if token else ""
            return request.redirect(f"{case.access_url}{args}")
        user = request.env.user
        if redirect := in_their_language((case.partner_id if user._is_public() else user).lang):
            return redirect
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="repair_case",
            case=case,
            object=case,
            acts=acts,
            statuses=case._portal_statuses(),
            rating=case._portal_rating(),
            rates=self._rate_words(),
            # People of ours write by their rights, and never see what acts for the customer.
            token=case._portal_ensure_token() if acts or request.env.user.share else "",
            access_token=access_token,
            may_complain=acts and may_complain(case),
            open_complaint=open_complaint(case),
            pid=kwargs.get("pid"),
            hash=kwargs.get("hash"),
            notice=self._notices().get(kwargs.get("done")),
            **self._neighbours(case),
        )
        return request.render("repair_customer_segmentation.portal_my_case", values)

    def _rate_words(self):
        return dict(
            zip(
                STARS,
                (self.env._("Happy"), self.env._("Neutral"), self.env._("Unhappy")),
                strict=True,
            )
        )

    def _notices(self):
        return {
            "report": self.env._(
                "Thank you. We received your report and will reply here and by email."
            ),
            "close": self.env._("The case is closed. Thank you for telling us."),
            "solved": self.env._("Thank you for telling us. We will close the case shortly."),
            "reopen": self.env._("The case is open again. We will look into it."),
            "rate": self.env._("Thank you for your rating."),
            "complain": self.env._(
                "Thank you for telling us. We are sorry that you are not satisfied, and will look "
                "into it."
            ),
        }

    def _neighbours(self, case):
        """Return the addresses of the cases before and after it in the list he came from.

        A case that was in that list may be hidden by now.
        """
        history = request.session.get(HISTORY_KEY, [])
        if case.id not in history:
            return {}
        place = history.index(case.id)
        near = [*history[max(0, place - 1) : place], *history[place + 1 : place + 2]]
        shown = {c.id: c.access_url for c in case._portal_find([("id", "in", near)])}
        return {
            "prev_record": shown.get(history[place - 1]) if place else None,
            "next_record": shown.get(history[place + 1]) if place + 1 < len(history) else None,
        }

    def _case_to_act_on(self, case_id, access_token):
        case, acts = self._open_case(case_id, access_token)
        if not acts:
            raise AccessError(
                self.env._(
                    "Only the customer can do this. You are viewing the page as the customer."
                )
            )
        return case

    @http.route(
        "/my/cases/<int:case_id>/close", type="http", auth="public", methods=["POST"], website=True
    )
    def portal_close_case(self, case_id, access_token=None, **_kwargs):
        case = self._case_to_act_on(case_id, access_token)
        case._portal_close()
        return back_to(case, "close" if case.state == "closed" else "solved", access_token)

    @http.route(
        "/my/cases/<int:case_id>/reopen", type="http", auth="public", methods=["POST"], website=True
    )
    def portal_reopen_case(self, case_id, access_token=None, reason="", **_kwargs):
        case = self._case_to_act_on(case_id, access_token)
        case._portal_reopen(reason.strip() or self.env._("Please look at it again."))
        return back_to(case, "reopen" if case.state == "open" else "", access_token)

    @http.route(
        "/my/cases/<int:case_id>/complain",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_complain(self, case_id, access_token=None, text="", **_kwargs):
        case = self._case_to_act_on(case_id, access_token)
        complaint = complain(case, text)
        if complaint:
            # A link leads to one case: whoever came by one gets that of the complaint.
            return back_to(complaint, "complain", access_token)
        return back_to(case, "", access_token)

    @http.route(
        "/my/cases/<int:case_id>/rate", type="http", auth="public", methods=["POST"], website=True
    )
    def portal_rate_case(self, case_id, rate="", access_token=None, feedback="", **_kwargs):
        case = self._case_to_act_on(case_id, access_token)
        if rate not in map(str, STARS):
            raise UserError(self.env._("Choose one of the three faces."))
        case._portal_rate(int(rate), feedback.strip())
        return back_to(case, "rate", access_token)
