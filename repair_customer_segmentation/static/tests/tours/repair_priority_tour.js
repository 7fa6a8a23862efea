import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_priority_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            content: "The queue of everybody",
            trigger: ".o_control_panel .o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_favorite_menu .o-dropdown-item:contains('Queue')",
            run: "click",
        },
        {
            content: "The more important case stands first",
            trigger:
                ".o_data_row:nth-child(1) td[name=name]:contains('Priority Tour: stands still')",
        },
        {
            content: "Open the other one",
            trigger:
                ".o_data_row:nth-child(2) td[name=name]:contains('Priority Tour: scratch')",
            run: "click",
        },
        {
            content:
                "The form says where it stands, and until when it is to be answered",
            trigger: "div[name=queue_note]:contains('Position 2 of 2')",
        },
        {
            trigger: "div[name=response_deadline]:contains('left')",
        },
        {
            trigger: "button[name=action_deviate]",
            run: "click",
        },
        {
            trigger: ".modal div[name=priority_override] label:contains('Critical')",
            run: "click",
        },
        {
            content: "A reason is asked for",
            trigger: ".modal div[name=priority_reason] input",
            run: "edit The customer sells it tomorrow",
        },
        {
            trigger: ".modal footer button:contains('Save')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) div[name=priority]:contains('Critical')",
        },
        {
            trigger:
                "div[name=priority_reason]:contains('The customer sells it tomorrow')",
        },
        {
            trigger: "div[name=queue_note]:contains('Position 1 of 2')",
        },
        {
            trigger: "button[name=action_follow_matrix]",
            run: "click",
        },
        {
            trigger: "div[name=queue_note]:contains('Position 2 of 2')",
        },
        {
            trigger: "button[name=action_deviate]",
        },
    ],
});
