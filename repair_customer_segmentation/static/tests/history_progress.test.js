import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";

import {RepairHistoryProgress} from "@repair_customer_segmentation/importing/history_progress/history_progress";

defineMailModels();

const mountProgress = (model, answers, props = {}) => {
    onRpc(model, "get_progress", ({args}) => {
        expect.step(`asked of ${args[0]}`);
        const answer = answers.shift();
        if (answer instanceof Error) {
            throw answer;
        }
        return answer;
    });
    const record = {
        resModel: model,
        resId: 7,
        data: {progress: 10},
        load: () => expect.step("read anew"),
    };
    return mountWithCleanup(RepairHistoryProgress, {props: {record, ...props}});
};

test("a workbook tells how far it is in its own words, until it is done", async () => {
    await mountProgress("repair.workbook", [[["running", 40]], [["done", 100]]], {
        title: "Making the workbook",
    });
    expect(".alert").toHaveText("Making the workbook\n10%");
    await advanceTime(2000);
    await animationFrame();
    expect(".progress-bar").toHaveText("40%");
    await advanceTime(2000);
    await animationFrame();
    expect.verifySteps(["asked of 7", "asked of 7", "read anew"]);
    await advanceTime(10000);
    expect.verifySteps([]);
});

test("an import says that it imports, and goes on after an answer that failed", async () => {
    await mountProgress("repair.history.import", [
        new Error("gone"),
        [["running", 50]],
    ]);
    expect(".alert span").toHaveText(
        "Importing. You can leave this page and come back."
    );
    await advanceTime(4000);
    await animationFrame();
    expect(".progress-bar").toHaveText("50%");
    expect.verifySteps(["asked of 7", "asked of 7"]);
});
