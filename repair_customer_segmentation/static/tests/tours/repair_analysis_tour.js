import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_analysis_tour", {
    steps: () => [
        {
            content: "The pivot has its measures",
            trigger: ".o_pivot th:contains('Resolution Time')",
        },
        {
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_favorite_menu .o_expand_shared_favorites",
            run: "click",
        },
        {
            content: "A ready question",
            trigger: ".o_favorite_menu .o_favorite_item:contains('Types Coming Back')",
            run: "click",
        },
        {
            trigger: ".o_searchview_facet:contains('Types Coming Back')",
        },
        {
            content: "Ten cases of this type, none of them rework",
            trigger: ".o_pivot tr:contains('Tour Noise') td:contains('10')",
            run: "click",
        },
        {
            content: "Which cases are these?",
            trigger:
                ".o_list_view .o_data_row:contains('Repair for Tour Big') td[name=case_id]",
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains('Repair for Tour Big')",
        },
    ],
});
