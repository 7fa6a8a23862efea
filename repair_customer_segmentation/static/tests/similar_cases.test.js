import {click} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mockService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";

import {SimilarCases} from "@repair_customer_segmentation/case/similar_cases/similar_cases";

defineMailModels();

const CASE = {
    id: 7,
    name: "Pump leaks",
    customer: "Ann",
    is_rework: true,
    came_back: false,
    why: ["same model", "pump"],
    solution: "New seal",
    outcome: ["2 h", "rated 5"],
};

const mountSimilar = (resId = 3) =>
    mountWithCleanup(SimilarCases, {
        props: {record: {resId}, readonly: true},
    });

test("what solved cases like this one", async () => {
    onRpc("repair.case", "similar_cases", ({args}) => {
        expect.step(args[0]);
        return [CASE, {...CASE, id: 8, solution: false, came_back: true}];
    });
    mockService("action", {
        doAction: (action) => expect.step([action.res_model, action.res_id]),
    });
    await mountSimilar();
    expect.verifySteps([[3]]);
    expect(".o_similar_case").toHaveCount(2);
    expect(".o_similar_case:first .text-prewrap").toHaveText("New seal");
    expect(".o_similar_case:last .fst-italic").toHaveText("No solution was recorded.");
    expect(".badge.text-bg-danger").toHaveCount(1);
    await click(".o_similar_case:first");
    await animationFrame();
    expect.verifySteps([["repair.case", 7]]);
});

test("a case that is not saved asks for nothing", async () => {
    onRpc("repair.case", "similar_cases", () => expect.step("asked"));
    await mountSimilar(false);
    expect.verifySteps([]);
    expect("p.text-muted").toHaveCount(1);
});
