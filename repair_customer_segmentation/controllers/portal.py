from urllib.parse import urlencode

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.portal.report import MOST_BYTES, MOST_FILES, MOST_LETTERS
from ..vocabulary import OPEN_STATES

HISTORY_KEY = "my_repair_cases_history"
NEWEST = "date_open desc, id desc"
STARS = (5, 3, 1)


class RepairCustomerPortal(CustomerPortal):
    """The pages of customers: their cases, one case, and a new one.

    What a visitor may see is decided by the model (``_portal_find``, ``_portal_open``); what he
    may not see does not exist for him.
    """

    _cases_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "repair_case_count" in counters:
            values["repair_case_count"] = request.env["repair.case"]._portal_count()
        return values

    # The list.

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
        **_kwargs,
    ):  # fmt: skip
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
            has_cases=bool(found) or bool(cases._portal_count()),
        )
        return request.render("repair_customer_segmentation.portal_my_cases", values)

    @staticmethod
    def _grouped(cases, key):
        """Return pairs of a label and the cases under it, in the order of the first of each."""
        groups = {}
        for case in cases:
            groups.setdefault(key(case), []).append(case)
        return list(groups.items())

    # One case.

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
            "report": self.env._("Thank you. We have your report, and answer here and by email."),
            "close": self.env._("The case is closed. Thank you for telling us."),
            "reopen": self.env._("The case is open again. We look at it."),
            "rate": self.env._("Thank you for your rating."),
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
                self.env._("Only the customer does this. You see the page as the customer.")
            )
        return case

    def _back_to(self, case, done, access_token):
        if access_token:
            # The link may have been that of a case that is merged into this one.
            access_token = case._portal_ensure_token()
        args = {"done": done, **({"access_token": access_token} if access_token else {})}
        return request.redirect(f"{case.access_url}?{urlencode(args)}")

    @http.route(
        "/my/cases/<int:case_id>/close", type="http", auth="public", methods=["POST"], website=True
    )
    def portal_close_case(self, case_id, access_token=None, **_kwargs):
        case = self._case_to_act_on(case_id, access_token)
        case._portal_close()
        return self._back_to(case, "close", access_token)

    @http.route(
        "/my/cases/<int:case_id>/reopen", type="http", auth="public", methods=["POST"], website=True
    )
    def portal_reopen_case(self, case_id, access_token=None, reason="", **_kwargs):
        case = self._case_to_act_on(case_id, access_token)
        case._portal_reopen(reason.strip() or self.env._("Please look at it again."))
        return self._back_to(case, "reopen" if case.state == "open" else "", access_token)

    @http.route(
        "/my/cases/<int:case_id>/rate", type="http", auth="public", methods=["POST"], website=True
    )
    def portal_rate_case(self, case_id, rate="", access_token=None, feedback="", **_kwargs):
        case = self._case_to_act_on(case_id, access_token)
        if rate not in map(str, STARS):
            raise UserError(self.env._("Choose one of the three faces."))
        case._portal_rate(int(rate), feedback.strip())
        return self._back_to(case, "rate", access_token)

    # A new one.

    @http.route("/my/cases/new", type="http", auth="user", methods=["GET", "POST"], website=True)
    def portal_new_case(self, **values):
        cases = request.env["repair.case"]
        form = {name: value for name, value in values.items() if isinstance(value, str)}
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    case = cases._portal_report(form, self._files())
                return self._back_to(case, "report", None)
            except UserError as refusal:
                error = str(refusal)
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="repair_case_new",
            error=error,
            form=form,
            types=cases._portal_types(),
            devices=cases._portal_devices(),
            most_letters=MOST_LETTERS,
            most_files=MOST_FILES,
            most_megabytes=MOST_BYTES // 1024**2,
        )
        return request.render("repair_customer_segmentation.portal_new_case", values)

    @staticmethod
    def _files():
        """Return the files of the form as pairs of name and bytes, one byte more than allowed."""
        uploads = request.httprequest.files.getlist("files")
        return [(file.filename, file.read(MOST_BYTES + 1)) for file in uploads if file.filename]
