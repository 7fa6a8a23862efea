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

/** Applies every shared favorite of a screen, one after the other, in its pivot. */
registry.category("web_tour.tours").add("repair_favorites_tour", {
    steps: () => [
        {
            trigger: ".o_switch_view.o_pivot",
            run: "click",
        },
        {
            trigger: ".o_pivot_view",
            timeout: 60000,
            async run() {
                const pause = () => new Promise((done) => setTimeout(done, 250));
                const until = async (found) => {
                    for (let tries = 0; tries < 40; tries++) {
                        const element = found();
                        if (element) {
                            return element;
                        }
                        await pause();
                    }
                    throw new Error(
                        "Not found: " + found + " in " + document.body.innerText
                    );
                };
                const one = (selector) => document.querySelector(selector);
                const items = () => [...document.querySelectorAll(".o_favorite_item")];
                const open = () =>
                    until(() => {
                        const missing = one(".o_favorite_menu")
                            ? one(".o_expand_shared_favorites")
                            : one(".o_searchview_dropdown_toggler");
                        missing?.click();
                        return !missing && items().length;
                    });
                await open();
                const names = items().map((item) => item.textContent.trim());
                for (const name of names) {
                    await open();
                    items()
                        .find((item) => item.textContent.trim() === name)
                        .click();
                    await until(() =>
                        [...document.querySelectorAll(".o_searchview_facet")].some(
                            (facet) => facet.textContent.includes(name)
                        )
                    );
                    await until(() =>
                        one(".o_pivot_view .o_pivot table, .o_view_nocontent")
                    );
                    await pause();
                    if (one(".o_error_dialog")) {
                        throw new Error(name + " does not open");
                    }
                }
            },
        },
    ],
});
