from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..vocabulary import OPEN_STATES
from .language import in_their_language

# In the session: the ids of the cases in the list that the visitor came from.
HISTORY_KEY = "my_repair_cases_history"
NEWEST = "date_open desc, id desc"


class RepairCaseList(CustomerPortal):
    """The cases of a customer, and how many they are on the page where all of it begins.

    Which cases those are is decided by the model (``_portal_find``, ``_portal_count``).
    """

    _cases_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "repair_case_count" in counters:
            values["repair_case_count"] = request.env["repair.case"]._portal_count()
        return values

    def _case_sortings(self):
        return {
            "open": {"label": self.env._("Open first"), "order": f"state desc, {NEWEST}"},
            "date": {"label": self.env._("Newest"), "order": NEWEST},
            "name": {"label": self.env._("Subject"), "order": "name, id desc"},
            "device": {"label": self.env._("Device"), "order": f"device_id, {NEWEST}"},
        }

    def _case_filters(self):
        me = request.env.user.partner_id
        domains = {
            "all": (self.env._("All"), Domain.TRUE),
            "open": (self.env._("Open"), Domain("state", "in", OPEN_STATES)),
            "closed": (self.env._("Done"), Domain("state", "=", "closed")),
            "cancelled": (self.env._("Cancelled"), Domain("state", "=", "cancelled")),
            "mine": (self.env._("Reported by me"), Domain("partner_id", "=", me.id)),
        }
        return {key: {"label": label, "domain": domain} for key, (label, domain) in domains.items()}

    def _case_groupings(self):
        """Return key -> label, the order that keeps a group together, and a case's group."""
        statuses = request.env["repair.case"]._portal_statuses()
        return {
            "none": {"label": self.env._("None"), "order": "", "group": lambda case: ""},
            "status": {
                "label": self.env._("Status"),
                "order": "state desc, ",
                "group": lambda case: statuses[case._portal_status()][0],
            },
            "device": {
                "label": self.env._("Device"),
                "order": "device_id, ",
                "group": lambda case: case.device_id.display_name or self.env._("Without a device"),
            },
            "type": {
                "label": self.env._("Type"),
                "order": "type_id, ",
                "group": lambda case: case._portal_type_name() or self.env._("Other"),
            },
            "contact": {
                "label": self.env._("Contact"),
                "order": "partner_id, ",
                "group": lambda case: case.partner_id.name,
            },
        }

    def _case_inputs(self):
        return {
            "all": {"input": "all", "label": self.env._("Search in all")},
            "name": {"input": "name", "label": self.env._("Search in subject")},
            "reference": {"input": "reference", "label": self.env._("Search in reference")},
            "serial": {"input": "serial", "label": self.env._("Search in serial number")},
        }

    def _case_search_domain(self, search, search_in):
        domains = {
            "name": Domain("name", "ilike", search),
            "reference": Domain("reference", "ilike", search),
            "serial": Domain("device_id.serial_number", "ilike", search)
            | Domain("device_id.reported_serial", "ilike", search),
        }
        if "\0" in search:
            # No text has it.
            return Domain.FALSE
        if search_in in domains:
            return domains[search_in]
        return Domain.OR([*domains.values(), Domain("device_id.name", "ilike", search)])

    @http.route(["/my/cases", "/my/cases/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_cases(
        self, page=1, sortby="open", filterby="all", groupby="none", search="", search_in="all",
        **kwargs,
    ):  # fmt: skip
        if redirect := in_their_language(request.env.user.lang):
            return redirect
        cases = request.env["repair.case"]
        sortings, filters = self._case_sortings(), self._case_filters()
        groupings, inputs = self._case_groupings(), self._case_inputs()
        sortby = sortby if sortby in sortings else "open"
        filterby = filterby if filterby in filters else "all"
        groupby = groupby if groupby in groupings else "none"
        search_in = search_in if search_in in inputs else "all"
        domain = filters[filterby]["domain"]
        if search.strip():
            domain &= self._case_search_domain(search.strip(), search_in)
        pager = portal_pager(
            url="/my/cases",
            url_args={
                "sortby": sortby, "filterby": filterby, "groupby": groupby,
                "search": search, "search_in": search_in,
            },
            total=cases._portal_count(domain),
            page=page,
            step=self._cases_per_page,
        )  # fmt: skip
        found = cases._portal_find(
            domain,
            order=groupings[groupby]["order"] + sortings[sortby]["order"],
            limit=self._cases_per_page,
            offset=max(0, pager["offset"]),
        )
        request.session[HISTORY_KEY] = found.ids
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="repair_cases",
            default_url="/my/cases",
            pager=pager,
            groups=self._grouped(found, groupings[groupby]["group"]),
            statuses=cases._portal_statuses(),
            searchbar_sortings=sortings,
            sortby=sortby,
            searchbar_filters=filters,
            filterby=filterby,
            searchbar_groupby=groupings,
            groupby=groupby,
            searchbar_inputs=inputs,
            search_in=search_in,
            search=search,
            next_visits=request.env.user.partner_id._portal_next_visits(),
            has_cases=bool(found) or bool(cases._portal_count()),
            solved="solved" in kwargs,
        )
        return request.render("repair_customer_segmentation.portal_my_cases", values)

    @staticmethod
    def _grouped(cases, key):
        """Return pairs of a label and the cases under it, in the order of the first of each."""
        groups = {}
        for case in cases:
            groups.setdefault(key(case), []).append(case)
        return list(groups.items())
