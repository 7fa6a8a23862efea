import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_contract_offer_tour", {
    url: "/odoo/repair-contract-offers",
    steps: () => [
        {
            content: "An offer becomes an activity",
            trigger:
                ".o_data_row:contains('Bridge Customer'):contains('Bridge Care') button:contains('Plan an Offer')",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Activities planned: 1')",
        },
        {
            content: "... and a quotation",
            trigger:
                ".o_data_row:contains('Bridge Customer') button:contains('Quotation')",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .alert:contains('Confirming this quotation creates the service contract')",
        },
        {
            trigger:
                ".o_field_widget[name=order_line] .o_data_row:contains('Bridge Care'):contains('240.00')",
        },
        {
            trigger: ".o_form_view button[name=action_confirm]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view button[name=action_view_repair_contracts]:contains('1')",
            run: "click",
        },
        {
            content: "The contract is there, nothing was typed again",
            trigger: ".o_form_view .o_arrow_button_current:contains('Running')",
        },
        {
            trigger: ".o_field_widget[name=sale_order_id]:contains('S')",
        },
        {
            trigger: ".o_field_widget[name=price_year] input:value(240.00)",
        },
    ],
});
