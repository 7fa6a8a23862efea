import {CharField, charField} from "@web/views/fields/char/char_field";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {registry} from "@web/core/registry";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {useEffect} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/**
 * A text that is typed, or read by the camera from the plate of a device.
 *
 * Enter, which scanners send too, goes on to the first empty one of the fields of the option
 * `enter_goes_to`.
 */
export class RepairScanField extends CharField {
    static template = "repair_customer_segmentation.ScanField";
    // Other addons add to those of a text, before or after this one is loaded.
    static get props() {
        return {...CharField.props, enterGoesTo: {type: Array, optional: true}};
    }

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.canScan = isBarcodeScannerSupported();
        useEffect(
            (input) => {
                const onKeydown = this.onKeydown.bind(this);
                input?.addEventListener("keydown", onKeydown);
                return () => input?.removeEventListener("keydown", onKeydown);
            },
            () => [this.input.el]
        );
    }

    async onScan() {
        try {
            const code = await scanBarcode(this.env);
            await this.props.record.update({[this.props.name]: code.trim()});
        } catch (error) {
            this.notification.add(error.message, {type: "warning"});
        }
    }

    async onKeydown(ev) {
        if (ev.key !== "Enter" || ev.isComposing || !this.props.enterGoesTo) {
            return;
        }
        ev.preventDefault();
        const form = ev.target.closest(".o_form_view");
        // The field takes over what was typed, and who was found may change which fields there are.
        await this.props.record.model.mutex.getUnlockedDef();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const inputs = this.props.enterGoesTo.map((name) =>
            form.querySelector(`.o_field_widget[name=${name}] :is(input, textarea)`)
        );
        inputs.find((input) => input && !input.value)?.focus();
    }
}

export const repairScanField = {
    ...charField,
    component: RepairScanField,
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...charField.extractProps(fieldInfo, dynamicInfo),
        enterGoesTo: fieldInfo.options.enter_goes_to,
    }),
};

registry.category("fields").add("repair_scan", repairScanField);
