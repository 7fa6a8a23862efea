import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_intake_paper_tour", {
    steps: () => [
        {
            content: "The telephone rings in another app",
            trigger: ".o_repair_intake_systray button",
            run: "press alt+shift+n",
        },
        {
            trigger: ".modal div[name=query] input",
            run: "edit 4155550188 && press Tab",
        },
        {
            trigger: ".modal div[name=partner_id] input:value(Paper Caller)",
        },
        {
            trigger: ".modal:not(:has(div[name=prints_label]))",
        },
        {
            trigger: ".modal div[name=device_name] input",
            run: "edit Paper Kettle && press Tab",
        },
        {
            trigger: ".modal div[name=condition] textarea",
            run: "edit With bag",
        },
        {
            trigger: ".modal div[name=prints_label] input",
            run: "click",
        },
        {
            trigger: ".modal div[name=name] input",
            run: "edit Paper: lid broken",
        },
        {
            trigger: ".modal button[name=action_create]",
            run: "click",
        },
        {
            content: "Without a PDF, the label is a page",
            trigger: ".o_action iframe:iframe .o_repair_label:contains('Paper Kettle')",
        },
        {
            content: "From which the way back leads to the case",
            trigger: ".o_breadcrumb .o_back_button, .o_back_button",
            run: "click",
        },
        {
            trigger: ".o_form_view div[name=name] textarea:value(Paper: lid broken)",
        },
    ],
});

registry.category("web_tour.tours").add("repair_intake_no_key_tour", {
    steps: () => [
        {
            trigger: ".o_menu_systray:not(:has(.o_repair_intake_systray))",
        },
    ],
});
