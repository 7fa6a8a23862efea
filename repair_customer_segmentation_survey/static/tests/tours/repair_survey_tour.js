import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_survey_tour", {
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
                "a[data-menu-xmlid='repair_customer_segmentation_survey.repair_survey_mailing_menu']",
            run: "click",
        },
        {
            content: "The list of mailings",
            trigger: ".o_last_breadcrumb_item:contains('Surveys')",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour mailing",
        },
        {
            content: "The shipped survey is suggested",
            trigger: ".o_field_widget[name=survey_id] input:value(How Satisfied)",
        },
        {
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "Who is skipped, and why",
            trigger:
                ".o_field_widget[name=skipped_text]:contains('No email address: 1')",
        },
        {
            trigger: "button[name=action_send]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Sending')",
        },
    ],
});
