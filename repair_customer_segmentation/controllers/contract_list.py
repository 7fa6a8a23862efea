from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.portal.contracts import portal_contracts


class RepairContractList(CustomerPortal):
    """The contracts of a customer: what is covered, from when to when."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "repair_contract_count" in counters:
            values["repair_contract_count"] = len(portal_contracts(request.env))
        return values

    @http.route("/my/contracts", type="http", auth="user", website=True)
    def portal_my_contracts(self, **_kwargs):
        contracts = portal_contracts(request.env)
        states = dict(contracts._fields["state"]._description_selection(request.env))
        values = self._prepare_portal_layout_values()
        values.update(page_name="repair_contracts", contracts=contracts, states=states)
        return request.render("repair_customer_segmentation.portal_my_contracts", values)
