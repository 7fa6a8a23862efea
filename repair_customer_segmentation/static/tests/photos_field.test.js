import {expect, test} from "@odoo/hoot";
import {mockUserAgent} from "@odoo/hoot-mock";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class Intake extends models.Model {
    _name = "repair.case.intake";
    photo_ids = fields.Many2many({string: "Photos", relation: "ir.attachment"});
    _records = [{id: 1, photo_ids: []}];
}

defineMailModels();
defineModels([Intake]);

const openForm = () =>
    mountView({
        type: "form",
        resModel: "repair.case.intake",
        resId: 1,
        arch: `<form><field name="photo_ids" widget="repair_photos"/></form>`,
    });

test("a telephone opens its camera at once, or lets choose", async () => {
    mockUserAgent("android");
    await openForm();
    expect(".o_repair_take_photo").toHaveText("Take Photo");
    expect(".o_repair_add_photos").toHaveText("Add Photos");
    expect("input[type=file][capture=environment][accept='image/*']").toHaveCount(1);
    expect("input[type=file]:not([capture])[accept='image/*'][multiple]").toHaveCount(
        1
    );
});

test("a desktop lets choose photos alone", async () => {
    mockUserAgent("linux");
    await openForm();
    expect(".o_repair_take_photo").toHaveCount(0);
    expect(".o_repair_add_photos").toHaveCount(1);
});
