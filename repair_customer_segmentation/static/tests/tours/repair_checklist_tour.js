import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_checklist_tour", {
    steps: () => [
        {
            content: "Closing is refused as long as something is to be checked",
            trigger: "button[name=action_close_asking].btn-primary",
            run: "click",
        },
        {
            trigger: ".modal .alert-warning:contains('Still to check: Tight')",
        },
        {
            trigger:
                ".modal:not(:has(button[name=action_close]:visible)) .btn-secondary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) a.nav-link[name=checklist]",
            run: "click",
        },
        {
            trigger: "div[name=check_ids] button[name=action_tick]",
            run: "click",
        },
        {
            content: "The tick says whose it is",
            trigger:
                "div[name=check_ids] td[name=done_by_id]:contains('checklist_tour')",
        },
        {
            trigger: "button[name=action_close_asking].btn-primary",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_close]:visible",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button.o_arrow_button_current:contains('Closed')",
        },
    ],
});
