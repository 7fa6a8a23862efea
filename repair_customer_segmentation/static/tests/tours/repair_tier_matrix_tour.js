import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const MENU = "repair_customer_segmentation";

registry.category("web_tour.tours").add("repair_tier_matrix_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(`${MENU}.repair_customer_segmentation_menu_root`),
        {
            content: "A manager rebuilds the past",
            trigger: `button[data-menu-xmlid='${MENU}.repair_config_menu']`,
            run: "click",
        },
        {
            trigger: `.o-dropdown-item[data-menu-xmlid='${MENU}.repair_backfill_wizard_menu']`,
            run: "click",
        },
        {
            trigger: ".modal div[name=months] input",
            run: "edit 2 && press Tab",
        },
        {
            trigger: ".modal .alert-info div[name=count]:contains('2')",
        },
        {
            trigger: ".modal button[name=action_rebuild]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_arrow_button_current:contains('Done')",
        },
        {
            trigger: "div[name=months_done]:contains('2')",
        },
        {
            content: "Reporting shows who went where",
            trigger: `button[data-menu-xmlid='${MENU}.repair_report_menu']`,
            run: "click",
        },
        {
            trigger: `.o-dropdown-item[data-menu-xmlid='${MENU}.repair_tier_matrix_menu']`,
            run: "click",
        },
        {
            trigger: ".o_repair_tier_matrix select",
            run: "select value",
        },
        {
            content: "A year back: all six are new",
            trigger: ".o_repair_tier_matrix button:contains('Year')",
            run: "click",
        },
        {
            content: "The big one became high value",
            trigger:
                "tr[data-from='New'] td[data-to='High Value'] button:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Big')",
        },
        {
            trigger: ".o_list_view:not(:contains('Tour Small'))",
        },
        {
            content: "Back to the page, as it was",
            trigger: ".o_back_button, .breadcrumb-item:first a",
            run: "click",
        },
        {
            trigger:
                "tr[data-from='New'] td[data-to='High Value'] button:contains('1')",
        },
    ],
});
