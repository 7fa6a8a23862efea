import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const MENU = "repair_customer_segmentation.repair_";

registry.category("web_tour.tours").add("repair_review_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            trigger: `button[data-menu-xmlid='${MENU}customer_menu']`,
            run: "click",
        },
        {
            trigger: `a[data-menu-xmlid='${MENU}relationship_review_menu']`,
            run: "click",
        },
        {
            content: "It is overdue, and so it is red",
            trigger:
                ".o_data_row.text-danger td[name=partner_id]:contains('Tour Hotel')",
            run: "click",
        },
        {
            trigger: "button[name=action_prepare]",
            run: "click",
        },
        {
            content: "What is open with the customer",
            trigger:
                ".o_field_widget[name=open_case_ids] td:contains('Tour boiler is cold')",
        },
        {
            trigger: ".o_repair_review_figures td:contains('Repairs')",
        },
        {
            trigger: ".o_field_widget[name=needs] textarea",
            run: "edit A spare boiler",
        },
        {
            trigger: "button[name=action_next_step]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=summary] input",
            run: "edit Send the offer",
        },
        {
            trigger:
                ".modal .o_form_button_save, .modal button[name=action_schedule_activities]",
            run: "click",
        },
        {
            content: "The next step is on the page",
            trigger: ".o_field_widget[name=activity_ids] td:contains('Send the offer')",
        },
        {
            trigger: "button[name=action_sign_off]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Signed off, and read only",
            trigger: ".o_field_widget[name=signed_text]:contains('Signed off by')",
        },
        {
            trigger:
                ".o_field_widget[name=needs]:not(:has(textarea)):contains('A spare boiler')",
        },
    ],
});
