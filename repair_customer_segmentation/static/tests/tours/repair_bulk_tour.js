import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const APP = "repair_customer_segmentation.repair_customer_segmentation_menu_root";

function chooseAll() {
    return [
        {
            content: "The list is there, and nobody is chosen, or no longer",
            trigger:
                "body:not(:has(.modal)):not(:has(.o_selection_box)) .o_data_row:contains('Tour Small 1')",
        },
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("repair_bulk_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(APP),
        {
            trigger:
                "button[data-menu-xmlid='repair_customer_segmentation.repair_customer_menu']",
            run: "click",
        },
        {
            trigger:
                "a[data-menu-xmlid='repair_customer_segmentation.repair_customer_profile_menu']",
            run: "click",
        },
        ...chooseAll(),
        {
            trigger: ".o_control_panel button:contains('Plan Activities')",
            run: "click",
        },
        {
            trigger: ".modal div[name=customer_count]:contains('6')",
        },
        {
            trigger: ".modal div[name=summary] input",
            run: "edit Offer a check",
        },
        {
            trigger: ".modal label:contains('account manager')",
            run: "click",
        },
        {
            content: "Those without an account manager are counted",
            trigger: ".modal div[name=without_manager_count]:contains('5')",
        },
        {
            trigger: ".modal footer button[name=action_plan]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Activities planned: 6')",
        },
        ...chooseAll(),
        {
            trigger: ".o_control_panel button:contains('Send Email')",
            run: "click",
        },
        {
            content: "Who gets no email stands in Odoo's own composer",
            trigger: ".modal .o_repair_notice:contains('5 of 6 have no email address')",
        },
        {
            trigger: ".modal footer button:contains('Discard')",
            run: "click",
        },
        ...chooseAll(),
        {
            trigger: ".o_cp_action_menus button:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains('Change Tags')",
            run: "click",
        },
        {
            trigger: ".modal div[name=add_ids] input",
            run: "edit Tour Tag",
        },
        {
            trigger: ".o-autocomplete--dropdown-item > a:contains('Tour Tag')",
            run: "click",
        },
        {
            trigger: ".modal footer button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Customers whose tags were changed: 6')",
        },
    ],
});
