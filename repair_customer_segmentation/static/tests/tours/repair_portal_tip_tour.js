import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_portal_tip_tour", {
    steps: () => [
        {
            trigger: ".o_repair_new input[name=name]",
            run: "edit It does not drain",
        },
        {
            content: "The tip comes while the customer types",
            trigger: ".o_repair_tip summary",
            run: "click",
        },
        {
            trigger:
                ".o_repair_tip[open] .o_repair_tip_answer:contains('Clean the filter')",
        },
        {
            trigger: ".o_repair_tip[open] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-success:contains('No case was opened')",
        },
    ],
});
