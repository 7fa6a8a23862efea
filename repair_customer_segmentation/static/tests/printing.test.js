import {expect, test} from "@odoo/hoot";
import {makeMockEnv, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {ReportAction} from "@web/webclient/actions/reports/report_action";

import {showAndPrint} from "@repair_customer_segmentation/case/show_and_print/show_and_print";
import {showPage} from "@repair_customer_segmentation/case/browser_print/browser_print";

defineMailModels();

test("the record is shown before it is printed", async () => {
    const env = {services: {action: {doAction: async (action) => expect.step(action)}}};
    await showAndPrint(env, {params: {shown: "case", printed: ["receipt", "label"]}});
    expect.verifySteps(["case", "receipt", "label"]);
});

let wkhtmltopdf = "";

async function withoutServer() {
    onRpc("/report/check_wkhtmltopdf", () => wkhtmltopdf);
    await makeMockEnv();
}

async function printOf(reportName, state) {
    wkhtmltopdf = state;
    const report = {
        props: {report_name: reportName},
        title: "Receipt",
        action: {doAction: (action) => expect.step(action.report_type)},
        iframe: {el: {contentWindow: {print: () => expect.step("browser")}}},
    };
    Object.setPrototypeOf(report, ReportAction.prototype);
    await report.print();
}

const RECEIPT = "repair_customer_segmentation.report_repair_case_receipt";

test("the browser prints where no PDF can be made", async () => {
    await withoutServer();
    for (const state of ["install", "broken", "workers"]) {
        await printOf(RECEIPT, state);
        expect.verifySteps(["browser"]);
    }
});

test("else the PDF is printed, and reports of others as before", async () => {
    await withoutServer();
    await printOf(RECEIPT, "ok");
    expect.verifySteps(["qweb-pdf"]);
    await printOf("sale.report_saleorder", "install");
    expect.verifySteps(["qweb-pdf"]);
});

test("a page is shown at once where no PDF can be made", async () => {
    await withoutServer();
    const env = {
        services: {action: {doAction: (action) => expect.step(action.report_type)}},
    };
    const shown = (state, values = {}) => {
        wkhtmltopdf = state;
        const action = {report_type: "qweb-pdf", report_name: RECEIPT, ...values};
        return showPage(action, {}, env);
    };
    expect(await shown("install")).toBe(true);
    expect.verifySteps(["qweb-html"]);
    expect(await shown("ok")).toBe(false);
    expect(await shown("install", {report_type: "qweb-html"})).toBe(false);
    expect(await shown("install", {report_name: "sale.report_saleorder"})).toBe(false);
    expect.verifySteps([]);
});
