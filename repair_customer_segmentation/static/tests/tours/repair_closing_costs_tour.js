import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_closing_costs_tour", {
    steps: () => [
        {
            trigger: "button[name=action_close_asking].btn-primary",
            run: "click",
        },
        {
            content: "Where costs are counted, they are asked for beside the amount",
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 300",
        },
        {
            content: "What nobody knows is empty and not 0",
            trigger: ".modal .o_field_widget[name=parts_cost] input",
            run({anchor}) {
                if (anchor.value) {
                    throw new Error(`Nobody said what the parts cost: ${anchor.value}`);
                }
            },
        },
        {
            trigger: ".modal .o_field_widget[name=parts_cost] input",
            run: "edit 0",
        },
        {
            trigger: ".modal .o_field_widget[name=work_hours] input",
            run: "edit 1:30",
        },
        {
            trigger: ".modal .o_field_widget[name=solution] textarea",
            run: "edit Seal put back",
        },
        {
            trigger: ".modal button[name=action_close]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_statusbar_status button.o_arrow_button_current:contains('Closed')",
        },
    ],
});
