import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A lock on a confidential case, and nothing on any other. */
export class ConfidentialField extends Component {
    static template = "repair_customer_segmentation.ConfidentialField";
    static props = { ...standardFieldProps };

    get isConfidential() {
        return this.props.record.data[this.props.name];
    }
}

export const confidentialField = {
    component: ConfidentialField,
    supportedTypes: ["boolean"],
    listViewWidth: 24,
};

registry.category("fields").add("repair_confidential", confidentialField);
