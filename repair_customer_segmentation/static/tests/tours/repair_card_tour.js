import {registry} from "@web/core/registry";

/** Marks a customer of the list, by name. */
const mark = (name) => ({
    content: `Mark ${name}`,
    trigger: `.o_data_row:contains('${name}') .o_list_record_selector input`,
    run: "click",
});

const PRINT = ".o_control_panel button[title=Print]";

registry.category("web_tour.tours").add("repair_card_tour", {
    url: "/odoo/repair-customers",
    steps: () => [
        mark("Tour Big"),
        mark("Tour Small 1"),
        {
            trigger: ".o_cp_action_menus button:contains('Print')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains('Customer Card')",
            run: "click",
        },
        {
            content: "Without a PDF, the cards are a page",
            trigger: ".o_action iframe:iframe .o_customer_card:contains('Tour Big')",
        },
        {
            content: "One card each",
            trigger:
                ".o_action iframe:iframe .o_customer_card:contains('Tour Small 1')",
        },
        {
            content: "Printing it does not open the dialog of the browser in a tour",
            trigger: PRINT,
            run() {
                document.querySelector(".o_action iframe").contentWindow.print = () => {
                    document.body.dataset.printed = "yes";
                };
            },
        },
        {
            trigger: PRINT,
            run: "click",
        },
        {
            trigger: "body[data-printed=yes]:not(:has(.modal, .o_notification))",
        },
        {
            content: "And back to the list, which works as before",
            trigger: ".o_breadcrumb a, .o_back_button",
            run: "click",
        },
        mark("Tour Small 2"),
        {
            trigger:
                ".o_data_row:contains('Tour Small 2') .o_list_record_selector input:checked",
        },
    ],
});
