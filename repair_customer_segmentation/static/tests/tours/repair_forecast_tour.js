import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const MENU = "repair_customer_segmentation";

registry.category("web_tour.tours").add("repair_forecast_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(`${MENU}.repair_customer_segmentation_menu_root`),
        {
            trigger: `button[data-menu-xmlid='${MENU}.repair_customer_menu']`,
            run: "click",
        },
        {
            trigger: `.o-dropdown-item[data-menu-xmlid='${MENU}.repair_customer_forecast_menu_soon']`,
            run: "click",
        },
        {
            content: "Only who comes at regular intervals is expected on a day",
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains('Tour Small'))) .o_data_row:contains('Tour Big') td[name=interval_days]:contains('20')",
        },
        {
            trigger:
                ".o_data_row:contains('Tour Big') button[name=action_schedule_call]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_schedule_activities]",
            run: "click",
        },
        {
            content: "The page of the customer says what to expect",
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains('Tour Big') td[name=partner_id]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=repair_forecast]:contains('as they come every 20 days')",
        },
        {
            trigger: `button[data-menu-xmlid='${MENU}.repair_report_menu']`,
            run: "click",
        },
        {
            trigger: `.o-dropdown-item[data-menu-xmlid='${MENU}.repair_forecast_check_menu']`,
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=sentence]:contains('The forecast cannot be checked yet')",
        },
    ],
});
