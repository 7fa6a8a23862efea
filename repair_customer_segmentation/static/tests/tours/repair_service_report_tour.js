import {registry} from "@web/core/registry";

/** A manager opens the page, changes its rows, and looks at what a figure is made of. */
registry.category("web_tour.tours").add("repair_service_report_tour", {
    url: "/odoo/repair-service-and-satisfaction",
    steps: () => [
        {
            content: "All repairs of the company are counted",
            trigger:
                "tr[data-row='Total'] td[data-figure='reopening_rate']:contains('(10)')",
        },
        {
            content: "Rows are months",
            trigger: "#repair_service_rows",
            run: "select month",
        },
        {
            content: "Months are compared with the month before",
            trigger: ".o_repair_service_period:contains('the month before')",
        },
        {
            content: "A shorter period",
            trigger: "#repair_service_period",
            run: "select 3",
        },
        {
            content: "Rows are teams",
            trigger: "#repair_service_rows",
            run: "select team_id",
        },
        {
            content: "The period is compared with the one before",
            trigger: ".o_repair_service_period:not(:contains('the month before'))",
        },
        {
            content: "Open what a figure is made of",
            trigger: "tr[data-row='Total'] td[data-figure='reopening_rate'] button",
            run: "click",
        },
        {
            content: "Closed cases are listed",
            trigger: ".o_list_view .o_data_row",
        },
        {
            content: "Go back",
            trigger: ".o_back_button, .breadcrumb-item:not(.active) a",
            run: "click",
        },
        {
            content: "The page is as it was",
            trigger: "#repair_service_period:has(option[value='3']:checked)",
        },
    ],
});
