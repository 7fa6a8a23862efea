import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const allCases = () => [
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
        trigger: ".o_last_breadcrumb_item:contains('Repair Cases')",
    },
];

registry.category("web_tour.tours").add("repair_confidential_mark_tour", {
    url: "/odoo",
    steps: () => [
        ...allCases(),
        {
            trigger: ".o_kanban_record:contains('Secret Tour: prototype')",
            run: "click",
        },
        {
            trigger: ".o_form_view div[name=is_confidential] input",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "A ribbon says so",
            trigger: ".o_form_saved .ribbon:contains('Confidential')",
        },
        {
            trigger: ".breadcrumb-item a:contains('Repair Cases')",
            run: "click",
        },
        {
            content: "and a lock on the card",
            trigger: ".o_kanban_record:contains('Secret Tour: prototype') .fa-lock",
        },
    ],
});

registry.category("web_tour.tours").add("repair_confidential_colleague_tour", {
    url: "/odoo",
    steps: () => [
        ...allCases(),
        {
            content: "A colleague of the same team sees the other case alone",
            trigger:
                ".o_kanban_view:not(:contains('Secret Tour: prototype')) .o_kanban_record:contains('Secret Tour: lamp')",
        },
        {
            trigger: ".o_searchview_input",
            run: "edit prototype",
        },
        {
            trigger: ".o_searchview_autocomplete:contains('prototype')",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_searchview_facet:contains('prototype')",
        },
        {
            content: "nor does a search find it",
            trigger: ".o_kanban_view:not(:contains('Secret Tour'))",
        },
    ],
});
