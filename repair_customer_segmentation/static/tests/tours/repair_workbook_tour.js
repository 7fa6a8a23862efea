import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A tab of its own cannot be looked into: fetch what it would have downloaded. */
const fetchFile = async (url) => {
    const answer = await fetch(url);
    const start = new Uint8Array(await answer.arrayBuffer()).slice(0, 2);
    if (answer.headers.get("Content-Type") === XLSX && start[0] === 80) {
        document.body.dataset.downloaded = "yes";
    }
};

const watchDownload = () => {
    delete document.body.dataset.downloaded;
    browser.open = (url) => {
        fetchFile(url);
        return {closed: false};
    };
};

const makeWorkbook = [
    {
        content: "The dialog tells what is in the file, and of how many customers",
        trigger: ".modal .o_field_domain:contains('record')",
        run: () => {
            watchDownload();
        },
    },
    {
        trigger: ".modal footer button[name=action_make]",
        run: "click",
    },
    {
        content: "The file is downloaded, and the dialog closes",
        trigger: "body[data-downloaded=yes]:not(:has(.modal))",
    },
];

registry.category("web_tour.tours").add("repair_workbook_tour", {
    url: "/odoo/repair-customers",
    steps: () => [
        {
            content:
                "The list is there: a dialog opened before it would take its place",
            trigger: ".o_data_row:contains('Tour Big')",
        },
        {
            trigger: ".o_menu_sections button:contains('Reporting')",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu .dropdown-item[data-menu-xmlid='repair_customer_segmentation.repair_workbook_menu']",
            run: "click",
        },
        ...makeWorkbook,
        {
            content: "Of one customer of the list",
            trigger: ".o_data_row:contains('Tour Big') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains('Workbook')",
            run: "click",
        },
        ...makeWorkbook,
    ],
});

registry.category("web_tour.tours").add("repair_workbook_mailing_tour", {
    url: "/odoo/repair-workbook-mailings",
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour Mailing",
        },
        {
            trigger: "div[name=rhythm] .o_select_menu_toggler",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Weekly')",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: "button[name=action_send_now]:not([disabled])",
            run: "click",
        },
        {
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('within minutes')",
        },
    ],
});
