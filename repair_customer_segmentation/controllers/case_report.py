from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.portal.files import MOST_BYTES, MOST_FILES
from ..models.portal.report import PortalReport
from ..models.portal.tips import PortalTips
from ..models.portal.typed_text import MOST_LETTERS
from .case_page import back_to
from .language import in_their_language


class RepairCaseReport(CustomerPortal):
    """The form in which a customer reports a problem."""

    @http.route("/my/cases/new", type="http", auth="user", methods=["GET", "POST"], website=True)
    def portal_new_case(self, **values):
        if redirect := in_their_language(request.env.user.lang):
            return redirect
        form = {name: value for name, value in values.items() if isinstance(value, str)}
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    case = request.env["repair.case"]._portal_report(form, self._files())
                return back_to(case, "report", None)
            except UserError as refusal:
                error = str(refusal)
        report = PortalReport(request.env)
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="repair_case_new",
            error=error,
            form=form,
            has_tips=PortalTips(request.env).offered(),
            tip_gone=form.get("tip") == "gone",
            types=report.types,
            devices=report.devices,
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
