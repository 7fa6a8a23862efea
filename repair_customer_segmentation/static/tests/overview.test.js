import {click, queryAllTexts, queryOne, select} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {beforeEach, expect, test} from "@odoo/hoot";
import {Component, xml} from "@odoo/owl";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    makeMockEnv,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import {costedWords} from "@repair_customer_segmentation/overview/money_words";
import {Overview} from "@repair_customer_segmentation/overview/overview/overview";

defineMailModels();

// The frame of a page needs a web client around it.
class Frame extends Component {
    static template = xml`<t t-slot="layout-actions"/><t t-slot="default"/>`;
    static props = ["*"];
}

beforeEach(() => patchWithCleanup(Overview.components, {Layout: Frame}));

const TIERS = [
    {key: "1", name: "High Value", color: 3},
    {key: "2", name: "Ordinary", color: 0},
];
const FIGURE = {
    name: "satisfied_share",
    label: "Satisfied",
    help: "",
    scale: [0, 1],
    target: 0.9,
    target_text: "90%",
};
const cell = (n, text) => ({
    satisfied_share: {
        n,
        value: 0.5,
        low: 0.2,
        high: 0.8,
        text,
        title: "",
        state: "",
        way: 0,
        is_few: true,
    },
});
const OVERVIEW = {
    question: {period: "quarter", dimension: "value"},
    choices: {
        periods: [
            ["month", "This month"],
            ["quarter", "3 months"],
        ],
        dimensions: [
            ["value", "Value"],
            ["rfm", "RFM segment"],
        ],
    },
    company: "Desk",
    period: "Sep 1 – Nov 27, 2026",
    as_of: "",
    progress: "",
    currency_id: 1,
    is_empty: false,
    can_backfill: true,
    totals: {
        customers: 1200,
        repairs: 30,
        amount: 4000,
        ...money(1000, 0.624),
        text: "",
    },
    board: {
        cells: [
            {
                r: 5,
                fm: 5,
                tier: "9",
                customers: 7,
                amount: 1500,
                ...money(-300, 0.5),
                score: 4.25,
                scored: 4,
            },
            {
                r: 1,
                fm: 1,
                tier: "9",
                customers: 0,
                amount: 0,
                ...money(null, null),
                score: null,
                scored: 0,
            },
        ],
        tiers: [{key: "9", name: "Champions", color: 10, customers: 7, amount: 1500}],
        unscored: 3,
    },
    abc: {
        points: [
            [0, 0],
            [0.5, 0.8],
            [1, 1],
        ],
        tiers: [
            {
                key: "a",
                name: "A",
                color: 3,
                customers: 2,
                amount: 5,
                ...money(4, 1),
                ...shares(0.5, 0.8),
            },
            {
                key: "c",
                name: "C",
                color: 0,
                customers: 2,
                amount: 1,
                ...money(null, null),
                ...shares(0.5, 0.2),
            },
        ],
        text: "50% of the customers bring 80% of the amount.",
        as_of: "",
    },
    months: {
        labels: [
            {key: "2026-10-31", name: "Oct 2026"},
            {key: "2026-11-27", name: "Today"},
        ],
        tiers: [
            {...TIERS[0], counts: [null, 4]},
            {...TIERS[1], counts: [5, 6]},
        ],
    },
    movement: {
        date_from: "2026-08-31",
        date_to: "2026-11-27",
        tiers: TIERS,
        cells: [
            ["1", "1", 50],
            ["1", "2", 1],
            ["2", "1", 4],
            ["none", "2", 2],
        ],
        rose: 4,
        fell: 1,
        new: 2,
        gone: 0,
        ranked: true,
    },
    service: {
        figures: [FIGURE],
        rows: [{...TIERS[0], cells: cell(4, "50%")}],
        total: {key: "all", name: "Total", cells: cell(4, "50%")},
    },
    work: {
        types: [{key: "7", name: "Repair", count: 5, before: 2}],
        categories: [],
    },
};
const TODAY = {
    items: [
        {
            key: "late_cases",
            label: "Late",
            count: 10000,
            is_capped: true,
            hint: "",
            level: "danger",
        },
    ],
    text: "",
};

function money(net, costed_share) {
    return {net, costed_share};
}

function shares(customers_share, amount_share) {
    return {customers_share, amount_share};
}

