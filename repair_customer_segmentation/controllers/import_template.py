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
    def repair_case_template(self, **_kwargs):
        cases = request.env[CASE]
        cases.check_access("create")
        filename = f"{request.env._('Repair Cases')}.xlsx"
        return request.make_response(
            case_workbook(request.env),
            headers=[
                ("Content-Type", XLSX_TYPE),
                ("Content-Disposition", content_disposition(filename)),
                ("Cache-Control", "no-store"),
            ],
        )
