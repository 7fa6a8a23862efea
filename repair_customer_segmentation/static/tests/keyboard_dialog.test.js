import {animationFrame, press, queryFirst, waitFor} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

class Dialog extends models.Model {
    _name = "repair.case.close";
    amount = fields.Float();
    solution = fields.Text();
    serial = fields.Char();
    subject = fields.Char();
    partner_id = fields.Many2one({relation: "res.partner"});
    _views = {
        form: `
            <form js_class="repair_keyboard_dialog">
                <field name="serial" widget="repair_scan" options="{'enter_goes_to': ['subject', 'solution']}"/>
                <field name="subject"/>
                <field name="amount" default_focus="1"/>
                <field name="partner_id"/>
                <field name="solution"/>
                <footer>
                    <button name="action_close" type="object" string="Close" class="btn-primary"/>
                    <button string="Discard" special="cancel"/>
                </footer>
            </form>`,
    };
}

defineMailModels();
defineModels([Dialog]);

const field = (name) => `.modal .o_field_widget[name=${name}] :is(input, textarea)`;

async function openDialog() {
    onRpc("web_save", ({args}) => expect.step(args[1]));
    onRpc("action_close", () => {
        expect.step("closed");
        return {type: "ir.actions.act_window_close"};
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "repair.case.close",
        views: [[false, "form"]],
        target: "new",
    });
}

const nothing = {
    amount: 0,
    partner_id: false,
    serial: false,
    solution: false,
    subject: false,
};

test.tags("desktop");
test("the field that is asked for has the focus, and Enter confirms", async () => {
    await openDialog();
    expect(field("amount")).toBeFocused();
    await contains(field("amount")).edit("120", {confirm: false});
    await press("Enter");
    await animationFrame();
    await expect.waitForSteps([{...nothing, amount: 120}, "closed"]);
});

test.tags("desktop");
test("Enter is a new line in a text, where Ctrl+Enter confirms", async () => {
    await openDialog();
    await contains(field("solution")).edit("Cleaned", {confirm: false});
    await press("Enter");
    await animationFrame();
    expect(".modal").toHaveCount(1);
    await press(["control", "Enter"]);
    await expect.waitForSteps([{...nothing, solution: "Cleaned\n"}, "closed"]);
});

test.tags("desktop");
test("Enter that ends a word of Chinese confirms nothing", async () => {
    await openDialog();
    queryFirst(field("subject")).dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", bubbles: true, isComposing: true})
    );
    await animationFrame();
    expect(".modal").toHaveCount(1);
    expect.verifySteps([]);
});

test.tags("desktop");
test("a scanner, which sends Enter, goes on to the first empty field", async () => {
    await openDialog();
    await contains(field("serial")).edit("SN-1", {confirm: false});
    await press("Enter");
    await waitFor(`${field("subject")}:focus`);
    await contains(field("subject")).edit("Leaks", {confirm: false});
    await contains(field("serial")).click();
    await press("Enter");
    await waitFor(`${field("solution")}:focus`);
    expect.verifySteps([]);
});
