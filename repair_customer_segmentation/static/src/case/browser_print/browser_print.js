import {ReportAction} from "@web/webclient/actions/reports/report_action";
import {patch} from "@web/core/utils/patch";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

const OWN = "repair_customer_segmentation.";
const MAKES_PDF = ["ok", "upgrade"];

/** Whether a report is ours, on a server that cannot make a PDF of it: then the browser prints. */
async function isPrintedHere(reportName) {
    if (!reportName.startsWith(OWN)) {
        return false;
    }
    return !MAKES_PDF.includes(await rpc("/report/check_wkhtmltopdf"));
}

/** Shows the page to print at once, where Odoo would first complain that a program is missing. */
export async function showPage(action, options, env) {
    if (
        action.report_type !== "qweb-pdf" ||
        !(await isPrintedHere(action.report_name))
    ) {
        return false;
    }
    await env.services.action.doAction(
        {...action, report_type: "qweb-html"},
        {...options}
    );
    // The page took the place of the list that asked: it is not there to be read anew.
    delete options?.onClose;
    return true;
}

registry
    .category("ir.actions.report handlers")
    .add("repair_customer_segmentation.show_page", showPage);

// The button "Print" of such a page asks for the same PDF again.
patch(ReportAction.prototype, {
    async print() {
        if (await isPrintedHere(this.props.report_name)) {
            return this.iframe.el.contentWindow.print();
        }
        return super.print();
    },
});
