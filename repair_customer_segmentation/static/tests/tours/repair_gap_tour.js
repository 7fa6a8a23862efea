import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("repair_gap_tour", {
    steps: () => [
        {
            content: "What the bars come to stands above them",
            trigger:
                ".o_repair_gap_headline:contains('100%'):contains('6 of 6 customers have missing data')",
        },
        {
            trigger: ".o_graph_renderer canvas",
        },
    ],
});
