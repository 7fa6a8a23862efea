import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class History extends models.Model {
    _name = "repair.history.import";
    sheet_name = fields.Char();
    sheet_names = fields.Json();
    _records = [{id: 1, sheet_name: "2025", sheet_names: ["Cover", "2025", "2024"]}];
}

defineMailModels();
defineModels([History]);

test.tags("desktop");
test("a name is chosen among those of the record", async () => {
    onRpc("web_save", ({args}) => expect.step(args[1]));
    await mountView({
        resModel: "repair.history.import",
        resId: 1,
        type: "form",
        arch: `
            <form>
                <field name="sheet_names" invisible="1"/>
                <field name="sheet_name" widget="repair_name_choice" options="{'names': 'sheet_names'}"/>
            </form>`,
    });
    expect(".o_field_widget[name=sheet_name] input").toHaveValue("2025");
    await contains(".o_field_widget[name=sheet_name] input").click();
    expect(queryAllTexts(".o_select_menu_item")).toEqual(["Cover", "2025", "2024"]);
    await contains(".o_select_menu_item:contains('2024')").click();
    await animationFrame();
    await contains(".o_form_button_save").click();
    await expect.waitForSteps([{sheet_name: "2024"}]);
});
