import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const PAGE = ".o_repair_overview_page";
const CARD = ".o_repair_overview";
const BACK = ".o_back_button, .breadcrumb-item:not(.active) a";

const see = (trigger) => ({trigger});
const tap = (trigger, content) => ({content, trigger, run: "click"});
const choose = (choice, value) => ({
    trigger: `#o_repair_overview_${choice}`,
    run: `select ${value}`,
});
const chosen = (choice, value) =>
    see(`#o_repair_overview_${choice}:has(option[value='${value}']:checked)`);

/** A number is clicked, its records are there, and one comes back to the page as it was. */
const drill = (trigger, seen = ".o_list_view, .o_kanban_view") => [
    tap(`${CARD}_page ${trigger}`),
    see(`${seen}`),
    tap(`body:not(:has(${PAGE})) :is(${BACK})`),
    see(`${CARD}_board`),
];

/** Nothing is wider than the screen. */
const fits = () => ({
    content: "The page fits the screen",
    trigger: PAGE,
    run({anchor}) {
        const isWide = (element) =>
            element.getBoundingClientRect().right > window.innerWidth + 1;
        const wide = [
            anchor,
            ...anchor.querySelectorAll("section, header, table, button"),
        ];
        const found = wide.filter(isWide).map((element) => element.className);
        if (found.length) {
            throw new Error(`Wider than the screen: ${found.join(", ")}`);
        }
    },
});

/** Each number opens its records, at any width and in any language. */
const everyNumber = () => [
    see(`${CARD}_totals [data-key='customers']:contains('6')`),
    fits(),
    ...drill(`${CARD}_totals [data-key='customers']`),
    ...drill(`${CARD}_totals [data-key='repairs']`),
    ...drill(`${CARD}_item[data-key='unassigned']`),
    ...drill(`${CARD}_board [data-cell]`),
    ...drill(`${CARD}_months ${CARD}_legend button`),
    ...drill(`${CARD}_movement [data-key^='none>']`),
    ...drill(`${CARD}_service [data-row='all'] button`),
    ...drill(`[data-part='type'] [data-key]`),
    ...drill(`[data-part='category'] [data-key]`),
    ...drill(`${CARD}_movement ${CARD}_more`, ".o_repair_tier_matrix table"),
    ...drill(`${CARD}_service ${CARD}_more`, ".o_repair_service_report table"),
];

/** Each choice is kept while one looks at records. */
const everyChoice = () => [
    tap(`${CARD}_measures [data-measure='score']`, "What the board shows"),
    see(`[data-measure='score'][aria-pressed='true']`),
    tap(`${CARD}_months ${CARD}_as_table`, "The months as a table"),
    ...drill(`${CARD}_months tbody tr:first-child button`),
    see(`${CARD}_months table`),
    see(`[data-measure='score'][aria-pressed='true']`),
    tap(`${CARD}_months ${CARD}_as_table`),
    see(`${CARD}_months canvas`),
    ...["frequency", "rfm", "abc"].flatMap((dimension) => [
        choose("dimension", dimension),
        chosen("dimension", dimension),
        see(`${CARD}_cards[aria-busy='false'] ${CARD}_months ${CARD}_legend button`),
    ]),
    choose("period", "year"),
    chosen("period", "year"),
    see(`${CARD}_cards[aria-busy='false']`),
    ...drill(`${CARD}_months ${CARD}_legend button`),
    chosen("period", "year"),
    chosen("dimension", "abc"),
    choose("period", "month"),
    chosen("period", "month"),
    choose("dimension", "value"),
    chosen("dimension", "value"),
    see(`${CARD}_cards[aria-busy='false']`),
];

registry.category("web_tour.tours").add("repair_overview_tour", {
    url: "/odoo/repair-overview",
    steps: () => [
        ...everyNumber(),
        ...drill(`${CARD}_abc ${CARD}_legend button`),
        tap(
            `${CARD}_totals [data-key='net']`,
            "No cost is known: what to fill in is said"
        ),
        see(`${CARD}_board ${CARD}_no_costs`),
        fits(),
        tap(`${CARD}_measures [data-measure='amount']`),
        tap(`${CARD}_abc ${CARD}_as_table`),
        ...drill(`${CARD}_abc tbody tr:first-child button`),
        see(`[data-measure='amount'][aria-pressed='true']`),
        ...everyChoice(),
    ],
});

registry.category("web_tour.tours").add("repair_overview_no_money_tour", {
    url: "/odoo/repair-overview",
    steps: () => [
        ...everyNumber(),
        see(`${CARD}_cards:not(:has(${CARD}_abc))`),
        see(
            `${PAGE}:not(:has([data-measure='amount'], [data-key='net'])):not(:contains('1,0'))`
        ),
        ...everyChoice(),
    ],
});

registry.category("web_tour.tours").add("repair_overview_opens_tour", {
    url: "/odoo",
    steps: () => [
        ...stepUtils.goToAppSteps(
            "repair_customer_segmentation.repair_customer_segmentation_menu_root",
            "A manager starts on the overview"
        ),
        see(`${CARD}_board`),
        tap(`${CARD}_backfill button`, "The months before are empty: rebuild them"),
        tap(".modal button[name=action_rebuild]"),
        see(".o_form_view .o_arrow_button_current"),
        tap(BACK),
        see(`${CARD}_page:not(:has(${CARD}_backfill)) ${CARD}_months canvas`),
    ],
});

registry.category("web_tour.tours").add("repair_overview_empty_tour", {
    url: "/odoo/repair-overview",
    steps: () => [
        see(`${CARD}_nothing`),
        tap(
            `${CARD}_empty .btn-primary`,
            "Nobody is there yet: the first steps lead on"
        ),
        see(".o_repair_first_steps"),
    ],
});
