import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const row = (name) => `.o_data_row:has(td[name=name]:contains('${name}'))`;

registry.category("web_tour.tours").add("repair_merge_tour", {
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
            trigger: ".o_kanban_record:contains('Merge Tour: leaks again')",
        },
        {
            trigger: "button.o_switch_view.o_list",
            run: "click",
        },
        {
            trigger: `${row("Merge Tour: leaks again")} .o_list_record_selector input`,
            run: "click",
        },
        {
            trigger: `${row("Merge Tour: pump leaks")} .o_list_record_selector input`,
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:text(Merge Cases)",
            run: "click",
        },
        {
            content: "The oldest one is suggested to be kept",
            trigger: ".modal div[name=target_id] input:value(/Merge Tour: pump leaks/)",
        },
        {
            trigger: ".modal button[name=action_merge]",
            run: "click",
        },
        {
            content:
                "The case that is kept opens, and leads to what was merged into it",
            trigger: ".o_form_view button[name=action_view_merged]",
            run: "click",
        },
        {
            trigger: ".o_data_row td[name=name]:contains('Merge Tour: leaks again')",
            run: "click",
        },
        {
            content: "The other one says where it went on",
            trigger:
                ".o_form_view .alert:contains('This case was merged into'):contains('Merge Tour: pump leaks')",
        },
        {
            content: "Nobody goes on with it here",
            trigger:
                ".o_form_view .o_form_statusbar:not(:has(button[name=action_reopen]))",
        },
    ],
});