async function mountOverview(values = {}, props = {}) {
    onRpc("repair.overview", "get_overview", ({args: [question]}) => {
        expect.step(question);
        return {
            ...OVERVIEW,
            ...values,
            question: {...OVERVIEW.question, ...question},
        };
    });
    onRpc("repair.overview", "get_today", () => {
        expect.step("today");
        return TODAY;
    });
    onRpc("repair.overview", "open_records", ({args}) => {
        expect.step(args);
        return {type: "ir.actions.act_window", name: "Records"};
    });
    mockService("action", {doAction: (action) => expect.step(action.name || action)});
    const page = await mountWithCleanup(Overview, {
        props: {action: {}, actionId: 1, ...props},
    });
    await animationFrame();
    return page;
}

test("the page asks twice, and shows what it is told", async () => {
    await mountOverview();
    expect.verifySteps([{}, "today"]);
    expect(queryAllTexts(".o_repair_overview_totals b")).toEqual([
        "1,200",
        "30",
        "$ 4,000",
        "$ 1,000",
    ]);
    expect(".o_repair_overview_note").toHaveText("(costs known of 62% of cases)");
    expect(".o_repair_overview_item").toHaveText(/10,000\+/);
    expect(".o_repair_overview_card").toHaveCount(6);
    expect("button.o_repair_overview_cell").toHaveCount(1);
});

test("each number opens its records", async () => {
    await mountOverview();
    expect.verifySteps([{}, "today"]);
    const asked = OVERVIEW.question;
    const opened = async (selector, part, key) => {
        await click(selector);
        await animationFrame();
        expect.verifySteps([[part, key, asked], "Records"]);
    };
    await opened(".o_repair_overview_item", "today", "late_cases");
    await opened("[data-cell='5-5']", "board", "5-5");
    await opened(".o_repair_overview_unscored", "board", "unscored");
    await opened(".o_repair_overview_abc [data-key='a']", "abc", "a");
    await opened(".o_repair_overview_months [data-key='2']", "tier", "2");
    await opened("[data-key='2>1']", "movement", "2>1");
    await opened("[data-row='1'] button", "service", "1|satisfied_share");
    await opened("[data-part='type'] button", "type", "7");
    await opened("[data-key='customers']", "totals", "customers");
    await opened("[data-key='amount']", "totals", "repairs");
    await opened("[data-key='net']", "totals", "net");
});

test("the net value is beside the amount, with how much of it is known", async () => {
    await mountOverview({}, {state: {shown: {measure: "net", tables: {abc: true}}}});
    expect.verifySteps([{}, "today"]);
    expect("[data-cell='5-5'] b").toHaveText("$ -300");
    expect("[data-cell='5-5']").toHaveAttribute(
        "aria-label",
        /Net value: \$\s-300 .* costs known of 50% of cases$/
    );
    const cells = queryAllTexts(".o_repair_overview_abc tbody td:last-child");
    expect(cells[0]).toMatch(/^\$\s4\s+costs known of 100% of cases$/);
    expect(cells[1]).toBe("–");
});

test("what is not known is not nothing, and the board says what to fill in", async () => {
    const unknown = (own) => ({...own, ...money(null, null)});
    await mountOverview(
        {
            totals: unknown(OVERVIEW.totals),
            board: {...OVERVIEW.board, cells: OVERVIEW.board.cells.map(unknown)},
            abc: {...OVERVIEW.abc, tiers: OVERVIEW.abc.tiers.map(unknown)},
        },
        {state: {shown: {measure: "customers", tables: {abc: true}}}}
    );
    expect.verifySteps([{}, "today"]);
    expect(".o_repair_overview_totals [data-key='net']").toHaveText(
        /^–\s*Net value\s*\(no costs known\)$/
    );
    expect(".o_repair_overview_abc thead th").toHaveCount(3);
    expect("[data-cell='5-5']").not.toHaveAttribute("aria-label", /Net value/);
    await click(".o_repair_overview_totals [data-key='net']");
    await animationFrame();
    expect.verifySteps([]);
    expect(".o_repair_overview_no_costs").toHaveText(/cost of parts and the hours/);
});

test("nearly none and nearly all of the costs are not none and all", async () => {
    await makeMockEnv();
    for (const [share, percent] of [
        [0.001, "1%"],
        [0.999, "99%"],
        [1, "100%"],
    ]) {
        expect(costedWords(share)).toInclude(percent);
    }
    expect(costedWords(null)).toBe("");
});

test("the customers can be taken along as a workbook", async () => {
    await mountOverview();
    expect.verifySteps([{}, "today"]);
    await click(".o_repair_overview_workbook");
    await animationFrame();
    expect.verifySteps(["repair_customer_segmentation.repair_workbook_action"]);
});

