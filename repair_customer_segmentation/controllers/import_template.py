from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from ..models.importing.template import case_workbook
from ..vocabulary import CASE

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RepairImportTemplate(http.Controller):
    """The workbook to fill in, made for whoever asks: their language, types, stages, customers."""

    @http.route(
        "/repair_customer_segmentation/import_template/repair_case.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def repair_case_template(self, company="", **_kwargs):
        cases = request.env[CASE]
        if company:
            if not company.isdecimal():
                raise NotFound
            cases = cases.with_context(allowed_company_ids=[int(company)])
        # A company that the user does not work in is refused when it is looked up.
        cases.check_access("create")
        filename = f"{cases.env._('Repair Cases')}.xlsx"
        return request.make_response(
            case_workbook(cases.env),
            headers=[
                ("Content-Type", XLSX_TYPE),
                ("Content-Disposition", content_disposition(filename)),
                ("Cache-Control", "no-store"),
            ],
        )
