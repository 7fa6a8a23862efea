import {registry} from "@web/core/registry";

const openCustomer = (name) => [
    {
        trigger: `.o_data_row:contains('${name}') td[name=partner_id]`,
        run: "click",
    },
    {
        trigger:
            ".o_form_view .o_notebook a.nav-link.active:contains('Repair Profile')",
    },
];

registry.category("web_tour.tours").add("repair_why_tour", {
    url: "/odoo/repair-customers",
    steps: () => [
        ...openCustomer("Why Small 1"),
        {
            content: "The clerk asks why",
            trigger: "button[name=action_repair_explain]",
            run: "click",
        },
        {
            trigger: ".modal .o_repair_why_value [title='not met']",
        },
        {
            content: "What is missing is an amount, which this user may not see",
            trigger: ".modal .o_repair_why_value .o_repair_why_up:contains('hidden')",
        },
        {
            trigger:
                ".modal .o_repair_why_frequency .o_repair_why_up:contains('3 more repairs in the period would raise the tier to Frequent.')",
        },
        {
            trigger: ".modal .o_repair_why_rfm .o_repair_why_cell:contains('R ')",
        },
        {
            trigger: ".modal .o_repair_why_run:contains('Why Policy')",
        },
        {
            trigger: ".modal footer button:contains('Close')",
            run: "click",
        },
        {
            content: "Overriding is for managers",
            trigger:
                "body:not(:has(.modal)):not(:has(button[name=action_repair_override]))",
        },
    ],
});

registry.category("web_tour.tours").add("repair_override_tour", {
    url: "/odoo/repair-customers",
    steps: () => [
        ...openCustomer("Why Small 1"),
        {
            trigger: ".o_repair_profile_badges .badge:contains('Ordinary')",
        },
        {
            trigger: "button[name=action_repair_override]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_ids]:contains('Why Small 1')",
        },
        {
            trigger: ".modal .o_field_widget[name=tier_id] input",
            run: "edit High",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('High Value')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Contract signed",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content:
                "The badge has changed when the dialog is closed, and it is marked",
            trigger:
                "body:not(:has(.modal)) .o_repair_profile_badges .badge:contains('High Value')",
        },
        {
            trigger:
                ".o_repair_badge_mark[data-dimension=value] .fa-hand-paper-o[data-tooltip*='Contract signed']",
        },
        {
            trigger: ".o_repair_badge_mark[data-dimension=value] .fa-arrow-up",
        },
        {
            trigger: ".o_repair_timeline:contains('overridden')",
        },
        {
            trigger: "button[name=action_repair_explain]",
            run: "click",
        },
        {
            trigger:
                ".modal .o_repair_why_override:contains('The calculated tier is Ordinary.')",
        },
        {
            trigger: ".modal footer button:contains('Close')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});

registry.category("web_tour.tours").add("repair_override_many_tour", {
    url: "/odoo/repair-customers",
    steps: () => [
        ...["Why Small 2", "Why Small 3"].map((name) => ({
            trigger: `.o_data_row:contains('${name}') .o_list_record_selector input`,
            run: "click",
        })),
        {
            trigger: ".o_cp_action_menus button:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains('Override Tiers')",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=partner_ids]:contains('Why Small 2'):contains('Why Small 3')",
        },
        {
            trigger: ".modal .o_field_widget[name=tier_id] input",
            run: "edit High",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('High Value')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Same owner",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains('Why Small 2') .badge:contains('High Value')",
        },
        {
            trigger:
                ".o_data_row:contains('Why Small 3') .badge:contains('High Value')",
        },
    ],
});