test("pictures have their numbers as tables", async () => {
    await mountOverview();
    expect.verifySteps([{}, "today"]);
    await click(".o_repair_overview_months .o_repair_overview_as_table");
    await animationFrame();
    expect(".o_repair_overview_months canvas").toHaveCount(0);
    expect(queryAllTexts(".o_repair_overview_months tbody tr")).toEqual([
        "Today 4 6",
        "Oct 2026 – 5",
    ]);
    await click("[data-month='2026-10-31'] button");
    await animationFrame();
    expect.verifySteps([["month", "2026-10-31|2", OVERVIEW.question], "Records"]);
    await click(".o_repair_overview_abc .o_repair_overview_as_table");
    await animationFrame();
    expect(queryAllTexts(".o_repair_overview_abc tbody th")).toEqual(["A", "C"]);
});

test("two choices made quickly are both kept", async () => {
    await mountOverview();
    expect.verifySteps([{}, "today"]);
    const wait = new Deferred();
    onRpc("repair.overview", "get_overview", async ({args: [question]}) => {
        expect.step(question);
        await wait;
        return {...OVERVIEW, question: {...OVERVIEW.question, ...question}};
    });
    await click("#o_repair_overview_period");
    await select("month");
    await click("#o_repair_overview_dimension");
    await select("rfm");
    wait.resolve();
    await animationFrame();
    expect.verifySteps([
        {period: "month", dimension: "value"},
        {period: "month", dimension: "rfm"},
    ]);
    expect("#o_repair_overview_period").toHaveValue("month");
    expect("#o_repair_overview_dimension").toHaveValue("rfm");
});

test("who comes back finds the choices that were made", async () => {
    const question = {period: "month", dimension: "rfm"};
    const shown = {measure: "score", tables: {abc: true}};
    await mountOverview({}, {state: {question, shown}});
    expect.verifySteps([question, "today"]);
    expect("[data-measure='score']").toHaveAttribute("aria-pressed", "true");
    expect("[data-cell='5-5'] b").toHaveText("4.3");
    expect(".o_repair_overview_abc table").toHaveCount(1);
});

test("without the right to money nothing is missing but amounts", async () => {
    await mountOverview(
        {currency_id: null, abc: null},
        {state: {shown: {measure: "amount", tables: {}}}}
    );
    expect.verifySteps([{}, "today"]);
    expect(".o_repair_overview_abc").toHaveCount(0);
    expect(".o_repair_overview_card").toHaveCount(5);
    expect(queryAllTexts(".o_repair_overview_measures button")).toEqual([
        "Customers",
        "Satisfaction",
    ]);
    expect(queryOne(".o_repair_overview_page").textContent).not.toMatch(/\$/);
    expect("[data-cell='5-5'] b").toHaveText("7");
});

test("parts without anything say what to do", async () => {
    await mountOverview({
        board: {cells: [], tiers: [], unscored: 0},
        abc: {points: [], tiers: [], text: "", as_of: ""},
        months: {labels: [], tiers: []},
        movement: {...OVERVIEW.movement, cells: [["1", "1", 5]]},
        service: {
            figures: [FIGURE],
            rows: [],
            total: {key: "all", name: "Total", cells: cell(0, "")},
        },
        work: {types: [], categories: []},
    });
    expect.verifySteps([{}, "today"]);
    expect(".o_repair_overview_none").toHaveCount(6);
    expect(".o_repair_overview_card canvas").toHaveCount(0);
    await click(".o_repair_overview_backfill button");
    expect.verifySteps(["repair_customer_segmentation.repair_backfill_wizard_action"]);
});

test("a company without customers is led to the first steps", async () => {
    await mountOverview({is_empty: true});
    expect.verifySteps([{}, "today"]);
    expect(".o_repair_overview_card").toHaveCount(0);
    await click(".o_repair_overview_empty .btn-primary");
    expect.verifySteps(["repair_customer_segmentation.repair_first_steps_again"]);
});

test("what went wrong is said, and can be tried again", async () => {
    onRpc("repair.overview", "get_overview", () => {
        throw makeServerError({message: "Unknown period."});
    });
    onRpc("repair.overview", "get_today", () => ({items: [], text: "All done."}));
    mockService("action", {});
    await mountWithCleanup(Overview, {
        props: {action: {}, actionId: 1, state: {question: {period: "decade"}}},
    });
    await animationFrame();
    expect(".o_repair_overview_error").toHaveText(/Unknown period/);
    expect(".o_repair_overview_nothing").toHaveText("All done.");
    onRpc("repair.overview", "get_overview", ({args: [question]}) => {
        expect.step(question);
        return OVERVIEW;
    });
    await click(".o_repair_overview_error button");
    await animationFrame();
    expect.verifySteps([{}]);
    expect(".o_repair_overview_error").toHaveCount(0);
    expect(".o_repair_overview_card").toHaveCount(6);
});
