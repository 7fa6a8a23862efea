import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_customer_tour", {
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
                "a[data-menu-xmlid='repair_customer_segmentation.repair_customer_profile_menu']",
            run: "click",
        },
        {
            content: "One high value customer among the six",
            trigger:
                ".o_search_panel_category_value:contains('High Value'):contains('1') header",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:not(:contains('Tour Small 1')) .o_data_row:contains('Tour Big')",
        },
        {
            trigger: ".o_data_row:contains('Tour Big') td[name=partner_id]",
            run: "click",
        },
        {
            content: "The customer opens on its repair profile",
            trigger:
                ".o_form_view .o_notebook a.nav-link.active:contains('Repair Profile')",
        },
        {
            trigger: ".o_repair_profile_badges .badge:contains('High Value')",
        },
        {
            trigger: ".o_repair_profile_badges .badge:contains('Frequent')",
        },
        {
            trigger: ".o_repair_profile_figures div[name=repair_count]:contains('5')",
        },
        {
            trigger: ".o_repair_history_chart canvas",
        },
        {
            trigger: "button[name=action_view_repair_cases]",
            run: "click",
        },
        {
            trigger: ".breadcrumb-item:contains('Tour Big')",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains('Repair Cases')",
        },
    ],
});

registry.category("web_tour.tours").add("repair_policy_tour", {
    url: "/odoo/repair-policies",
    steps: () => [
        {
            trigger: ".o_data_row .o_data_cell:contains('Tour Policy')",
            run: "click",
        },
        {
            trigger: "div[name=summary]:contains('last 12 months')",
        },
        {
            content: "The rules of the active version are read",
            trigger: "div[name=window_months]:not(:has(input))",
        },
        {
            trigger: ".o_form_statusbar button[name=action_classify]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Customers classified: 6')",
        },
    ],
});
