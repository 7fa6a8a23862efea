import {Component} from "@odoo/owl";

import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A sign where something is true of a record, and nothing where it is not. */
export class FlagField extends Component {
    static template = "repair_customer_segmentation.FlagField";
    static props = {
        ...standardFieldProps,
        icon: String,
        label: String,
        title: String,
    };

    get isSet() {
        return this.props.record.data[this.props.name];
    }
}

function addFlag(name, extractProps) {
    registry.category("fields").add(name, {
        component: FlagField,
        supportedTypes: ["boolean"],
        listViewWidth: 24,
        extractProps,
    });
}

addFlag("repair_confidential", () => ({
    icon: "fa-lock text-warning",
    label: _t("Confidential"),
    title: _t(
        "Confidential: only the assignee, the team leader, followers and managers can see this case."
    ),
}));
addFlag("repair_untouched", () => ({
    icon: "fa-bell-o text-muted",
    label: _t("Untouched"),
    title: _t("Untouched: no message or change on this case for a while."),
}));
