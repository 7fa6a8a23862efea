import {expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {BarcodeVideoScanner} from "@web/core/barcode/barcode_video_scanner";
import {Component, onMounted, xml} from "@odoo/owl";
import {BarcodeDialog} from "@web/core/barcode/barcode_dialog";
import {browser} from "@web/core/browser/browser";

class Device extends models.Model {
    _name = "repair.device";
    serial_number = fields.Char();
    _records = [{id: 1, serial_number: "OLD-1"}];
}

defineMailModels();
defineModels([Device]);

const openForm = (options = {}) =>
    mountView({
        type: "form",
        resModel: "repair.device",
        resId: 1,
        arch: `<form><field name="serial_number" widget="repair_scan"/></form>`,
        ...options,
    });

const withCamera = () =>
    patchWithCleanup(browser.navigator, {mediaDevices: {getUserMedia: () => null}});

test("what the camera reads becomes the text", async () => {
    withCamera();
    class Scanner extends Component {
        static template = xml`<div class="o_fake_scanner"/>`;
        static props = BarcodeVideoScanner.props;
        setup() {
            onMounted(() => this.props.onResult("  SN-4711 "));
        }
    }
    patchWithCleanup(BarcodeDialog, {
        components: {...BarcodeDialog.components, BarcodeVideoScanner: Scanner},
    });
    await openForm();
    expect(".o_field_widget[name=serial_number] input").toHaveValue("OLD-1");
    await contains(".o_repair_scan").click();
    await animationFrame();
    expect(".o_field_widget[name=serial_number] input").toHaveValue("SN-4711");
});

test("where the browser has no camera, there is a text alone", async () => {
    patchWithCleanup(browser.navigator, {mediaDevices: undefined});
    await openForm();
    expect(".o_field_widget[name=serial_number] input").toHaveCount(1);
    expect(".o_repair_scan").toHaveCount(0);
});

test("what may not be changed is not scanned", async () => {
    withCamera();
    await openForm({
        arch: `<form><field name="serial_number" widget="repair_scan" readonly="1"/></form>`,
    });
    expect(".o_field_widget[name=serial_number]").toHaveText("OLD-1");
    expect(".o_repair_scan").toHaveCount(0);
});
