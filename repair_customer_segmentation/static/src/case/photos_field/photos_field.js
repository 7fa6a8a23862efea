import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";
import {FileInput} from "@web/core/file_input/file_input";
import {isMobileOS} from "@web/core/browser/feature_detection";
import {registry} from "@web/core/registry";

/** A choice of files that opens the camera at once, where there is one to hold over a device. */
export class RepairCameraInput extends FileInput {
    static template = "repair_customer_segmentation.CameraInput";
}

/** Photos, chosen or taken right now. */
export class RepairPhotosField extends Many2ManyBinaryField {
    static template = "repair_customer_segmentation.PhotosField";
    static components = {...Many2ManyBinaryField.components, RepairCameraInput};

    setup() {
        super.setup();
        this.hasCamera = isMobileOS();
    }
}

export const repairPhotosField = {
    ...many2ManyBinaryField,
    component: RepairPhotosField,
};

registry.category("fields").add("repair_photos", repairPhotosField);
