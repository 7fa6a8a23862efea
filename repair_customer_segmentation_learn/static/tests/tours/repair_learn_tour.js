import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const menu = (name) => ({
    trigger: `[data-menu-xmlid='${name}']`,
    run: "click",
});

registry.category("web_tour.tours").add("repair_learn_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        menu("repair_customer_segmentation.repair_case_menu"),
        menu("repair_customer_segmentation.repair_case_intake_menu"),
        {
            trigger: ".modal .o_field_widget[name=query] input",
            run: "edit Tour Customer && press Tab",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit The screen has cracked && press Tab",
        },
        {
            content: "The likeliest type, with its percentage",
            trigger:
                ".modal .o_repair_suggestions button:first-child:contains('Tour Screen')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=type_id] input:value(Tour Screen)",
        },
        {
            trigger: ".modal footer button[name=action_create]",
            run: "click",
        },
        {
            content: "The case has the type that was taken",
            trigger:
                ".o_form_view .o_field_widget[name=type_id] input:value(Tour Screen)",
        },
        menu("repair_customer_segmentation.repair_report_menu"),
        menu("repair_customer_segmentation_learn.repair_suggestion_report_menu"),
        {
            content: "The report: what was promised beside what came",
            trigger: ".o_last_breadcrumb_item:contains('Suggested Types')",
        },
        {
            trigger: ".o_pivot thead:contains('Promised'):contains('Right')",
        },
        {
            trigger: ".o_pivot tbody td:contains('50.00%')",
        },
        menu("repair_customer_segmentation.repair_improvement_menu"),
        menu("repair_customer_segmentation_learn.repair_type_doubt_menu"),
        {
            content: "A closed case whose words say another type",
            trigger: ".o_data_row:contains('Tour Noise'):contains('Tour Screen')",
        },
        {
            trigger: ".o_data_row:contains('Tour Screen') button[name=action_correct]",
            run: "click",
        },
        {
            content: "Corrected, and gone from the list",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Tour Screen')))",
        },
        menu("repair_customer_segmentation.repair_improvement_menu"),
        menu("repair_customer_segmentation_learn.repair_learned_model_menu"),
        {
            trigger: ".o_data_row:first-child .o_data_cell[name=first_share]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=case_count]",
        },
    ],
});
