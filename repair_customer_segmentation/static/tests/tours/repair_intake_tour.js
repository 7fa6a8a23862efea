import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_intake_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            trigger:
                "button[data-menu-xmlid='repair_customer_segmentation.repair_case_menu']",
            run: "click",
        },
        {
            trigger:
                "a[data-menu-xmlid='repair_customer_segmentation.repair_case_intake_menu']",
            run: "click",
        },
        {
            content: "The number as the display of the telephone shows it",
            trigger: ".modal div[name=query] input",
            run: "edit 4155550198 && press Tab",
        },
        {
            content: "Two have it: the first is meant",
            trigger:
                ".modal .o_data_row:contains('Tour Caller') div[name=is_chosen] input",
            run: "click",
        },
        {
            trigger: ".modal div[name=partner_id] input:value(Tour Caller)",
        },
        {
            trigger: ".modal div[name=device_name] input",
            run: "edit Tour Kettle",
        },
        {
            trigger: ".modal div[name=name] input",
            run: "edit Tour: kettle leaks",
        },
        {
            trigger: ".modal div[name=urgency] label:contains('High')",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_create]",
            run: "click",
        },
        {
            trigger: ".o_form_view div[name=name] textarea:value(Tour: kettle leaks)",
        },
        {
            trigger: ".o_form_view div[name=device_id] input:value(Tour Kettle)",
        },
    ],
});
