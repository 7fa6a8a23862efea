from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.portal.report import PortalReport
from ..models.portal.tips import PortalTips


def _chosen(records, record_id):
    """Return the one of the records that the form chose by its id; none where it chose no other."""
    return records.filtered(lambda record: str(record.id) == str(record_id))


class RepairTips(CustomerPortal):
    """Tips for customers who report a problem."""

    @http.route("/my/cases/tips", type="jsonrpc", auth="user", readonly=True)
    def portal_tips(self, text="", type_id="", device_id=""):
        """Return the tips that fit what is typed so far, see ``PortalTips.suggest``."""
        report = PortalReport(request.env)
        return PortalTips(request.env).suggest(
            str(text), _chosen(report.types, type_id), _chosen(report.devices, device_id)
        )

    @http.route(
        "/my/cases/tips/<int:tip_id>/helped",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_tip_helped(self, tip_id, name="", device_id="", **_kwargs):
        """Count the problem as solved, and say so on the customer's list of repairs."""
        device = _chosen(PortalReport(request.env).devices, device_id)
        try:
            PortalTips(request.env).helped(tip_id, name, device)
        except UserError:
            return request.redirect("/my/cases/new?tip=gone")
        return request.redirect("/my/cases?solved=1")
