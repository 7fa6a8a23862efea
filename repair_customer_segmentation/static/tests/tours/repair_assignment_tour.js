import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_assignment_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            content: "A colleague is away",
            trigger: ".o_control_panel .o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_favorite_menu .o-dropdown-item:contains('Assignee Away')",
            run: "click",
        },
        {
            trigger: ".o_data_row td[name=name]:contains('Tour: left behind')",
            run: "click",
        },
        {
            content: "See who suits the case",
            trigger: ".o_statusbar_buttons button[name=action_assign]",
            run: "click",
        },
        {
            content: "The manager of the customer comes first, who is away comes last",
            trigger:
                ".modal .o_data_row:nth-child(1):contains('manager of this customer') td[name=user_id]:contains('Tour Expert')",
        },
        {
            trigger:
                ".modal .o_data_row:nth-child(2) td[name=reasons]:contains('away until')",
        },
        {
            trigger: ".modal .o_data_row:nth-child(1) button[name=action_choose]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) div[name=user_id] input:value(Tour Expert)",
        },
        {
            trigger: ".o_form_view:not(:has(.o_field_widget[name=assignee_note]))",
        },
    ],
});
