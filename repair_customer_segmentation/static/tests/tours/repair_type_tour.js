import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_type_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            trigger:
                "button[data-menu-xmlid='repair_customer_segmentation.repair_config_menu']",
            run: "click",
        },
        {
            trigger:
                "a[data-menu-xmlid='repair_customer_segmentation.repair_case_type_menu']",
            run: "click",
        },
        {
            content: "Two types mean the same: the list says so",
            trigger:
                ".o_data_row:contains('Tour Leak'):contains('Overlaps with Tour Leaks')",
        },
        {
            trigger:
                ".o_data_row:has(td[name=name]:text(Tour Leak)) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:has(td[name=name]:text(Tour Leaks)) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger:
                ".o_list_view button[name=action_merge], .o_control_panel button[name=action_merge]",
            run: "click",
        },
        {
            content: "The one with more cases is suggested to stay",
            trigger: ".modal div[name=target_id] input:value(Tour Leak)",
        },
        {
            trigger: ".modal div[name=case_count]:contains('1')",
        },
        {
            trigger: ".modal button[name=action_merge]",
            run: "click",
        },
        {
            content: "One is left, with the cases of both",
            trigger:
                "body:not(:has(.modal)) .o_list_view:not(:contains('Tour Leaks')) .o_data_row:contains('Tour Leak') td[name=year_case_count]:text(3)",
        },
    ],
});
