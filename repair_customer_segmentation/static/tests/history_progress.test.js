import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    MockServer,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class RepairWorkbook extends models.Model {
    _name = "repair.workbook";
    state = fields.Char();
    progress = fields.Integer();
    _records = [{id: 1, state: "running", progress: 12}];
}

defineMailModels();
defineModels([RepairWorkbook]);

/** Shows a record that is worked on; the server says each of `answers`, one a look. */
const mountProgress = (answers, title = "") => {
    onRpc("repair.workbook", "get_progress", ({args}) => {
        expect.step(args[0]);
        const answer = answers.shift();
        if (answer instanceof Error) {
            throw answer;
        }
        MockServer.env["repair.workbook"].write([1], {state: answer[0]});
        return [answer];
    });
    return mountView({
        type: "form",
        resModel: "repair.workbook",
        resId: 1,
        arch: `
            <form>
                <field name="state" invisible="1"/>
                <widget name="repair_history_progress" ${title}
                        invisible="state != 'running'"/>
            </form>`,
    });
};

const look = async () => {
    await advanceTime(2000);
    await animationFrame();
};

test("it begins where the record is, and tells what is made", async () => {
    await mountProgress([], 'title="Making the workbook."');
    expect(".alert").toHaveText(/Making the workbook\./);
    expect(".progress-bar").toHaveText("12%");
    expect(".progress-bar").toHaveAttribute("aria-valuenow", "12");
    expect.verifySteps([]);
});

test("without a title it speaks of the import", async () => {
    await mountProgress([]);
    expect(".alert").toHaveText(/Importing\./);
});

test("it looks again, and shows the record anew when it is over", async () => {
    await mountProgress([
        ["running", 45.7],
        ["done", 100],
    ]);
    await look();
    expect(".progress-bar").toHaveText("45%");
    expect.verifySteps([[1]]);
    await look();
    await animationFrame();
    expect(".progress-bar").toHaveCount(0);
    expect.verifySteps([[1]]);
    await look();
    expect.verifySteps([], {message: "nobody asks any more"});
});

test("a server that restarts is asked again", async () => {
    await mountProgress([makeServerError({message: "Restarting"}), ["running", 60]]);
    await look();
    expect(".progress-bar").toHaveText("12%");
    await look();
    expect(".progress-bar").toHaveText("60%");
    expect.verifySteps([[1], [1]]);
});
