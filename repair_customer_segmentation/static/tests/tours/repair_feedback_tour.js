import {registry} from "@web/core/registry";
registry.category("web_tour.tours").add("repair_feedback_tour", {
    url: "/odoo/repair-feedback",
    steps: () => [
        {
            content: "Note what a customer says on the phone",
            trigger: "button:contains(Record Feedback)",
            run: "click",
        },
        {
            content: "Who says it",
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Tour Hotel",
        },
        {
            trigger: ".modal .o-autocomplete--dropdown-item:contains(Tour Hotel)",
            run: "click",
        },
        {
            content: "The case that was closed last is suggested",
            trigger:
                ".modal .o_field_widget[name=case_id] input:value(Tour boiler is cold)",
        },
        {
            content: "How satisfied they are",
            trigger:
                ".modal .o_field_widget[name=score] .o_radio_item:contains(Unhappy) input[data-value='2']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: "edit Two weeks is too long",
        },
        {
            trigger: ".modal .o_field_widget[name=is_call_back] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=call_back_on]",
        },
        {
            trigger: ".modal-footer button:contains(Record)",
            run: "click",
        },
        {
            content: "It is in the list",
            trigger: ".o_data_row:contains(Two weeks is too long):contains(Phone)",
        },
    ],
});
