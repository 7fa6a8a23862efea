import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_label_sheet_tour", {
    steps: () => [
        {
            trigger:
                ".o_list_view:has(.o_data_row:contains('Label tour')) thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus button:contains('Print')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains('Label Sheet')",
            run: "click",
        },
        {
            trigger: ".modal div[name=print_format] label:contains('4 x 7')",
            run: "click",
        },
        {
            trigger: ".modal div[name=copies] input",
            run: "edit 2 && press Tab",
        },
        {
            trigger: ".modal div[name=used_count] input",
            run: "edit 5 && press Tab",
        },
        {
            content: "How much paper it takes stands there before it is printed",
            trigger: ".modal div[name=summary]:contains('Labels: 6. Sheets: 1.')",
        },
        {
            trigger: ".modal footer button[name=action_print]",
            run: "click",
        },
        {
            content:
                "Without a PDF, the sheet is a page, with the dialog out of the way",
            trigger:
                ".o_action iframe:iframe .o_repair_sheet .o_repair_label:contains('Tour Big')",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
