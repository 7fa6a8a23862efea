import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const MENU = "repair_customer_segmentation.repair_";

registry.category("web_tour.tours").add("repair_finding_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root"
        ),
        {
            trigger: `button[data-menu-xmlid='${MENU}improvement_menu']`,
            run: "click",
        },
        {
            trigger: `a[data-menu-xmlid='${MENU}improvement_finding_menu']`,
            run: "click",
        },
        {
            content: "What was found, of how many, and what it should be",
            trigger: ".o_kanban_record:contains('33.3%'):contains('target: 85%')",
            run: "click",
        },
        {
            content: "The evidence: the interval, and what chance says of it",
            trigger: ".o_field_widget[name=interval_text]:contains('% to ')",
        },
        {
            trigger: ".o_field_widget[name=chance]:contains('fewer than one of')",
        },
        {
            trigger: "a.nav-link[name=explanation]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=breakdown_html]:contains('Jan 2025')",
        },
        {
            content: "What was counted, each answer",
            trigger: "button[name=action_view_feedback]:contains('30')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_pager_limit:contains('30')",
        },
        {
            trigger: ".o_data_row:contains('Nobody called back')",
        },
        {
            trigger: ".breadcrumb-item.o_back_button a",
            run: "click",
        },
        {
            trigger: "a.nav-link[name=measures]",
            run: "click",
        },
        {
            trigger: "div[name=measure_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] :is(input, textarea)",
            run: "edit Call every customer back the same day",
        },
        {
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit tour_leader",
        },
        {
            trigger:
                ".o-autocomplete--dropdown-item a:contains('tour_leader'):not(:contains('Search'))",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date_due] :is(input, button)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date_due] input",
            run: "edit 03/31/2025",
        },
        {
            trigger: ".modal .o_field_widget[name=expected] input",
            run: "edit 90",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) div[name=measure_ids] td:contains('Call every customer')",
        },
        {
            content: "Saved with the finding, which is worked on from now on",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button.o_arrow_button_current:contains('In Progress')",
        },
        {
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            content: "Without a reason, it is not closed",
            trigger: ".modal button[name=action_close]",
            run: "click",
        },
        {
            trigger: ".o_error_dialog:contains('Reason for Closing')",
        },
        {
            trigger: ".o_error_dialog footer button",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.o_error_dialog)) .modal .o_field_widget[name=reason] textarea",
            run: "edit They are called back now",
        },
        {
            trigger: ".modal button[name=action_close]",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button.o_arrow_button_current:contains('Completed')",
        },
        {
            trigger:
                ".o_field_widget[name=reason]:contains('They are called back now')",
        },
    ],
});
