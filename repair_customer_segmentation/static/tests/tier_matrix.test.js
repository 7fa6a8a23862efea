import {click} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {beforeEach, expect, test} from "@odoo/hoot";
import {Component, xml} from "@odoo/owl";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import {TierMatrix} from "@repair_customer_segmentation/customer/tier_matrix/tier_matrix";

defineMailModels();

// The frame of a page needs a web client around it.
class Frame extends Component {
    static template = xml`<t t-slot="default"/>`;
    static props = ["*"];
}

beforeEach(() => patchWithCleanup(TierMatrix.components, {Layout: Frame}));

const MATRIX = {
    dimension: "value",
    dimensions: [
        ["value", "Value"],
        ["kind", "Kind"],
    ],
    date_from: "2025-04-01",
    date_to: "2025-07-01",
    ranked: true,
    currency_id: false,
    tiers: [
        {key: "High", name: "High Value", color: 1},
        {key: "Low", name: "Ordinary", color: 2},
    ],
    cells: {
        High: {High: [6, 0], Low: [2, 0]},
        Low: {High: [1, 0]},
        none: {Low: [4, 0]},
    },
};

async function mountMatrix(values = {}) {
    onRpc("repair.tier.matrix", "get_matrix", ({args}) => {
        expect.step(args);
        return {...MATRIX, ...values, dimension: args[0]};
    });
    const matrix = await mountWithCleanup(TierMatrix, {
        props: {action: {}, actionId: 1},
    });
    expect.verifySteps([["value", false, false]]);
    return matrix;
}

test("rows are from, columns to, and the new have a row", async () => {
    const matrix = await mountMatrix();
    expect(matrix.rows.map((row) => row.key)).toEqual(["High", "Low", "none"]);
    expect(matrix.columns.map((column) => column.key)).toEqual(["High", "Low"]);
    expect(matrix.total("row", "High")[0]).toBe(8);
    expect(matrix.total("column", "Low")[0]).toBe(6);
    expect(matrix.total("all")[0]).toBe(13);
    expect(matrix.moved).toEqual({up: 1, down: 2});
    expect(matrix.share("High", "Low")).toBe("25 %");
    expect(".o_repair_tier_cell").toHaveCount(4);
});

test("where tiers do not rank nobody rises or falls", async () => {
    const matrix = await mountMatrix({ranked: false});
    expect(matrix.moved).toEqual({up: 0, down: 0});
    expect(".o_repair_tier_moved").toHaveCount(0);
});

test("nobody yet is said", async () => {
    await mountMatrix({cells: {}});
    expect(".o_repair_tier_empty").toHaveCount(1);
    expect(".o_repair_tier_cell").toHaveCount(0);
});

test("a number lists who they are", async () => {
    mockService("action", {doAction: (action) => expect.step(action.name)});
    await mountMatrix();
    onRpc("repair.tier.matrix", "open_cell", ({args}) => {
        expect.step(args.slice(0, 5));
        return {type: "ir.actions.act_window", name: "Eight"};
    });
    await click("tr[data-from='High Value'] td[data-to='Ordinary'] button");
    await animationFrame();
    expect.verifySteps([["value", "2025-04-01", "2025-07-01", "High", "Low"], "Eight"]);
});
