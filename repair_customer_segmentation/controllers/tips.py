from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.portal.report import PortalReport
from ..models.portal.tips import PortalTips


def _number(text):
    """Return the number of a field of the form, or ``None`` where it is empty or no number."""
    return int(text) if str(text or "").isdecimal() else None


def _device(device_id):
    """Return the customer's own device of that id, or ``None``."""
    devices = PortalReport(request.env).devices
    return devices.filtered(lambda device: device.id == _number(device_id)) or None


class RepairTips(CustomerPortal):
    """Tips for customers who report a problem."""

    @http.route("/my/cases/tips", type="jsonrpc", auth="user", readonly=True)
    def portal_tips(self, text="", type_id="", device_id=""):
        """Return the tips that fit what is typed so far, see ``PortalTips.suggest``."""
        tips = PortalTips(request.env)
        return tips.suggest(str(text), _number(type_id), _device(device_id))

    @http.route(
        "/my/cases/tips/<int:tip_id>/helped",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_tip_helped(self, tip_id, name="", device_id="", **_kwargs):
        """Count the problem as solved, and say so on the customer's list of repairs."""
        try:
            PortalTips(request.env).helped(tip_id, name, _device(device_id))
        except UserError:
            return request.redirect("/my/cases/new?tip=gone")
        return request.redirect("/my/cases?solved=1")
