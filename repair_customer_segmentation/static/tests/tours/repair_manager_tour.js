import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_manager_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            trigger:
                "button[data-menu-xmlid='repair_customer_segmentation.repair_customer_menu']",
            run: "click",
        },
        {
            trigger:
                "a[data-menu-xmlid='repair_customer_segmentation.repair_customer_manager_menu']",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:contains('Tour Expert') td[name=customer_count]:contains('0')",
        },
        {
            trigger: ".o_control_panel button[name=action_suggest]",
            run: "click",
        },
        {
            content: "Who suits the customer, and why",
            trigger:
                ".o_data_row:contains('Tour Customer'):contains('Tour Expert') td[name=reasons]:contains('0 of 5 customers')",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".modal-footer button:contains('Apply')",
            run: "click",
        },
        {
            content: "Back at the managers: one customer more",
            trigger:
                ".o_data_row:contains('Tour Expert') td[name=customer_count]:contains('1')",
        },
    ],
});
