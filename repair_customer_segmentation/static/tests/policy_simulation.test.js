import {beforeEach, expect, test} from "@odoo/hoot";
import {Component, xml} from "@odoo/owl";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import {PolicySimulation} from "@repair_customer_segmentation/policy/policy_simulation/policy_simulation";

defineMailModels();

// The frame of a page needs a web client around it.
class Frame extends Component {
    static template = xml`<t t-slot="default"/>`;
    static props = ["*"];
}

beforeEach(() => patchWithCleanup(PolicySimulation.components, {Layout: Frame}));

const RESULT = {
    name: "Rules",
    version: 2,
    state: "draft",
    currency_id: false,
    sees_amounts: false,
    fallback: false,
    warnings: [],
    customers: 3,
    load: [],
    dimensions: [
        {
            name: "value",
            label: "Value",
            moved: 1,
            rows: [
                {id: 1, name: "High Value", color: 1},
                {id: 2, name: "Ordinary", color: 2},
            ],
            columns: [
                {id: 1, name: "High Value", color: 1},
                {id: 2, name: "Ordinary", color: 2},
            ],
            cells: [
                {from: 1, to: 2, customers: 1, repairs: 4, amount: false, share: false},
                {from: 2, to: 2, customers: 2, repairs: 2, amount: false, share: false},
            ],
            movers: [],
        },
    ],
};

async function mountSimulation() {
    onRpc("repair.segmentation.policy", "simulate", ({args}) => {
        expect.step(args[0]);
        return RESULT;
    });
    const simulation = await mountWithCleanup(PolicySimulation, {
        props: {action: {params: {policy_id: 5}}, actionId: 1},
    });
    expect.verifySteps([[5]]);
    return simulation;
}

test("who would move stands in the cell from and to", async () => {
    const simulation = await mountSimulation();
    const [high, ordinary] = simulation.dimension.rows;
    expect(simulation.cell(high, ordinary).customers).toBe(1);
    expect(simulation.cell(ordinary, high)).toBe(undefined);
    expect(simulation.tierName(simulation.dimension.columns, 2)).toBe("Ordinary");
    expect(simulation.cellLabel(high, ordinary)).toBe(
        "From High Value to Ordinary: list the customers"
    );
});

test("a cell lists its customers", async () => {
    const simulation = await mountSimulation();
    onRpc("repair.segmentation.policy", "action_view_simulated", ({args}) => {
        expect.step(args);
        return {type: "ir.actions.act_window", name: "One"};
    });
    simulation.action.doAction = (action) => expect.step(action.name);
    const [high, ordinary] = simulation.dimension.rows;
    await simulation.openCell(high, ordinary);
    expect.verifySteps([[[5], "value", 1, 2], "One"]);
});
