from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .language import in_their_language

# The address is the key: it is neither listed, nor kept, nor told to the pages it leads to.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class RepairStatus(http.Controller):
    """How a repair stands, for whoever holds its receipt: to look at, and nothing to do."""

    @http.route(
        "/repair/status/<string:code>", type="http", auth="public", website=True, methods=["GET"]
    )
    def repair_status(self, code, **_kwargs):
        case = request.env["repair.case"]._status_find(code)
        if not case:
            raise NotFound
        if redirect := in_their_language(case.partner_id.lang):
            return redirect
        return request.render(
            "repair_customer_segmentation.status_page",
            {
                "shown": case._status_words(),
                "sign_in": f"/web/login?redirect={case.access_url}",
                "title": case.reference,
            },
            headers=HEADERS,
        )
