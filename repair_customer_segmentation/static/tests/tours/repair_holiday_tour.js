import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const MENU = "repair_customer_segmentation.repair_";

registry.category("web_tour.tours").add("repair_holiday_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            trigger: `button[data-menu-xmlid='${MENU}config_menu']`,
            run: "click",
        },
        {
            trigger: `a[data-menu-xmlid='${MENU}holiday_wizard_menu']`,
            run: "click",
        },
        {
            content: "The days are shown first",
            trigger: ".modal .o_field_widget[name=year_from] input",
            run: "edit 2026",
        },
        {
            trigger: ".modal .o_field_widget[name=year_to] input",
            run: "edit 2026 && click .modal .o_field_widget[name=notice]",
        },
        {
            content: "A Saturday that is worked",
            trigger:
                ".modal .o_data_row:contains('Feb 14'):contains('Saturday'):contains('Make-up day'):contains('Working day'):contains('Not added yet')",
        },
        {
            trigger:
                ".modal .o_data_row:contains('Feb 15'):contains('Sunday'):contains('Day off')",
        },
        {
            trigger: ".modal .o_field_widget[name=notice]:contains('39')",
        },
        {
            trigger: ".modal-footer button[name=action_add]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('33 days off, 6 extra working days')",
        },
        {
            content: "Brought again, nothing is added",
            trigger: `button[data-menu-xmlid='${MENU}config_menu']`,
            run: "click",
        },
        {
            trigger: `a[data-menu-xmlid='${MENU}holiday_wizard_menu']`,
            run: "click",
        },
        {
            trigger: ".modal .o_data_row:contains('Already there')",
        },
        {
            trigger: ".modal-footer button[special=cancel]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            trigger: `button[data-menu-xmlid='${MENU}config_menu']`,
            run: "click",
        },
        {
            trigger: `a[data-menu-xmlid='${MENU}calendar_extra_day_menu']`,
            run: "click",
        },
        {
            trigger:
                ".o_list_view .o_data_row:contains('Feb 14'):contains('Saturday'):contains('08:00\u201312:00')",
        },
    ],
});
