import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const MENU = "repair_customer_segmentation";

registry.category("web_tour.tours").add("repair_outlook_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(`${MENU}.repair_customer_segmentation_menu_root`),
        {
            trigger: `button[data-menu-xmlid='${MENU}.repair_customer_menu']`,
            run: "click",
        },
        {
            trigger: `.o-dropdown-item[data-menu-xmlid='${MENU}.repair_customer_outlook_menu']`,
            run: "click",
        },
        {
            content: "One customer is near the next tier, the other is not",
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains('Outlook Far'))) .o_data_row:contains('Outlook Near') td[name=missing]:contains('1 more repair in the period')",
        },
        {
            trigger:
                ".o_data_row:contains('Outlook Near') td[name=partner_phone] a[href^='tel:']",
        },
        {
            trigger:
                ".o_data_row:contains('Outlook Near') button[name=action_schedule_call]",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=summary] input:value('Call about the next repair')",
        },
        {
            trigger: ".modal .o_field_widget[name=note]:contains('1 more repair')",
        },
        {
            trigger: ".modal button[name=action_schedule_activities]",
            run: "click",
        },
        {
            content: "The list says that something is planned",
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains('Outlook Near') td[name=activity_date_deadline]:contains(/[0-9]|day|Today/)",
        },
        {
            content: "The page of the customer says the same",
            trigger: ".o_data_row:contains('Outlook Near') td[name=partner_id]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_repair_profile_outlook:contains('Frequency: 1 more repair in the period would raise the tier to Frequent.')",
        },
    ],
});
