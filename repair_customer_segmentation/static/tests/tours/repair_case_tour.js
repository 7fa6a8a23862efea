import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("repair_case_work_tour", {
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
                "a[data-menu-xmlid='repair_customer_segmentation.repair_case_menu_all']",
            run: "click",
        },
        {
            content: "My Work, where the app opens, is gone",
            trigger: ".o_last_breadcrumb_item:contains('Repair Cases')",
        },
        {
            content: "The columns are there to put the new case into",
            trigger: ".o_kanban_group .o_column_title:contains('Received')",
        },
        {
            content: "A caller: subject and customer are all that is asked",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_kanban_quick_create div[name=name] input",
            run: "edit Tour: dishwasher leaks",
        },
        {
            trigger: ".o_kanban_quick_create div[name=partner_id] input",
            run: "edit Tour Customer",
        },
        {
            trigger: ".ui-menu-item a:contains('Tour Customer')",
            run: "click",
        },
        {
            trigger: ".o_kanban_quick_create .o_kanban_edit",
            run: "click",
        },
        {
            content: "The form opens with the case in it",
            trigger:
                ".o_form_view div[name=name] textarea:value(Tour: dishwasher leaks)",
        },
        {
            trigger: "div[name=urgency] label:contains('High')",
            run: "click",
        },
        {
            content: "The type is a complaint, so the impact is high",
            trigger: "div[name=type_id] input",
            run: "edit Complaint",
        },
        {
            trigger: ".ui-menu-item a:contains('Complaint')",
            run: "click",
        },
        {
            content: "High impact and high urgency make it critical",
            trigger: "div[name=priority] .badge:contains('Critical')",
        },
        {
            trigger: "button[name=action_assign_to_me].btn-primary",
            run: "click",
        },
        {
            trigger: "button[name=action_close_asking].btn-primary",
            run: "click",
        },
        {
            content: "What solved it is asked for",
            trigger: ".modal div[name=solution] textarea",
            run: "edit Door seal replaced",
        },
        {
            content: "A complaint is closed with its cause and its remedy",
            trigger: ".modal div[name=complaint_cause_id] input",
            run: "edit Price",
        },
        {
            trigger: ".ui-menu-item a:contains('Price')",
            run: "click",
        },
        {
            trigger: ".modal div[name=remedy] .o_select_menu_toggler",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Refund')",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_close]",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button.o_arrow_button_current:contains('Closed')",
        },
        {
            trigger: "button[name=action_reopen]",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button.o_arrow_button_current:contains('New Complaint')",
        },
    ],
});
