import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const MENU = "repair_customer_segmentation.repair_";

function choose(field, text) {
    return [
        {
            trigger: `.o_field_widget[name=${field}] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('${text}')`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("repair_contract_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            trigger: `button[data-menu-xmlid='${MENU}customer_menu']`,
            run: "click",
        },
        {
            trigger: `a[data-menu-xmlid='${MENU}service_contract_menu']`,
            run: "click",
        },
        {
            content: "The list of contracts, no longer that of cases",
            trigger: ".o_last_breadcrumb_item:contains('Contracts')",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        ...choose("partner_id", "Tour Hotel"),
        ...choose("template_id", "Tour Care"),
        {
            content: "The template fills in the level and the length",
            trigger: ".o_field_widget[name=service_level_id] input:value(Tour Best)",
        },
        {
            trigger: ".o_field_widget[name=months] input:value(6)",
        },
        {
            content: "Devices of this customer alone are offered",
            trigger: ".o_field_widget[name=device_ids] input",
            run: "edit Tour",
        },
        {
            trigger:
                ".o-autocomplete--dropdown-menu:not(:contains('Tour Press')) .o-autocomplete--dropdown-item:contains('Tour Boiler')",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_start] button",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_start] input",
            run: "edit 01/01/2025 && press Tab",
        },
        {
            content: "Half a year from New Year ends in June",
            trigger: ".o_field_widget[name=date_end]:contains('Jun')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The contract runs",
            trigger: ".o_form_saved .o_arrow_button_current:contains('Running')",
        },
    ],
});

// Begins on the form of the customer.
registry.category("web_tour.tours").add("repair_contract_shown_tour", {
    steps: () => [
        {
            trigger: ".o_form_view .nav-link:contains('Service')",
            run: "click",
        },
        {
            content: "The customer's page shows it, and what comes next",
            trigger:
                ".o_field_widget[name=repair_contract_ids] .o_data_row:contains('Tour Boiler'):contains('Running')",
        },
        {
            trigger:
                ".o_field_widget[name=repair_contract_next]:contains('ends on June 30, 2025')",
        },
        {
            trigger: "button[name=action_view_repair_cases]",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Tour boiler is cold')",
            run: "click",
        },
        {
            content: "The open case is served by the contract",
            trigger:
                ".o_field_widget[name=contract_days]:contains('until June 30, 2025')",
        },
        {
            trigger: ".o_field_widget[name=service_level_id]:contains('Tour Best')",
        },
    ],
});
