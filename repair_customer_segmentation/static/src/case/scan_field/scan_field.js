import {CharField, charField} from "@web/views/fields/char/char_field";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {registry} from "@web/core/registry";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {useService} from "@web/core/utils/hooks";

/** A text that is typed, or read by the camera from the plate of a device. */
export class RepairScanField extends CharField {
    static template = "repair_customer_segmentation.ScanField";

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.canScan = isBarcodeScannerSupported();
    }

    async onScan() {
        try {
            const code = await scanBarcode(this.env);
            await this.props.record.update({[this.props.name]: code.trim()});
        } catch (error) {
            this.notification.add(error.message, {type: "warning"});
        }
    }
}

export const repairScanField = {...charField, component: RepairScanField};

registry.category("fields").add("repair_scan", repairScanField);
