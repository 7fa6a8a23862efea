import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_case_to_tier_tour", {
    url: "/odoo/repair-cases",
    steps: () => [
        {
            trigger: ".o_kanban_record:contains('Bridge Tour: pump is dead')",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_create_repair_order]",
            run: "click",
        },
        {
            content: "The repair order knows its case",
            trigger: ".o_form_view div[name=case_id] input:value(pump is dead)",
        },
        {
            trigger:
                "div[name=move_ids] .o_field_x2many_list_row_add a:contains('Add a line')",
            run: "click",
        },
        {
            trigger: "div[name=move_ids] .o_selected_row div[name=product_id] input",
            run: "edit Bridge Pump",
        },
        {
            trigger: ".ui-autocomplete > li > a:contains('Bridge Pump')",
            run: "click",
        },
        {
            trigger: "button[name=action_validate]",
            run: "click",
        },
        {
            trigger: "button[name=action_repair_start]",
            run: "click",
        },
        {
            trigger: "button[name=action_repair_end]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Repaired')",
        },
        {
            trigger: "button[name=action_create_sale_order]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".o_form_view button:contains('Create Invoice')",
            run: "click",
        },
        {
            trigger: ".modal button[name=create_invoices]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_post]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Posted')",
        },
    ],
});

registry.category("web_tour.tours").add("repair_case_close_tour", {
    url: "/odoo/repair-cases",
    steps: () => [
        {
            trigger: ".o_kanban_record:contains('Bridge Tour: pump is dead')",
            run: "click",
        },
        {
            trigger:
                ".o_form_view button[name=action_view_repair_orders]:contains('1')",
        },
        {
            trigger: ".o_notebook_headers a[name=solution]",
            run: "click",
        },
        {
            content: "The amount is what was sold",
            trigger: "div[name=amount]:contains('130')",
        },
        {
            content: "The work is done: close the case",
            trigger:
                ".alert:contains('All repair orders are done') button[name=action_close_asking]",
            run: "click",
        },
        {
            content: "The amount is known: it is not asked for",
            trigger:
                ".modal .o_form_view:not(:has(div[name=amount])) div[name=solution]",
        },
        {
            trigger: ".modal button[name=action_close]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_reopen]",
        },
    ],
});
