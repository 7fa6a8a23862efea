import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const APP = "repair_customer_segmentation.repair_customer_segmentation_menu_root";

function openMenu(menu) {
    return [
        {
            trigger:
                "button[data-menu-xmlid='repair_customer_segmentation.repair_customer_menu']",
            run: "click",
        },
        {
            trigger: `a[data-menu-xmlid='repair_customer_segmentation.${menu}']`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("repair_quality_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(APP),
        ...openMenu("repair_customer_profile_menu"),
        {
            trigger: ".o_control_panel button[name=action_classify_now]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Customers classified: 6')",
        },
        ...openMenu("repair_data_quality_menu"),
        {
            content: "The customer with most repairs comes first",
            trigger:
                ".o_list_view .o_data_row:first:contains('Tour Big'):contains('Country')",
        },
        {
            trigger: ".o_data_row:contains('Tour Small 1') td[name=country_id]",
            run: "click",
        },
        {
            trigger: ".o_data_row.o_selected_row td[name=country_id] input",
            run: "edit Belgium",
        },
        {
            trigger: ".o-autocomplete--dropdown-item > a:contains('Belgium')",
            run: "click",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "The country is no gap any more",
            trigger:
                ".o_data_row:contains('Tour Small 1'):contains('Belgium') td[name=repair_gaps]:not(:contains('Country'))",
        },
        {
            trigger:
                ".o_data_row:contains('Tour Big') .o_list_record_open_form_view button",
            run: "click",
        },
        {
            content: "Its form says what to do",
            trigger:
                ".o_repair_gap_advice:contains('Choose the country of the address')",
        },
    ],
});

registry.category("web_tour.tours").add("repair_duplicate_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(APP),
        ...openMenu("repair_customer_duplicate_menu"),
        {
            trigger: ".o_control_panel button[name=action_search]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('BE0477472701') button[name=action_dismiss]",
            run: "click",
        },
        {
            content: "It is gone for good",
            trigger: ".o_list_view:not(:contains('BE0477472701'))",
        },
        {
            trigger:
                ".o_data_row:contains('tour@example.com'):contains('Tour Big'):contains('Tour Small 1') button[name=action_merge]",
            run: "click",
        },
        {
            content: "The one with most repairs is kept",
            trigger: ".modal div[name=dst_partner_id] input:value('Tour Big')",
        },
        {
            trigger: ".modal button[name=action_merge]",
            run: "click",
        },
        {
            trigger:
                ".modal:contains('There are no more contacts to merge') button[special=cancel]:visible",
            run: "click",
        },
        {
            trigger:
                ".o_view_nocontent:contains('No possible duplicates'), .o_list_view:not(:contains('tour@example.com'))",
        },
    ],
});
