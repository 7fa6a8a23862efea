import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";

import {RepairRunBanner} from "@repair_customer_segmentation/classification/run_banner/run_banner";

defineMailModels();

const mountBanner = (answers) => {
    onRpc("repair.customer.profile", "get_run_progress", () => {
        const answer = answers.shift();
        if (answer instanceof Error) {
            throw answer;
        }
        return answer;
    });
    return mountWithCleanup(RepairRunBanner, {
        props: {onDone: () => expect.step("read anew")},
    });
};

test("it tells how far, looks again, and has the list read anew", async () => {
    await mountBanner(["10 of 20", "15 of 20", ""]);
    expect(".o_repair_run_banner").toHaveText("10 of 20");
    await advanceTime(10000);
    await animationFrame();
    expect(".o_repair_run_banner").toHaveText("15 of 20");
    expect.verifySteps([]);
    await advanceTime(10000);
    await animationFrame();
    expect(".o_repair_run_banner").toHaveCount(0);
    expect.verifySteps(["read anew"]);
});

test("without a run nothing is shown, and nothing is asked again", async () => {
    const answers = ["", "never asked for"];
    await mountBanner(answers);
    await advanceTime(60000);
    expect(".o_repair_run_banner").toHaveCount(0);
    expect(answers).toHaveLength(1);
    expect.verifySteps([]);
});
